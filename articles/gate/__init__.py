"""The publish gate: named checks on the exact text that is about to go out."""

from articles.gate.finding import Finding, Quoted, Severity
from articles.gate.proof import Line, Proof, Reading, Sibling
from articles.gate.pulling import pull
from articles.gate.run import run, run_on

__all__ = ["Finding", "Line", "Proof", "Quoted", "Reading", "Severity", "Sibling", "pull", "run", "run_on"]

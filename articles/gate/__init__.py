"""The publish gate: named checks on the exact text that is about to go out."""

from articles.gate.finding import Finding, Severity
from articles.gate.run import run

__all__ = ["Finding", "Severity", "run"]

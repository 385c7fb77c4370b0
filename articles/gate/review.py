"""Review: what a machine wrote goes out after a person has opened its sources and decided on each flagged sentence."""

from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.gate.proof import Proof
from articles.models import AiRole

NAME = "Review"


def check(proof: Proof) -> Iterator[Finding]:
    """A generated body without a finished review of exactly this text is red."""
    if proof.ai_body == AiRole.GENERATED and not proof.reviewed:
        yield Finding(
            check=NAME,
            severity=Severity.RED,
            message="Not reviewed: a machine wrote the body, and nobody has finished a review of exactly this text.",
            remedy="Open its sources, decide on each flagged sentence, and finish the review.",
        )

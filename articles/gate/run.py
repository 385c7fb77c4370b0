"""Runs every check on a proof."""

from articles.gate import (
    alt_text,
    attribution,
    conflicts,
    dates,
    evidence,
    headline,
    inference,
    language,
    names,
    negation,
    numbers,
    quotes,
    review,
    sources,
)
from articles.gate.finding import Finding
from articles.gate.proof import Proof
from articles.gate.pulling import pull
from articles.models import Article

CHECKS = (
    sources.check,
    quotes.check,
    numbers.check,
    dates.check,
    names.check,
    negation.check,
    attribution.check,
    headline.check,
    evidence.check,
    inference.check,
    conflicts.check,
    language.check,
    alt_text.check,
    review.check,
)


def run(proof: Proof) -> list[Finding]:
    """All findings on the text, in the order of the checks; an empty list lets it pass."""
    return [finding for check in CHECKS for finding in check(proof)]


def run_on(article: Article) -> list[Finding]:
    """All findings on a working copy as it stands now; raises BodyError."""
    return run(pull(article))

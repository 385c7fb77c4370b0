"""Runs every check on a working copy."""

from articles.gate import sources
from articles.gate.finding import Finding
from articles.models import Article

CHECKS = (sources.check,)


def run(article: Article) -> list[Finding]:
    """All findings on the article as it stands, in the order of the checks; an empty list lets it pass."""
    return [finding for check in CHECKS for finding in check(article)]

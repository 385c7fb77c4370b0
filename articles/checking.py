"""What the gate said of a working copy as it stands, and what is short enough to be asked at once."""

from articles.gate import Finding, Proof
from articles.gate.review import NAME as REVIEW
from articles.models import Article, GateRun, Review

# Characters of body and sources together that are checked while somebody waits for a page; more is left to the post.
AT_ONCE = 60_000


def recalled(article: Article, content_hash: str) -> list[Finding] | None:
    """The findings on record for exactly this text; None without any.

    That nobody reviewed it is left out once somebody has.
    """
    run = GateRun.objects.filter(article=article, content_hash=content_hash).first()
    if run is None:
        return None
    findings = [Finding.from_json(values) for values in run.findings]
    if not any(finding.check == REVIEW for finding in findings):
        return findings
    reviewed = Review.objects.filter(article=article, content_hash=content_hash).exists()
    return [finding for finding in findings if not (reviewed and finding.check == REVIEW)]


def quick(proof: Proof) -> bool:
    """Whether a text is short enough to be checked while somebody waits for a page."""
    return len(proof.body.text) + sum(len(reading.text) for reading in proof.texts) <= AT_ONCE

"""The record of a version: what the gate found on it and what a reviewer decided, by sentence."""

from typing import Any

from articles.gate.finding import Finding, Severity
from articles.models import ArticleVersion, Sentence
from articles.models.source import hash_text


def findings_of(version: ArticleVersion) -> list[Finding]:
    """What the gate found on the version as it went out."""
    return [Finding.from_json(values) for values in version.findings]


def overridden_on(version: ArticleVersion) -> list[str]:
    """What an override passed over: the messages of the red findings."""
    return [finding.message for finding in findings_of(version) if finding.severity == Severity.RED]


def findings_on(version: ArticleVersion, sentence: int) -> list[Finding]:
    """What the gate found on one sentence of the body."""
    return [finding for finding in findings_of(version) if finding.sentence == sentence]


def decisions_on(version: ArticleVersion, sentence: Sentence) -> list[dict[str, Any]]:
    """What the reviewer decided on that sentence: the check, the words it named, the reason."""
    named = hash_text(sentence.text)
    return [d for d in version.review.get("decisions", []) if d.get("sentence_sha256") == named]

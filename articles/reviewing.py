"""Reviewing: a person compares a text with its sources and decides each flagged sentence, on record."""

from typing import Any

from articles.models import Article, Decision, Opening, Review


def review_record(article: Article, content_hash: str) -> dict[str, Any]:
    """What a version keeps of the review of exactly this text: who, when, what they opened and decided; empty without one."""
    review = Review.objects.filter(article=article, content_hash=content_hash).select_related("by").first()
    if review is None:
        return {}
    openings = Opening.objects.filter(article=article, by=review.by).select_related("document__source")
    decisions = Decision.objects.filter(article=article, by=review.by)
    return {
        "reviewed_by": review.by,
        "reviewed_at": review.at,
        "review": {
            "by": str(review.by),
            "at": review.at.isoformat(),
            "opened": [
                {
                    "source": str(opening.document.source),
                    "sha256": opening.document.sha256,
                    "at": opening.at.isoformat(),
                }
                for opening in openings
            ],
            "decisions": [
                {
                    "sentence_sha256": decision.sentence_hash,
                    "check": decision.check_name,
                    "words": decision.words,
                    "reason": decision.reason,
                    "at": decision.at.isoformat(),
                }
                for decision in decisions
            ],
            "answers": {
                "accuracy": review.accuracy,
                "sources": review.sources,
                "could_reject": review.could_reject,
            },
        },
    }

"""Passages that a desk accepted or rejected, taken over where the source's text is the same here."""

from typing import Any

from articles.freezing import latest_texts
from articles.models import Article, Backing


def back(article: Article, passages: list[dict[str, Any]]) -> list[str]:
    """Puts the passages behind the working copy's sentences; returns in sentences which are not what the source says."""
    if not passages:
        return []
    sources = list(article.citation_set.order_by("position", "id").values_list("source_id", flat=True))
    texts, words = latest_texts(sources), []
    for row in passages:
        document = texts.get(sources[row["source"] - 1]) if 0 < row["source"] <= len(sources) else None
        if document is None or not row["quote"] or document.text[row["start"] : row["end"]] != row["quote"]:
            words.append(
                f"The passage “{row['quote'][:60]}” is left out: source {row['source']} does not have it there."
            )
            continue
        Backing.objects.get_or_create(
            article=article,
            sentence_hash=row["sentence_sha256"],
            document=document,
            start=row["start"],
            end=row["end"],
            defaults={"quote": row["quote"], "state": row["state"]},
        )
    return words

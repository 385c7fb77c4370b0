"""Exporting: every article that is stored, a line each, with its pictures beside the file."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from django.db.models import Prefetch, QuerySet

from articles.disclosure import disclose_all
from articles.exchange import ninjs
from articles.exchange.picture import Folder
from articles.exchange.record import Record, record_of
from articles.freezing import latest_texts
from articles.models import PUBLIC, Article, Backing, Byline, Citation, Pin, StoryProposal, VersionSource

CHUNK = 100


def stored() -> "QuerySet[Article]":
    """All of them, drafts included, in the order in which they came."""
    return (
        Article.objects.order_by("pk")
        .select_related(
            "section", "story__named_after", "grouped_into__named_after", "hero", "live__article", "live__hero"
        )
        .prefetch_related(
            Prefetch("byline_set", Byline.objects.select_related("contributor")),
            Prefetch("backings", Backing.objects.exclude(state=Backing.State.PROPOSED).select_related("document")),
            Prefetch("pins", Pin.objects.select_related("other")),
            Prefetch(
                "story_proposals",
                StoryProposal.objects.filter(state=StoryProposal.State.APART).select_related("other").order_by("other"),
            ),
            "story__merged",
            "grouped_into__merged",
            Prefetch("citation_set", Citation.objects.select_related("source")),
            Prefetch("live__cited", VersionSource.objects.select_related("source", "document")),
        )
    )


def export_articles(path: Path) -> Iterator[str]:
    """Writes each article and yields its slug; a file that ends in `.json` becomes a list of ninjs items.

    Holds a hundred articles in memory at a time. The file stands under its name only when it is whole. Raises OSError.
    """
    folder, part = Folder(path), path.with_name(f"{path.name}.part")
    as_ninjs = path.suffix == ".json"
    try:
        with part.open("w", encoding="utf-8") as file:
            yield from _list(file, folder) if as_ninjs else _lines(file, folder)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _records(folder: Folder) -> Iterator[tuple[Article, Record]]:
    """Each article with its record; what a chunk of them needs is asked for once."""
    articles = stored().iterator(chunk_size=CHUNK)
    while chunk := list(islice(articles, CHUNK)):
        texts = latest_texts([row.source_id for article in chunk for row in article.citation_set.all()])
        lives = [article.live for article in chunk if article.live and article.state in PUBLIC]
        disclosures = disclose_all(lives)
        for article in chunk:
            yield article, record_of(article, folder.place, texts, disclosures.get(article.live_id or 0))


def _lines(file: IO[str], folder: Folder) -> Iterator[str]:
    for article, record in _records(folder):
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
        yield article.slug


def _list(file: IO[str], folder: Folder) -> Iterator[str]:
    file.write("[")
    for position, (article, record) in enumerate(_records(folder)):
        item = ninjs.from_record(record, article)
        file.write((",\n" if position else "\n") + json.dumps(item, ensure_ascii=False))
        yield article.slug
    file.write("\n]\n")

"""The product's own neighbours for a corpus that is not the site's: the answers of `evaluate related` and `pairs`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import sqrt
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet
from pgvector.django import MaxInnerProduct

from articles.models import Article, ArticleVector, ArticleVersion, Neighbour, Pin, State, TermBlock
from articles.related.lists import KEPT
from articles.related.neighbours import link
from articles.related.selection import placed
from articles.related.vectors import learn, store

Row = dict[str, Any]
HEADLINE_LIMIT = 250

# All that relating and reading touch.
TABLES: tuple[type[models.Model], ...] = (Article, ArticleVersion, ArticleVector, TermBlock, Neighbour, Pin)

# Words and meaning on one scale of likeness. Chosen on 161 graded pairs of news articles, where it follows people's
# grades at .82 (Pearson), meaning alone at .81 and words alone at .71.
MEANING_IN_LIKENESS = 0.6


def evaluate_related(rows: Iterable[Row], varied: bool = True) -> Iterator[Row]:
    """The ten nearest of each article, best first, among those handed in; near-copies come last unless not `varied`.

    Rows are `{id, title, dek, body, date}`, answers `{id, related: [ids]}` in the same order. Dates (ISO 8601) count only
    where each row has one: the time between two articles is known of both or not at all. The articles are related as the
    site's own are after `relate --all`, and read by the same query; pins do not exist there.
    """
    rows = list(rows)
    with empty_tables():
        vectors = vectors_of((row.get("title"), row.get("dek"), row.get("body")) for row in rows)
        _date(vectors, [row.get("date") for row in rows])
        for vector in vectors:
            link(vector)
        for vector, row in zip(vectors, rows, strict=True):
            listed = placed(vector.pk).values_list("pk", flat=True) if varied else _nearest(vector.pk)
            yield {"id": row["id"], "related": [rows[number - 1]["id"] for number in listed[:KEPT]]}


def evaluate_pairs(rows: Iterable[Row]) -> Iterator[Row]:
    """How alike two texts are, 0 to 1, among all the texts handed in.

    Rows are `{id, a, b}`, answers `{id, score}` in the same order. The score is four parts the square root of the
    cosine of the words, six parts the cosine of the embeddings.
    """
    rows = list(rows)
    with empty_tables():
        vectors = iter(vectors_of(("", "", row[side]) for row in rows for side in ("a", "b")))
        for row, one, other in zip(rows, vectors, vectors, strict=True):
            words, meaning = (
                max(0.0, -_product(one, field, getattr(other, field))) for field in ("terms", "embedding")
            )
            yield {"id": row["id"], "score": (1 - MEANING_IN_LIKENESS) * sqrt(words) + MEANING_IN_LIKENESS * meaning}


@contextmanager
def empty_tables(*more: type[models.Model]) -> Iterator[None]:
    """Inside, the names of the paper's tables mean temporary ones, empty and of the same build; the site's stay as is.

    Postgres looks for a name among the session's temporary tables first. They go with the transaction, come what may.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for model in (*TABLES, *more):
            name = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - Django documents it
            cursor.execute(f"CREATE TEMPORARY TABLE {name} (LIKE {name} INCLUDING ALL) ON COMMIT DROP")
        yield


def vectors_of(texts: Iterable[tuple[Any, Any, Any]]) -> list[ArticleVector]:
    """The vectors of texts (headline, dek, body) that are published together; the keys count from 1."""
    versions = [_published(number, *map(_storable, text)) for number, text in enumerate(texts, 1)]
    for version in versions:
        learn(version)
    vectors = [store(version) for version in versions]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article, articles_articlevector")
    return vectors


def _published(number: int, headline: str, dek: str, body: str) -> ArticleVersion:
    article = Article(pk=number, slug=f"evaluated-{number}", section_id=1, headline="Evaluated")
    article.state, article.published_at, article.live_id = State.PUBLISHED, datetime(2000, 1, 1, tzinfo=UTC), number
    article.save(force_insert=True)
    version = ArticleVersion(pk=number, article=article, number=1, language="en", words=0)
    version.headline, version.dek, version.body, version.text = headline[:HEADLINE_LIMIT], dek, body, body
    version.save(force_insert=True)
    return version


def _date(vectors: list[ArticleVector], dates: list[Any]) -> None:
    days = [_day(date) for date in dates]
    if all(days):
        for vector, day in zip(vectors, days, strict=True):
            vector.article.published_at = day
            vector.article.save(update_fields=["published_at"])


def _day(date: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(date)[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _storable(text: Any) -> str:
    """Leaves out what Postgres cannot store: a zero byte, half of a surrogate pair."""
    return str(text or "").replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _nearest(number: int) -> "QuerySet[Neighbour, int]":
    return Neighbour.objects.filter(article=number).order_by("-score", "other").values_list("other", flat=True)


def _product(vector: ArticleVector, field: str, value: Any) -> float:
    """The inner product with its sign turned, as Postgres gives it."""
    product: float = ArticleVector.objects.values_list(MaxInnerProduct(field, value), flat=True).get(pk=vector.pk)
    return product

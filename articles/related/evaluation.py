"""The product's own neighbours for a corpus that is not the site's: what `evaluate related` and `evaluate pairs` answer."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from articles.models import Article, ArticleVector, ArticleVersion, Page, RelatedArticle, Section, State, TermFrequency
from articles.related.lists import KEPT
from articles.related.neighbours import link
from articles.related.selection import related_to
from articles.related.vectors import learn, store

# All that relating and reading touch.
TABLES: tuple[type[models.Model], ...] = (
    Section, Article, ArticleVersion, Page, ArticleVector, TermFrequency, RelatedArticle,
)  # fmt: skip


def evaluate_related(rows: Iterable[Mapping[str, Any]], varied: bool = True) -> Iterator[dict[str, Any]]:
    """The ten nearest of each article, best first, among those handed in; near-copies come last unless not `varied`.

    Rows are `{id, title, dek, body, date}`, answers `{id, related: [ids]}` in the same order. The articles are related
    as the site's own are after `relate --all`, and read by the same query; pins do not exist there.
    """
    with empty_tables():
        versions = _published(rows)
        names = {version.article_id: name for name, version in versions.items()}
        for version in versions.values():
            learn(version)
        vectors = [store(version) for version in versions.values()]
        _analyze()
        for vector in vectors:
            link(vector)
        for name, version in versions.items():
            others = related_to(version.article, KEPT) if varied else _nearest(version.article)
            yield {"id": name, "related": [names[other.pk] for other in others]}


@contextmanager
def empty_tables() -> Iterator[None]:
    """Inside, the names of the paper's tables mean temporary ones, empty and of the same build; the site's stay untouched.

    Postgres looks for a name among the session's temporary tables first. They go with the transaction, whatever happens.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for model in TABLES:
            name = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"CREATE TEMPORARY TABLE {name} (LIKE {name} INCLUDING ALL) ON COMMIT DROP")
        yield


def _published(rows: Iterable[Mapping[str, Any]]) -> dict[str, ArticleVersion]:
    section = Section.objects.create(slug="evaluated", name="Evaluated")
    return {str(row["id"]): _version(number, row, section) for number, row in enumerate(rows, 1)}


def _version(number: int, row: Mapping[str, Any], section: Section) -> ArticleVersion:
    article = Article(pk=number, slug=f"evaluated-{number}", section=section, headline="-", state=State.PUBLISHED)
    article.published_at = datetime.fromisoformat(row.get("date") or "2000-01-01").replace(tzinfo=UTC)
    article.live_id = number
    article.save(force_insert=True)
    text = {"headline": (row.get("title") or "")[:250], "dek": row.get("dek") or "", "body": row.get("body") or ""}
    version = ArticleVersion(pk=number, article=article, number=1, language="en", text=text["body"], words=0, **text)
    version.save(force_insert=True)
    return version


def _nearest(article: Article) -> list[Article]:
    rows = RelatedArticle.objects.filter(article=article).order_by("-score", "other").select_related("other")
    return [row.other for row in rows]


def _analyze() -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")

"""Which articles stand below an article."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet, Subquery

from articles.cards import COLUMNS, Facts
from articles.models import Article, Neighbour, Pin
from articles.models.article import ArticleQuerySet
from newsroom.prepared import Prepared

SHOWN = 4
SAME_EVENT = "Same event"


def placed(article_id: int) -> ArticleQuerySet:
    """Pins first in their order, then the nearest, near-copies last; public ones only, and not what the desk excluded here."""
    neighbours = Neighbour.objects.filter(article=article_id).values("other")
    pins = Pin.objects.filter(article=article_id).order_by().values("other")
    return (
        Article.objects.published()
        .filter(pk__in=neighbours.union(pins))
        .annotate(
            pin=FilteredRelation("pinned_below", condition=Q(pinned_below__article=article_id)),
            place=FilteredRelation("neighbour_of", condition=Q(neighbour_of__article=article_id)),
        )
        .filter(Q(pin=None) | Q(pin__excluded=False))
        .order_by(F("pin__position").asc(nulls_last=True), "pin__id", "place__position", "-place__score", "pk")
    )


def listed(article_id: int) -> "QuerySet[Article, Any]":
    """What a card needs of each; behind it the reason, and the story of the article above."""
    own = Subquery(Article.objects.filter(pk=article_id).values("story"))
    return placed(article_id).annotate(own=own).values_list(*COLUMNS, "place__reason", "own")[:SHOWN]


_rows = Prepared(listed, -1_000_003)


def related_to(article_id: int) -> list[Facts]:
    """The four articles shown below an article, ready for cards; one query."""
    return chosen(_rows(article_id))


def chosen(rows: Iterable[tuple[Any, ...]]) -> list[Facts]:
    """The articles that `listed` found."""
    return [Facts(*row[:-1])._replace(reason=_reason(row)) for row in rows]


def _reason(row: tuple[Any, ...]) -> str:
    """In words; of one story counts above what the words say. A pin that is no neighbour has none but the desk's will."""
    story, reason, own = row[-3:]
    return SAME_EVENT if story and story == own else reason or ""

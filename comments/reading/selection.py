"""Thoughts out of their threads: what editors picked, and what came since a time."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Subquery

from comments.models import Comment, Tally
from comments.models.comment import CommentQuerySet
from comments.reading.discussion import Discussion, Thread
from comments.reading.orders import PICKS, SHOWN
from comments.reading.shown import Shown, shown
from newsroom.prepared import Prepared

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
# Beyond this a count is not worth its price: "99+".
MOST_COUNTED = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 17
_ARTICLE, _READER = -1_000_003, -1_000_033
_SINCE, _BEFORE = datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)


def _picked(article: int, before: datetime) -> CommentQuerySet:
    return Comment.objects.public().filter(article=article, picked_at__lt=before).order_by("-picked_at")


def came_since(article: Any, at: Any) -> CommentQuerySet:
    """The thoughts on an article that came after that time."""
    return Comment.objects.public().filter(article=article, created_at__gt=at)


def counted(thoughts: CommentQuerySet) -> "QuerySet[Comment, Any]":
    """Their refs, newest first, as many as are worth counting."""
    return thoughts.order_by("-created_at").values_list("ref")[:MOST_COUNTED]


def _since(article: int, at: datetime, before: datetime) -> CommentQuerySet:
    return came_since(article, at).filter(created_at__lt=before).order_by("-created_at")


_picks = Prepared(lambda *asked: shown(_picked(*asked))[: SHOWN + 1], _ARTICLE, _BEFORE)
_picks_of_reader = Prepared(
    lambda reader, *asked: shown(_picked(*asked), reader)[: SHOWN + 1], _READER, _ARTICLE, _BEFORE
)
_new = Prepared(lambda *asked: shown(_since(*asked))[: SHOWN + 1], _ARTICLE, _SINCE, _BEFORE)
_new_of_reader = Prepared(
    lambda reader, *asked: shown(_since(*asked), reader)[: SHOWN + 1], _READER, _ARTICLE, _SINCE, _BEFORE
)
_refs = Prepared(lambda *asked: counted(came_since(*asked)), _ARTICLE, _SINCE)
_known = Prepared(
    lambda article: Tally.objects.filter(article=article).values_list(
        "public",
        Subquery(Comment.objects.public().filter(article=article).order_by("-created_at").values("created_at")[:1]),
    ),
    _ARTICLE,
)


def as_number(at: datetime) -> int:
    """A time in an address: whole microseconds since 1970."""
    return (at - EPOCH) // timedelta(microseconds=1)


def as_time(text: str) -> datetime | None:
    """The time that such a number names."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(text))
    except OverflowError:
        return None


def picks_of(article_id: int, after: str = "", reader: int | None = None) -> Discussion:
    """The thoughts that editors picked, the latest pick first."""
    last = _at(article_id, after, "picked_at")
    rows = _picks_of_reader(reader, article_id, last) if reader else _picks(article_id, last)
    return _listed(article_id, rows)


def since(article_id: int, at: datetime, after: str = "", reader: int | None = None) -> Discussion:
    """The thoughts that came after that time, newest first."""
    last = _at(article_id, after, "created_at")
    rows = _new_of_reader(reader, article_id, at, last) if reader else _new(article_id, at, last)
    return _listed(article_id, rows)


def _at(article_id: int, ref: str, column: str) -> datetime:
    """Behind which time a page begins: that of the thought with that ref, else behind none."""
    found = Comment.objects.filter(article=article_id, ref=ref).values_list(column, flat=True).first() if ref else None
    return found or NEVER


def refs_since(article_id: int, at: datetime) -> list[str]:
    """The refs of the thoughts that came after that time, newest first, at most a hundred."""
    return [ref for (ref,) in _refs(article_id, at)]


def _listed(article_id: int, rows: Iterable[tuple[Any, ...]]) -> Discussion:
    found = [Shown(*row) for row in rows]
    ((count, newest),) = _known(article_id) or [(0, None)]
    after = found[SHOWN - 1].ref if len(found) > SHOWN else ""
    return Discussion([Thread([one]) for one in found[:SHOWN]], count=count, order=PICKS, after=after, newest=newest)

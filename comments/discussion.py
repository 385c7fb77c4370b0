"""Which thoughts stand on a page of a discussion."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from comments.models import Comment
from comments.models.comment import CommentQuerySet
from newsroom.prepared import Prepared

SHOWN = 20
LONGEST_THREAD = 200
LAST = 2**63 - 1
COLUMNS = ("ref", "thread", "path", "html", "created_at", "author__username")


class Shown(NamedTuple):
    """A thought as it is shown; `name` is None where its author left."""

    ref: str
    thread: int
    path: list[int]
    html: str
    created_at: datetime
    name: str | None


@dataclass(frozen=True)
class Discussion:
    """Thoughts in the order of their threads, how many there are in all, and where the next page begins."""

    thoughts: list[Shown]
    count: int
    next_after: int | None


def _in_threads(article_id: int, before: int) -> CommentQuerySet:
    return Comment.objects.public().filter(article=article_id, thread__lt=before).in_threads()


_rows = Prepared(
    lambda article_id, before: _in_threads(article_id, before).values_list(*COLUMNS)[: SHOWN + 1],
    -1_000_003,
    -1_000_033,
)


_counted = Prepared(
    lambda article_id: (
        Comment.objects.public()
        .filter(article=article_id)
        .order_by()
        .values("article")
        .annotate(count=Count("pk"))
        .values_list("count")
    ),
    -1_000_003,
)


def _count(article_id: int) -> int:
    return sum(count for (count,) in _counted(article_id))


def discussion_of(article_id: int, before: int = LAST) -> Discussion:
    """At least twenty thoughts of the threads before that one (newest first), as long as there are any.

    Threads are kept whole: a page ends with the thread that holds its twentieth thought.
    """
    rows = [Shown(*row) for row in _rows(article_id, before)]
    if len(rows) <= SHOWN:
        return Discussion(rows, len(rows) if before == LAST else _count(article_id), None)
    public = Comment.objects.public().filter(article=article_id)
    last = rows[SHOWN - 1].thread
    shown = rows[:SHOWN]
    more = True
    if rows[SHOWN].thread == last:
        head = [row for row in shown if row.thread != last]
        rest = public.filter(thread=last).in_threads().values_list(*COLUMNS)[:LONGEST_THREAD]
        shown = [*head, *(Shown(*row) for row in rest)]
        more = public.filter(thread__lt=last).exists()
    return Discussion(shown, _count(article_id), last if more else None)

"""The orders in which a discussion is read, and how each goes on from where a page ended."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Subquery

from comments.models import Comment, Tally
from comments.models.comment import SEEN, CommentQuerySet
from newsroom.prepared import Prepared

SHOWN = 20
LAST = 2**63 - 1
MOST = 2**31 - 1
_ARTICLE, _NUMBER, _THREAD = -1_000_003, 1_000_033, -1_000_037


class Root(NamedTuple):
    """A thread by its first thought; with it how many thoughts the article has and when the newest came."""

    thread: int
    ref: str
    respects: int
    answers: int
    seen: bool
    total: int
    newest: datetime | None

    @property
    def size(self) -> int:
        """How many thoughts of the thread readers see."""
        return self.answers + self.seen


class Order(NamedTuple):
    """One order: `rows` finds the threads behind a position, `position` says where a thread stands in it."""

    name: str
    label: str
    rows: Prepared | None
    position: Callable[[int, int, int], tuple[int, ...]]
    """Of a thread's respects, answers and number."""
    start: tuple[int, ...]
    falling: bool = True

    def behind(self, article_id: int, position: tuple[int, ...]) -> list[Root]:
        """The next threads, one more than a page holds."""
        return [Root._make(row) for row in self.rows(article_id, *position)] if self.rows else []

    def between(self, first: tuple[int, ...], place: tuple[int, ...], last: tuple[int, ...] | None) -> bool:
        """Whether a place lies behind the first position and before the last, where there is one."""
        if self.falling:
            return place < first and (last is None or place > last)
        return place > first and (last is None or place < last)


def _roots(article_id: int, threads: CommentQuerySet) -> QuerySet[Any, Any]:
    newest = Comment.objects.public().filter(article=article_id).order_by("-created_at")
    return threads.annotate(
        shown=ExpressionWrapper(SEEN, BooleanField()),
        total=Subquery(Tally.objects.filter(article=article_id).values("public")),
        newest=Subquery(newest.values("created_at")[:1]),
    ).values_list("thread", "ref", "respects", "answers", "shown", "total", "newest")[: SHOWN + 1]


def _threads(article_id: int) -> CommentQuerySet:
    return Comment.objects.standing().filter(article=article_id, parent=None)


def _by_age(order: str, **behind: str) -> Prepared:
    ((lookup, _),) = behind.items()
    return Prepared(
        lambda article, thread: _roots(article, _threads(article).filter(**{lookup: thread}).order_by(order)),
        _ARTICLE,
        _THREAD,
    )


def _by_counter(counter: str) -> Prepared:
    def rows(article: int, number: int, thread: int) -> QuerySet[Any, Any]:
        behind = Q(**{f"{counter}__lt": number}) | Q(thread__lt=thread)
        found = _threads(article).filter(behind, **{f"{counter}__lte": number})
        return _roots(article, found.order_by(f"-{counter}", "-thread"))

    return Prepared(rows, _ARTICLE, _NUMBER, _THREAD)


NEWEST = Order("newest", "Newest", _by_age("-thread", thread__lt=""), lambda _, __, thread: (thread,), (LAST,))
PICKS = Order("picks", "Editor’s picks", None, lambda *_: (), ())
ORDERS = {
    order.name: order
    for order in (
        NEWEST,
        Order(
            "oldest", "Oldest", _by_age("thread", thread__gt=""), lambda _, __, thread: (thread,), (0,), falling=False
        ),
        Order(
            "respected",
            "Most respected",
            _by_counter("respects"),
            lambda respects, _, thread: (respects, thread),
            (MOST, LAST),
        ),
        Order(
            "discussed",
            "Most discussed",
            _by_counter("answers"),
            lambda _, answers, thread: (answers, thread),
            (MOST, LAST),
        ),
        PICKS,
    )
}


def written(order: Order, root: Root) -> str:
    """A thread's position for an address: by its ref, since its number would tell how many thoughts there are."""
    *number, _ = order.position(root.respects, root.answers, root.thread)
    return "-".join([*map(str, number), root.ref])


def read(order: Order, article_id: int, text: str) -> tuple[int, ...]:
    """The position that an address names; nonsense is the beginning."""
    number, _, ref = text.rpartition("-")
    thread = Comment.objects.filter(article=article_id, ref=ref).values_list("thread", flat=True).first()
    if thread is None or len(order.start) != 1 + bool(number):
        return order.start
    if not number:
        return (thread,)
    known = number.isascii() and number.isdecimal() and len(number) < len(str(MOST)) + 1
    return (min(int(number), MOST), thread) if known else order.start

"""Which thoughts stand on a page of a discussion, in threads."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from comments.models import Comment
from comments.models.comment import UNSEEN, CommentQuerySet
from comments.reading.orders import NEWEST, SHOWN, Order, Root, read, written
from comments.reading.shown import Shown, shown
from newsroom.prepared import Prepared

# Replies of one thread on a page of the discussion.
REPLIES = 10
MOST_UNSEEN = 50
_ARTICLE, _READER = -1_000_003, -1_000_033
EACH = """
    SELECT found.* FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (key, place)
    CROSS JOIN LATERAL ({rows}) AS found ORDER BY wanted.place, found.path
"""


class PreparedEach(Prepared):
    """A prepared query asked for several keys at once, which it names KEY: the rows of each, in the keys' order.

    The keys are the last value of a call; the rows have a path.
    """

    KEY = RawSQL("wanted.key", ())

    def _compile(self) -> tuple[str, list[int]]:
        sql, places = super()._compile()
        return EACH.format(rows=sql), [len(self.examples), *places]


@dataclass(frozen=True)
class Thread:
    """Thoughts of one thread in their order, and how many more of it readers could see."""

    thoughts: list[Shown]
    more: int = 0

    @property
    def ref(self) -> str:
        """By which its own page is found; empty where its first thought is not shown."""
        first = self.thoughts[0]
        return first.ref if first.id == first.thread else ""


@dataclass(frozen=True)
class Discussion:
    """Threads in an order, how many thoughts the article has in all, and where the next page begins (empty: nowhere)."""

    threads: list[Thread] = field(default_factory=list)
    count: int = 0
    order: Order = NEWEST
    after: str = ""
    left: int = 0
    """Thoughts on the pages behind this one, where that is known."""
    newest: datetime | None = None


def _of_threads(article: int) -> CommentQuerySet:
    return Comment.objects.standing().filter(article=article, thread=PreparedEach.KEY).order_by("path")


_rows = PreparedEach(lambda article: shown(_of_threads(article))[: REPLIES + 1], _ARTICLE)
_rows_of_reader = PreparedEach(
    lambda reader, article: shown(_of_threads(article), reader)[: REPLIES + 1], _READER, _ARTICLE
)


def own_unseen(reader: Any, article: Any) -> CommentQuerySet:
    """A reader's own thoughts on an article that others do not see."""
    return Comment.objects.filter(UNSEEN, author=reader, article=article, answers=0).order_by("-created_at")


def _own_rows(reader: int, article: int) -> "QuerySet[Comment, Any]":
    in_thread = Exists(Comment.objects.standing().filter(pk=OuterRef("thread")))
    return shown(own_unseen(reader, article).annotate(in_thread=in_thread), reader, "in_thread")[:MOST_UNSEEN]


class _WithOwn(PreparedEach):
    """The rows of each thread, and behind them the reader's own that others do not see."""

    def _compile(self) -> tuple[str, list[int]]:
        sql, places = super()._compile()
        own, own_places = Prepared(_own_rows, *self.examples)._compile()  # noqa: SLF001 - of its own kind
        return f"({sql}) UNION ALL ({own})", [*places, *own_places]


def _others(reader: int, article: int) -> "QuerySet[Comment, Any]":
    thoughts = _of_threads(article).annotate(in_thread=Cast(Value(None), BooleanField()))
    return shown(thoughts, reader, "in_thread")[: REPLIES + 1]


_rows_with_own = _WithOwn(_others, _READER, _ARTICLE)


def discussion_of(
    article_id: int, order: Order = NEWEST, after: str = "", reader: int | None = None, *, unseen: bool = True
) -> Discussion:
    """The threads behind that position: as many as hold twenty thoughts, long ones cut, as long as there are any.

    A reader sees their own thoughts that wait or were removed in their places as well; `unseen` says whether there may be
    any.
    """
    start = read(order, article_id, after) if after else order.start
    return _page(article_id, order, start, reader, unseen=unseen)


def discussion_from(article_id: int, thread: int, reader: int | None = None, *, unseen: bool = True) -> Discussion:
    """The newest threads from that one on."""
    return _page(article_id, NEWEST, (thread + 1,), reader, unseen=unseen)


def _page(article_id: int, order: Order, start: tuple[int, ...], reader: int | None, *, unseen: bool) -> Discussion:
    roots = order.behind(article_id, start)
    taken = _taken(roots)
    thoughts, own = _read(article_id, [root.thread for root in taken], reader, unseen=unseen)
    page = Discussion(_threads(thoughts, taken), order=order)
    if taken:
        page = replace(page, count=taken[0].total or 0, newest=taken[0].newest)
    if len(taken) < len(roots):
        left = page.count - sum(root.size for root in taken) if start == order.start else 0
        page = replace(page, after=written(order, taken[-1]), left=left)
    return _with_own(page, start, taken, own) if own else page


def _taken(roots: list[Root]) -> list[Root]:
    """The first threads that hold a page of thoughts together."""
    room, taken = SHOWN, []
    for root in roots[:SHOWN]:
        if room <= 0:
            break
        taken.append(root)
        room -= 1 + min(root.answers, REPLIES)
    return taken


def _read(
    article_id: int, threads: list[int], reader: int | None, *, unseen: bool
) -> tuple[list[Shown], list[tuple[Shown, bool]]]:
    """The thoughts of those threads; and the reader's own that others do not see, with whether their thread stands."""
    if reader and unseen:
        found = [(Shown(*row[:-1]), row[-1]) for row in _rows_with_own(reader, article_id, threads)]
        others = [one for one, in_thread in found if in_thread is None]
        return others, [(one, in_thread) for one, in_thread in found if in_thread is not None]
    if not threads:
        return [], []
    rows = _rows_of_reader(reader, article_id, threads) if reader else _rows(article_id, threads)
    return [Shown(*row) for row in rows], []


def _threads(thoughts: list[Shown], roots: list[Root]) -> list[Thread]:
    found: dict[int, list[Shown]] = {root.thread: [] for root in roots}
    for one in thoughts:
        found[one.thread].append(one)
    return [_cut(found[root.thread], root) for root in roots if found[root.thread]]


def _cut(thoughts: list[Shown], root: Root) -> Thread:
    return Thread(thoughts, max(0, root.size - sum(one.seen for one in thoughts)))


def _with_own(page: Discussion, start: tuple[int, ...], taken: list[Root], own: list[tuple[Shown, bool]]) -> Discussion:
    """The page with those thoughts: in their threads, or as threads in their places."""
    order, last = page.order, taken[-1] if page.after and taken else None
    end = order.position(last.respects, last.answers, last.thread) if last else None
    threads = {thread.thoughts[0].thread: thread for thread in page.threads}
    for one, in_thread in own:
        if one.thread in threads:
            held = threads[one.thread]
            threads[one.thread] = replace(held, thoughts=in_order([*held.thoughts, one]))
        elif not in_thread and order.between(start, order.position(0, 0, one.thread), end):
            threads[one.thread] = Thread([one])
    places = {root.thread: order.position(root.respects, root.answers, root.thread) for root in taken}
    ordered = sorted(threads, key=lambda key: places.get(key, order.position(0, 0, key)), reverse=order.falling)
    return replace(page, threads=[threads[key] for key in ordered])


def in_order(thoughts: Iterable[Shown]) -> list[Shown]:
    """Each reply below what it answers, oldest first."""
    return sorted(thoughts, key=lambda one: one.path)

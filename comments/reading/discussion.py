"""Which thoughts stand on a page of a discussion, in threads."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from comments.models import Comment
from comments.models.comment import UNSEEN, CommentQuerySet
from comments.reading.orders import NEWEST, SHOWN, Order, Root, read, written
from comments.reading.shown import Shown, shown
from newsroom.prepared import Prepared

# Replies of one thread on a page of the discussion; its own page shows so many at a time.
REPLIES = 10
OF_THREAD = 50
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


def _own(reader: int, article: int) -> CommentQuerySet:
    return Comment.objects.filter(UNSEEN, author=reader, article=article, answers=0).order_by("-created_at")


def _own_placed(reader: int, article: int) -> CommentQuerySet:
    return _own(reader, article).annotate(in_thread=Exists(Comment.objects.standing().filter(pk=OuterRef("thread"))))


# Nearly always there is none, and to find that out is cheap.
_has_own = Prepared(lambda *asked: _own(*asked).values_list("pk")[:1], _READER, _ARTICLE)
_own_rows = Prepared(
    lambda reader, article: shown(_own_placed(reader, article), reader, "in_thread")[:MOST_UNSEEN], _READER, _ARTICLE
)


def discussion_of(article_id: int, order: Order = NEWEST, after: str = "", reader: int | None = None) -> Discussion:
    """The threads behind that position: as many as hold twenty thoughts, long ones cut, as long as there are any.

    A reader sees their own thoughts that wait or were removed in their places as well.
    """
    start = read(order, article_id, after) if after else order.start
    return _page(article_id, order, start, reader)


def discussion_from(article_id: int, thread: int, reader: int | None = None) -> Discussion:
    """The newest threads from that one on."""
    return _page(article_id, NEWEST, (thread + 1,), reader)


def _page(article_id: int, order: Order, start: tuple[int, ...], reader: int | None) -> Discussion:
    roots = order.behind(article_id, start)
    taken = _taken(roots)
    page = Discussion(_threads(article_id, taken, reader), order=order)
    if taken:
        page = replace(page, count=taken[0].total or 0, newest=taken[0].newest)
    if len(taken) < len(roots):
        left = page.count - sum(root.size for root in taken) if start == order.start else 0
        page = replace(page, after=written(order, taken[-1]), left=left)
    return _with_own(article_id, page, start, taken, reader) if reader else page


def _taken(roots: list[Root]) -> list[Root]:
    """The first threads that hold a page of thoughts together."""
    room, taken = SHOWN, []
    for root in roots[:SHOWN]:
        if room <= 0:
            break
        taken.append(root)
        room -= 1 + min(root.answers, REPLIES)
    return taken


def _threads(article_id: int, roots: list[Root], reader: int | None) -> list[Thread]:
    if not roots:
        return []
    keys = [root.thread for root in roots]
    rows = _rows_of_reader(reader, article_id, keys) if reader else _rows(article_id, keys)
    found: dict[int, list[Shown]] = {key: [] for key in keys}
    for row in (Shown(*row) for row in rows):
        found[row.thread].append(row)
    return [_cut(found[root.thread], root) for root in roots if found[root.thread]]


def _cut(thoughts: list[Shown], root: Root) -> Thread:
    return Thread(thoughts, max(0, root.size - sum(one.seen for one in thoughts)))


def _with_own(article_id: int, page: Discussion, start: tuple[int, ...], taken: list[Root], reader: int) -> Discussion:
    """The page with the reader's own thoughts that others do not see: in their threads, or as threads in their places."""
    if not _has_own(reader, article_id):
        return page
    rows = _own_rows(reader, article_id)
    own = [(Shown(*row[:-1]), row[-1]) for row in rows]
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

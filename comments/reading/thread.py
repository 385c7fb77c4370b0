"""One thread by itself, from its first thought or from a later one on."""

from dataclasses import replace

from django.db.models.expressions import RawSQL

from comments.models import Comment
from comments.models.comment import UNSEEN, CommentQuerySet
from comments.reading.discussion import Discussion, Thread, in_order
from comments.reading.shown import Shown, as_path, shown
from newsroom.prepared import Prepared

ON_PAGE = 50
_ARTICLE, _THREAD, _READER, _PATH = -1_000_003, -1_000_033, -1_000_037, [-1_000_039]


def _behind(article: int, thread: int, path: list[int]) -> CommentQuerySet:
    return Comment.objects.standing().filter(article=article, thread=thread, path__gte=as_path(path)).order_by("path")


def _named(ids: list[int]) -> CommentQuerySet:
    return Comment.objects.standing().filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", (ids,))).order_by("path")


_rows = Prepared(
    lambda article, thread, path: shown(_behind(article, thread, path))[: ON_PAGE + 1], _ARTICLE, _THREAD, _PATH
)
_rows_of_reader = Prepared(
    lambda reader, article, thread, path: shown(_behind(article, thread, path), reader)[: ON_PAGE + 1],
    _READER,
    _ARTICLE,
    _THREAD,
    _PATH,
)
_rows_above = Prepared(lambda ids: shown(_named(ids)), _PATH)
_rows_above_of_reader = Prepared(lambda reader, ids: shown(_named(ids), reader), _READER, _PATH)


def thread_of(
    article_id: int, ref: str, *, after: str = "", first: str = "", reader: int | None = None, unseen: bool = True
) -> Discussion | None:
    """A page of the thread that begins with the thought `ref`: behind the thought `after`, or from the thought `first` on.

    What its first thought answers stands above it; `unseen` as in `discussion_of`. None where there is no such thread.
    """
    thread = Comment.objects.filter(article=article_id, ref=ref, parent=None).values_list("pk", flat=True).first()
    if thread is None:
        return None
    start = _path(thread, first) or [*_path(thread, after), 0]
    if start == [0]:
        start = [thread]
    rows = _rows_of_reader(reader, article_id, thread, start) if reader else _rows(article_id, thread, start)
    thoughts = [Shown(*row) for row in rows]
    goes_on = len(thoughts) > ON_PAGE
    thoughts = thoughts[:ON_PAGE]
    last = thoughts[-1] if goes_on else None
    if reader and unseen:
        thoughts = in_order([*thoughts, *_own(thread, start, last, reader)])
    if not thoughts:
        return None
    page = Discussion([Thread([*_above(thoughts[0], reader), *thoughts])])
    return replace(page, after=last.ref) if last else page


def _path(thread: int, ref: str) -> list[int]:
    found = Comment.objects.filter(thread=thread, ref=ref).values_list("path", flat=True).first() if ref else None
    return list(found or [])


def _above(first: Shown, reader: int | None) -> list[Shown]:
    """What that thought answers, from the head of the thread down."""
    if len(first.path) == 1:
        return []
    above = first.path[:-1]
    rows = _rows_above_of_reader(reader, above) if reader else _rows_above(above)
    return [Shown(*row) for row in rows]


def _own(thread: int, start: list[int], last: Shown | None, reader: int) -> list[Shown]:
    """The reader's own thoughts of this stretch that others do not see."""
    own = Comment.objects.filter(UNSEEN, thread=thread, author=reader, answers=0, path__gte=as_path(start))
    if last:
        own = own.filter(path__lt=as_path(last.path))
    return [Shown(*row) for row in shown(own.order_by("path"), reader)[:ON_PAGE]]

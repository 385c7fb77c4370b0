"""What is one reader's own beside an article's thoughts: one query a page, which notes the visit as well."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, DateTimeField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone

from comments.models import Wishes
from comments.moderation.moderators import pickers
from comments.moderation.penalties import as_json, standing
from comments.reading.discussion import own_unseen
from comments.reading.selection import came_since, counted
from comments.rules import rules_of
from newsroom.models import User
from newsroom.prepared import Prepared

# Who comes back within this time goes on with the same visit; a visit is noted anew once a minute, not at every page.
SAME_VISIT = timedelta(minutes=30)
NOTED = timedelta(minutes=1)
_READER, _ARTICLE = -1_000_003, -1_000_033
# Nothing is written by a page that comes within the minute.
_VISIT = """
    WITH asked (reader, article, at, fresh, same, reads) AS (
        SELECT %s::bigint, %s::bigint, %s::timestamptz, %s::timestamptz, %s::timestamptz, %s::boolean
    ), known AS (
        SELECT v.before_at FROM comments_visit v JOIN asked ON v.reader_id = reader AND v.article_id = article
        WHERE v.seen_at > fresh AND reads
    ), noted AS (
        INSERT INTO comments_visit AS v (reader_id, article_id, seen_at)
        SELECT reader, article, at FROM asked WHERE reads AND NOT EXISTS (SELECT FROM known)
        ON CONFLICT (reader_id, article_id) DO UPDATE SET
            before_at = CASE WHEN v.seen_at < (SELECT same FROM asked) THEN v.seen_at ELSE v.before_at END,
            seen_at = greatest(v.seen_at, excluded.seen_at)
        RETURNING before_at
    ), visit AS (SELECT before_at FROM noted UNION ALL SELECT before_at FROM known)
"""
_BEFORE = RawSQL("(SELECT before_at FROM visit)", (), output_field=DateTimeField())
_besides: dict[str, Callable[[Any, Any], Combinable]] = {}


class Own(NamedTuple):
    """One reader's own beside one article."""

    before: datetime | None
    """When they last read its thoughts; None where they never did, and where this is no reading."""
    new: list[str]
    """The refs of others' thoughts that came since, at most a hundred."""
    picks: bool
    """Whether they may pick thoughts."""
    unseen: bool
    """Whether thoughts of theirs stand here that others do not see."""
    penalties: list[str]
    """What they are under, as `comments.moderation.penalties` reads it."""
    wish: str | None
    """How they want to hear of replies; None where they never said."""
    rules: list[str]
    """How the conversation is run, as `comments.rules` reads it."""
    besides: dict[str, Any]
    """What other apps know of the two, by name."""


def beside(name: str, column: Callable[[Any, Any], Combinable]) -> None:
    """Has the query answer one more question, of another app: `column` of a reader's and an article's number."""
    _besides[name] = column


class _Visiting(Prepared):
    """A query that notes the visit first: called with reader, article, now, the two times before it, and whether one reads."""

    def _compile(self) -> tuple[str, list[int]]:
        sql, places = super()._compile()
        return _VISIT + sql, [*range(6), *places]


def _own(reader: Any, article: Any, picks: Combinable) -> "QuerySet[User, Any]":
    wish = Wishes.objects.filter(reader=reader).order_by().values("replies")
    # In the order of Own.
    return User.objects.filter(pk=reader).values_list(
        _BEFORE,
        ArraySubquery(counted(came_since(article, _BEFORE).exclude(author=reader))),
        picks,
        Exists(own_unseen(reader, article)),
        ArraySubquery(as_json(standing(reader))),
        Subquery(wish[:1]),
        ArraySubquery(rules_of(article)),
        *(column(reader, article) for column in _besides.values()),
    )


# To look up what somebody may do takes Postgres longer than all the rest, and readers may do nothing.
_asked = _Visiting(
    lambda reader, article: _own(reader, article, Cast(Value(value=False), BooleanField())), _READER, _ARTICLE
)
_asked_by_staff = _Visiting(
    lambda reader, article: _own(reader, article, Exists(pickers().filter(pk=OuterRef("pk")))), _READER, _ARTICLE
)


def own_of(request: HttpRequest, article_id: int) -> Own | None:
    """What is the signed-in reader's own here, looked up once a request; None for everybody else."""
    reader = request.user
    if not isinstance(reader, User):
        return None
    known: dict[int, Own] = vars(request).setdefault("own_of_reader", {})
    if article_id not in known:
        # A page that a browser fetches ahead is not read yet.
        ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
        known[article_id] = own(
            reader.pk, article_id, reads=request.method == "GET" and not ahead, staff=reader.is_staff
        )
    return known[article_id]


def own(reader_id: int, article_id: int, at: datetime | None = None, *, reads: bool = True, staff: bool = False) -> Own:
    """The same for a reader, at a time; `reads` says whether they read the article's thoughts, which is noted.

    `staff` says whether they belong to the desk: nobody else picks thoughts.
    """
    at = at or timezone.now()
    (row,) = (_asked_by_staff if staff else _asked)(reader_id, article_id, at, at - NOTED, at - SAME_VISIT, reads)
    before, new, picks, unseen, penalties, wish, rules, *others = row
    found = dict(zip(_besides, others, strict=True))
    return Own(before, new, picks, unseen, penalties, wish, rules, found)

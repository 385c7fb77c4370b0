"""What moderators have to look at, oldest first, and who is looking at it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Now

from comments.models import PUBLIC, WAITING, Appeal, Comment, Notice, Report, State
from comments.models.comment import CommentQuerySet
from newsroom.models import User

PAGE = 25
# A page is somebody's for this long; the open page renews it, so that a closed one frees what it held.
CLAIM_SECONDS = 180
_CLAIM = """
    UPDATE comments_comment SET claimed_by_id = %(by)s, claimed_until = now() + make_interval(secs => %(seconds)s)
    WHERE id IN (
        SELECT id FROM comments_comment WHERE id = ANY(%(ids)s)
            AND (claimed_until IS NULL OR claimed_until <= now() OR claimed_by_id IS NULL OR claimed_by_id = %(by)s)
        FOR NO KEY UPDATE SKIP LOCKED
    ) RETURNING id
"""
WAITS = Q(state__in=WAITING, deleted_at=None)
REPORTED = Q(reports__gt=0, deleted_at=None)


class AuthorRecord(NamedTuple):
    """How an author's thoughts fared."""

    public: int = 0
    removed: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Item:
    """A thought to decide on, with what a moderator needs to know."""

    comment: Comment
    record: AuthorRecord
    reports: list[tuple[str, int]]
    said: list[str]
    claimed_by: str = ""

    @property
    def reported(self) -> int:
        """How many readers reported it."""
        return sum(count for _, count in self.reports)


@dataclass(frozen=True)
class Wanted:
    """Which part of the queue: a tab, a section's slug, and `first` or `removed` for authors of that kind.

    `thought` is the ref of a single one, whatever its state, for somebody who came from the page.
    """

    tab: str = "review"
    section: str = ""
    author: str = ""
    all: bool = False
    thought: str = ""


@dataclass(frozen=True)
class Queue:
    """A page of the queue; `after` is where the next begins, `elsewhere` how many others are looking at."""

    items: list[Item]
    after: str
    elsewhere: int


@dataclass(frozen=True)
class Waiting:
    """How much waits, and since when the oldest does."""

    review: int = 0
    waiting: int = 0
    reported: int = 0
    appeals: int = 0
    notices: int = 0
    oldest: datetime | None = field(default=None)


def in_queue(wanted: Wanted) -> CommentQuerySet:
    """The thoughts of a tab and its filters, oldest first, each with `since`: from when on it waits."""
    which = {"waiting": WAITS, "reported": REPORTED}.get(wanted.tab, WAITS | REPORTED)
    if wanted.thought:
        which = Q(ref=wanted.thought, deleted_at=None)
    thoughts = Comment.objects.filter(which).annotate(since=Coalesce("held_at", "created_at"))
    if wanted.section:
        thoughts = thoughts.filter(article__section__slug=wanted.section)
    if wanted.author == "first":
        thoughts = thoughts.exclude(author__thoughts__state=State.APPROVED)
    elif wanted.author == "removed":
        thoughts = thoughts.filter(
            author__in=Comment.objects.filter(state=State.REJECTED).exclude(author=None).values("author")
        )
    return thoughts.order_by("since", "id")


def queue_for(moderator: User, wanted: Wanted, after: str = "") -> Queue:
    """A page of what is free or the moderator's own (`wanted.all`: of everything); claims what it shows."""
    thoughts = in_queue(wanted)
    theirs = Q(claimed_until__gt=Now()) & ~Q(claimed_by=moderator) & Q(claimed_by__isnull=False)
    elsewhere = thoughts.filter(theirs).order_by().count()
    if not wanted.all:
        thoughts = thoughts.exclude(theirs)
    if position := _position(after):
        thoughts = thoughts.filter(Q(since__gt=position[0]) | Q(since=position[0], id__gt=position[1]))
    related = ("author", "article__page", "article__section", "parent__author", "claimed_by", "about_version")
    rows = list(thoughts.select_related(*related)[: PAGE + 1])
    shown, more = rows[:PAGE], len(rows) > PAGE
    mine = claim([row.pk for row in shown], moderator)
    last: Any = shown[-1] if shown else None
    return Queue(_items(shown, mine), f"{last.since.isoformat()}~{last.pk}" if more else "", elsewhere)


def claim(ids: list[int], moderator: User) -> set[int]:
    """Takes what nobody else is looking at, for three minutes from now; returns what is the moderator's then."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"ids": ids, "by": moderator.pk, "seconds": CLAIM_SECONDS})
        return {row[0] for row in cursor.fetchall()}


def waiting() -> Waiting:
    """How much waits in each tab, in one look."""
    thoughts = Comment.objects.filter(WAITS | REPORTED).aggregate(
        review=Count("pk"),
        waiting=Count("pk", filter=WAITS),
        reported=Count("pk", filter=REPORTED),
        oldest=models.Min(Coalesce("held_at", "created_at")),
    )
    others = _open("appeals", Appeal).union(_open("notices", Notice), all=True)
    return Waiting(**thoughts, **dict(others))


def _open(name: str, model: type[Appeal] | type[Notice]) -> models.QuerySet[Any, Any]:
    """How many rows of a model nobody has answered, under a name."""
    unanswered = model.objects.filter(outcome=None).order_by().values(tab=models.Value(name))
    return unanswered.annotate(number=Count("pk")).values_list("tab", "number")


def _items(comments: list[Comment], mine: set[int]) -> list[Item]:
    records = _records({comment.author_id for comment in comments if comment.author_id})
    reports: dict[int, list[tuple[str, int]]] = {}
    said: dict[int, list[str]] = {}
    for comment, reason, text in (
        Report.objects.filter(comment__in=comments, settled=None)
        .order_by("at")
        .values_list("comment", "reason", "text")
    ):
        counts = dict(reports.get(comment, []))
        label = Report.Reason(reason).label
        reports[comment] = list({**counts, label: counts.get(label, 0) + 1}.items())
        if text:
            said.setdefault(comment, []).append(text)
    return [
        Item(
            comment,
            records.get(comment.author_id or 0, AuthorRecord()),
            reports.get(comment.pk, []),
            said.get(comment.pk, []),
            "" if comment.pk in mine else str(comment.claimed_by or "another moderator"),
        )
        for comment in comments
    ]


def _records(authors: set[int]) -> dict[int, AuthorRecord]:
    counted = (
        Comment.objects.filter(author__in=authors)
        .order_by()
        .values("author")
        .annotate(
            public=Count("pk", filter=Q(state__in=PUBLIC, deleted_at=None)),
            removed=Count("pk", filter=Q(state=State.REJECTED)),
            waiting=Count("pk", filter=WAITS),
        )
        .values_list("author", "public", "removed", "waiting")
    )
    return {author: AuthorRecord(*counts) for author, *counts in counted}


def _position(after: str) -> tuple[datetime, int] | None:
    at, _, pk = after.partition("~")
    try:
        return datetime.fromisoformat(at), int(pk)
    except ValueError:
        return None

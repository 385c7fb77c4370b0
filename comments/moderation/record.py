"""What a reader said so far, and what moderators decided on it."""

from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce

from comments.models import Comment, State
from comments.models.comment import CommentQuerySet

LAST = 5
WITHIN_THE_LAST = 200


class Record(NamedTuple):
    """How many of a reader's thoughts a moderator approved, and how many of the last five were removed."""

    approved: int
    lately_removed: int


def approved(reader: Any) -> Coalesce:
    """How many thoughts a moderator approved; being published without a moderator's look counts for nothing."""
    found = Comment.objects.filter(author=reader, state=State.APPROVED).order_by().values("author")
    return Coalesce(Subquery(found.values_list(Count("pk"))), 0)


def last_states(reader: Any) -> "QuerySet[Comment, Any]":
    """Where a reader's last thoughts stand."""
    return _newest(reader).values("state")[:LAST]


def saying_the_same(reader: Any, body: Any, besides: Any) -> CommentQuerySet:
    """Those of a reader's last thoughts that say exactly this, besides one."""
    last = _newest(reader).filter(deleted_at=None).exclude(pk=besides).values("pk")[:WITHIN_THE_LAST]
    return Comment.objects.filter(pk__in=last, body=body)


def _newest(reader: Any) -> CommentQuerySet:
    return Comment.objects.filter(author=reader).order_by("-created_at")

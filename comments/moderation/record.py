"""What moderators decided on a reader's thoughts so far."""

from typing import NamedTuple

from comments.models import Comment, State
from newsroom.models import User

LAST = 5


class Record(NamedTuple):
    """How many of a reader's thoughts a moderator approved, and how many of the last five were removed."""

    approved: int
    lately_removed: int


def record_of(reader: User) -> Record:
    """A reader's record; being published without a moderator's look counts for nothing."""
    thoughts = Comment.objects.filter(author=reader)
    states = list(thoughts.order_by("-created_at").values_list("state", flat=True)[:LAST])
    return Record(thoughts.filter(state=State.APPROVED).count(), states.count(State.REJECTED))

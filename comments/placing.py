"""Where a thought stands: in its own thread, or below what it answers."""

from typing import NamedTuple

from django.db import connection

from comments.models import Comment
from comments.models.comment import DEEPEST


class Place(NamedTuple):
    """The columns of a thought that say where it stands; `id` is taken from the sequence, since the path ends with it."""

    id: int
    parent: Comment | None
    thread: int
    path: list[int]


def place_below(parent: Comment | None) -> Place:
    """A place below `parent`, or at the head of a thread of its own; what answers the deepest level stands beside it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))")
        number = cursor.fetchone()[0]
    return Place(
        number, parent, parent.thread if parent else number, [*(parent.path[: DEEPEST - 1] if parent else []), number]
    )

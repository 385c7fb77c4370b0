"""Coming back to a discussion: what was posted since the visit before is new to that reader."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest

from comments.reading.own import own_of
from newsroom.models import User


class Viewer(NamedTuple):
    """Who reads: whether they pick thoughts, since when thoughts are new to them, how many are, and whether some only they see."""

    pk: int
    picks: bool = False
    new_since: datetime | None = None
    new: int = 0
    unseen: bool = True


def viewer_of(request: HttpRequest, article_id: int) -> Viewer | None:
    """The signed-in reader of a discussion, whose visit is noted; None for everybody else."""
    own = own_of(request, article_id)
    if own is None or not isinstance(request.user, User):
        return None
    return Viewer(request.user.pk, own.picks, own.before, len(own.new), own.unseen)

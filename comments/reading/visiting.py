"""Coming back to a discussion: what was posted since the visit before is new to that reader."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from comments.models import Visit
from comments.moderation.moderators import may_pick
from comments.reading.selection import refs_since
from newsroom.models import User
from newsroom.prepared import Prepared

# Who comes back within this time goes on with the same visit; a visit is noted anew once a minute, not at every page.
SAME_VISIT = timedelta(minutes=30)
NOTED = timedelta(minutes=1)

_known = Prepared(
    lambda reader, article: Visit.objects.filter(reader=reader, article=article).values_list("seen_at", "before_at"),
    -1_000_003,
    -1_000_033,
)
_NOTE = """
    INSERT INTO comments_visit AS v (reader_id, article_id, seen_at) VALUES (%(reader)s, %(article)s, %(at)s)
    ON CONFLICT (reader_id, article_id) DO UPDATE SET
        before_at = CASE WHEN v.seen_at < %(before)s THEN v.seen_at ELSE v.before_at END,
        seen_at = greatest(v.seen_at, excluded.seen_at)
    RETURNING before_at
"""


class Viewer(NamedTuple):
    """Who reads: whether they pick thoughts, since when thoughts are new to them, and how many are."""

    pk: int
    picks: bool = False
    new_since: datetime | None = None
    new: int = 0


def viewer_of(request: HttpRequest, article_id: int) -> Viewer | None:
    """The signed-in reader of a discussion, whose visit is noted; None for everybody else."""
    reader = request.user
    if not isinstance(reader, User):
        return None
    # A page that a browser fetches ahead is not read yet.
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    before = None if ahead or request.method != "GET" else visit(reader.pk, article_id)
    new = len(refs_since(article_id, before, reader.pk)) if before else 0
    return Viewer(reader.pk, may_pick(reader), before, new)


def visit(reader_id: int, article_id: int, at: datetime | None = None) -> datetime | None:
    """Notes that the reader reads the discussion now; returns when they last did before, None if never."""
    at = at or timezone.now()
    for seen_at, before_at in _known(reader_id, article_id):
        if at - seen_at < NOTED:
            known: datetime | None = before_at
            return known
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"reader": reader_id, "article": article_id, "at": at, "before": at - SAME_VISIT})
        (before,) = cursor.fetchone()
    return before  # type: ignore[no-any-return]

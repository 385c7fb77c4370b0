"""How fast one reader, and one address, may post. Counted in the thoughts themselves: no cache can forget it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Now

from comments.models import Comment
from comments.models.comment import CommentQuerySet
from comments.moderation.moderators import may_moderate
from comments.refusing import Refused
from newsroom.models import User


class Limit(NamedTuple):
    """At most so many in so many seconds."""

    most: int
    seconds: int


MINUTE = 60
OF_A_READER = (Limit(1, 5), Limit(5, 60), Limit(30, 3600))
OF_AN_ADDRESS = (Limit(60, 60),)
SAME_TEXT = Limit(1, 600)
TOO_FAST = "You post faster than a conversation goes."


class Lately(NamedTuple):
    """What the limits count: when a reader and an address posted last, newest first, whether this very text, and the time now."""

    of_reader: list[datetime]
    of_address: list[datetime]
    same_text: bool
    now: datetime


def lately(author: Any, address: Any, body: Any) -> "tuple[Combinable, ...]":
    """The columns of `Lately`, all by the database's clock."""
    own = Comment.objects.filter(author=author)
    from_there = Comment.objects.filter(sent_from=RawSQL("%s::inet", (address,)))
    same = own.filter(created_at__gt=Now() - timedelta(seconds=SAME_TEXT.seconds), body=body)
    return _times(own, OF_A_READER), _times(from_there, OF_AN_ADDRESS), Exists(same), Now()


def _times(thoughts: CommentQuerySet, limits: tuple[Limit, ...]) -> ArraySubquery:
    """When the newest were posted that count for these limits."""
    longest = timedelta(seconds=max(limit.seconds for limit in limits))
    recent = thoughts.filter(created_at__gt=Now() - longest).order_by("-created_at")
    return ArraySubquery(recent.values("created_at")[: max(limit.most for limit in limits)])


def check_pace(author: User, posted: Lately) -> None:
    """Refuses who posts faster than people write, moderators excepted. Raises Refused (429) with the seconds to wait."""
    if may_moderate(author):
        return
    _check(posted.of_reader, posted.now, OF_A_READER, TOO_FAST)
    reason = "Many thoughts come from your network address at the moment."
    _check(posted.of_address, posted.now, OF_AN_ADDRESS, reason)


def check_same_text(posted: Lately) -> None:
    """Refuses the same text by the same author within ten minutes. Raises Refused (400)."""
    if posted.same_text:
        raise Refused("You posted exactly this a few minutes ago. It is there already; say it once.", 400)


def too_fast(reason: str, seconds: int) -> Refused:
    """The refusal that says when to try again."""
    return Refused(f"{reason} Post again in {_in_words(seconds)}; your text is kept.", 429, seconds)


def _check(times: list[datetime], now: datetime, limits: tuple[Limit, ...], reason: str) -> None:
    for limit in limits:
        if len(times) < limit.most:
            continue
        left = limit.seconds - (now - times[limit.most - 1]).total_seconds()
        if left > 0:
            raise too_fast(reason, max(1, round(left + 0.5)))


def _in_words(seconds: int) -> str:
    if seconds < MINUTE:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    minutes = -(-seconds // MINUTE)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"

"""How fast one reader, and one address, may post. Counted in the thoughts themselves: no cache can forget it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from comments.models import Comment
from comments.models.comment import CommentQuerySet
from comments.moderation.moderators import may_moderate
from comments.refusing import Refused
from newsroom.models import User
from newsroom.prepared import Prepared


class Limit(NamedTuple):
    """At most so many in so many seconds."""

    most: int
    seconds: int


MINUTE = 60
OF_A_READER = (Limit(1, 5), Limit(5, 60), Limit(30, 3600))
OF_AN_ADDRESS = (Limit(60, 60),)
SAME_TEXT = Limit(1, 600)
TOO_FAST = "You post faster than a conversation goes."


def _times(thoughts: CommentQuerySet, limits: tuple[Limit, ...]) -> QuerySet[Any, Any]:
    """When the newest were posted that count for these limits, and what time it is, by the database's clock."""
    longest = timedelta(seconds=max(limit.seconds for limit in limits))
    recent = thoughts.filter(created_at__gt=Now() - longest).order_by("-created_at")
    return recent.values_list("created_at", Now())[: max(limit.most for limit in limits)]


_of_a_reader = Prepared(lambda author: _times(Comment.objects.filter(author=author), OF_A_READER), -1_000_003)
_of_an_address = Prepared(
    lambda address: _times(Comment.objects.filter(sent_from=RawSQL("%s::inet", (address,))), OF_AN_ADDRESS), "192.0.2.0"
)


def check_pace(author: User, sent_from: str | None) -> None:
    """Refuses who posts faster than people write, moderators excepted. Raises Refused (429) with the seconds to wait."""
    if may_moderate(author):
        return
    _check(_of_a_reader(author.pk), OF_A_READER, TOO_FAST)
    if sent_from:
        reason = "Many thoughts come from your network address at the moment."
        _check(_of_an_address(sent_from), OF_AN_ADDRESS, reason)


def check_same_text(author: User, body: str) -> None:
    """Refuses the same text by the same author within ten minutes. Raises Refused (400)."""
    recent = Comment.objects.filter(author=author, created_at__gt=Now() - timedelta(seconds=SAME_TEXT.seconds))
    if recent.filter(body=body).exists():
        raise Refused("You posted exactly this a few minutes ago. It is there already; say it once.", 400)


def too_fast(reason: str, seconds: int) -> Refused:
    """The refusal that says when to try again."""
    return Refused(f"{reason} Post again in {_in_words(seconds)}; your text is kept.", 429, seconds)


def _check(times: list[tuple[datetime, datetime]], limits: tuple[Limit, ...], reason: str) -> None:
    for limit in limits:
        if len(times) < limit.most:
            continue
        at, now = times[limit.most - 1]
        left = limit.seconds - (now - at).total_seconds()
        if left > 0:
            raise too_fast(reason, max(1, round(left + 0.5)))


def _in_words(seconds: int) -> str:
    if seconds < MINUTE:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    minutes = -(-seconds // MINUTE)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"

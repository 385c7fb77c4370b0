"""How fast one reader, and one address, may post. Counted in the thoughts themselves: no cache can forget it."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models.functions import Now
from django.utils import timezone

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


def check_pace(author: User, sent_from: str | None) -> None:
    """Refuses who posts faster than people write, moderators excepted. Raises Refused (429) with the seconds to wait."""
    if may_moderate(author):
        return
    _check(Comment.objects.filter(author=author), OF_A_READER, "You post faster than a conversation goes.")
    if sent_from:
        _check(
            Comment.objects.filter(sent_from=sent_from),
            OF_AN_ADDRESS,
            "Many thoughts come from your network address at the moment.",
        )


def check_same_text(author: User, body: str) -> None:
    """Refuses the same text by the same author within ten minutes. Raises Refused (400)."""
    recent = Comment.objects.filter(author=author, created_at__gt=Now() - timedelta(seconds=SAME_TEXT.seconds))
    if recent.filter(body=body).exists():
        raise Refused("You posted exactly this a few minutes ago. It is there already; say it once.", 400)


def _check(thoughts: CommentQuerySet, limits: tuple[Limit, ...], reason: str) -> None:
    for limit in limits:
        window = timedelta(seconds=limit.seconds)
        times = list(
            thoughts.filter(created_at__gt=Now() - window)
            .order_by("-created_at")
            .values_list("created_at", flat=True)[: limit.most]
        )
        if len(times) == limit.most:
            wait = max(1, round((times[-1] + window - timezone.now()).total_seconds() + 0.5))
            raise Refused(f"{reason} Post again in {_in_words(wait)}; your text is kept.", 429, wait)


def _in_words(seconds: int) -> str:
    if seconds < MINUTE:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    minutes = -(-seconds // MINUTE)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"

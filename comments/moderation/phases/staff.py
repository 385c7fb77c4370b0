"""Moderators answer for their own words, and for how many they are."""

from comments.models import State
from comments.moderation.draft import Draft, Verdict
from comments.moderation.moderators import may_moderate


def judge(draft: Draft) -> Verdict | None:
    """Publishes what a moderator writes."""
    if may_moderate(draft.author):
        return Verdict(State.NONE)
    return None

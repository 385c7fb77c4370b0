"""Conversations that a moderator reads first: of the site, a section or an article."""

from comments.models import State
from comments.moderation.draft import Draft, Verdict


def judge(draft: Draft) -> Verdict | None:
    """Holds each thought of a premoderated conversation."""
    if not draft.conversation.premoderated:
        return None
    return Verdict(State.PREMOD, [{"says": "Thoughts on this article are read by a moderator first."}])

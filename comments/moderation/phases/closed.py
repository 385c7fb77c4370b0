"""A closed conversation takes no more thoughts; what stands there may still be mended."""

from comments.moderation.draft import Draft
from comments.refusing import Refused


def judge(draft: Draft) -> None:
    """Refuses a new thought where the conversation is closed."""
    if not draft.editing and (closed := draft.conversation.closed):
        raise Refused(f"{closed} Your text is below, for you to keep.")

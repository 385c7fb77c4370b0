"""A thought has words, and not too many."""

from comments.models import BODY_LIMIT
from comments.moderation.draft import Draft
from comments.refusing import Refused


def judge(draft: Draft) -> None:
    """Refuses an empty thought and one that is too long."""
    if not draft.body:
        raise Refused("Your thought is empty. Write a sentence or two, then post it.", 400)
    if len(draft.body) > BODY_LIMIT:
        over = len(draft.body) - BODY_LIMIT
        raise Refused(
            f"Your thought has {len(draft.body):,} characters; the limit is {BODY_LIMIT:,}. Shorten it by {over:,}.",
            400,
        )

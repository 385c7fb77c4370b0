"""Nobody posts faster than people write."""

from comments.limits import check_pace
from comments.moderation.draft import Draft


def judge(draft: Draft) -> None:
    """Refuses a new thought that comes too soon after others of the same reader or network address."""
    if not draft.editing:
        check_pace(draft.author, draft.facts.lately)

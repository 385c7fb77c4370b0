"""Who is suspended or banned can read and not post; who was warned reads the warning first."""

from comments.moderation.draft import Draft
from comments.moderation.penalties import check_standing


def judge(draft: Draft) -> None:
    """Refuses thoughts of readers who may not post."""
    check_standing(draft.facts.penalties)

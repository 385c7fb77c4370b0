"""What looks like advertising waits for a moderator; it is never removed by a program."""

from comments.moderation import spam
from comments.moderation.draft import Draft, Verdict
from comments.moderation.filtering import held


def judge(draft: Draft) -> Verdict | None:
    """Holds a thought whose score reaches the threshold."""
    return held(draft.body, spam.judge(draft.body), draft.thresholds.spam, "It looks like advertising")

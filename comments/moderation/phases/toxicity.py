"""What looks hostile waits for a moderator; it is never removed by a program."""

from comments.moderation import toxicity
from comments.moderation.draft import Draft, Verdict
from comments.moderation.filtering import held


def judge(draft: Draft) -> Verdict | None:
    """Holds a thought whose score reaches the threshold."""
    return held(draft.body, toxicity.judge(draft.body), draft.thresholds.toxicity, "It looks hostile")

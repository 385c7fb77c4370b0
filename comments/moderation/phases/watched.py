"""Some readers' thoughts always wait, because a moderator decided so."""

from comments.models import State
from comments.moderation.draft import Draft, Verdict


def judge(draft: Draft) -> Verdict | None:
    """Holds thoughts of readers whom a moderator set to be read first."""
    if not draft.facts.watched:
        return None
    return Verdict(State.PREMOD, [{"says": "A moderator decided that this reader's thoughts wait."}])

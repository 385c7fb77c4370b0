"""Some readers' thoughts always wait, because a moderator decided so."""

from comments.models import Penalty, State
from comments.moderation.draft import Draft, Verdict


def judge(draft: Draft) -> Verdict | None:
    """Holds thoughts of readers whom a moderator set to be read first."""
    watched = Penalty.objects.filter(reader=draft.author, kind=Penalty.Kind.PREMODERATION, lifted_at=None)
    if not watched.exists():
        return None
    return Verdict(State.PREMOD, [{"says": "A moderator decided that this reader's thoughts wait."}])

"""A reader's first thoughts wait until two were approved."""

from comments.models import State
from comments.moderation.draft import Draft, Verdict


def judge(draft: Draft) -> Verdict | None:
    """Holds thoughts of a reader with too few approved ones; having been published does not count."""
    approved = draft.record.approved
    if approved >= (enough := draft.thresholds.newcomer_approvals):
        return None
    return Verdict(State.WITHHELD, [{"says": f"A new reader: {approved} of {enough} thoughts approved so far"}])

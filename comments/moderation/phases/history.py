"""Whose last thoughts were mostly removed is read before others read them."""

from comments.models import State
from comments.moderation.draft import Draft, Verdict
from comments.moderation.record import LAST


def judge(draft: Draft) -> Verdict | None:
    """Holds thoughts of a reader of whose last five too many were removed."""
    removed = draft.record.lately_removed
    if removed < draft.thresholds.rejections:
        return None
    return Verdict(State.WITHHELD, [{"says": f"{removed} of the reader's last {LAST} thoughts were removed."}])

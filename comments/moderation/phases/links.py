"""Links come from readers whose thoughts were approved before."""

import re

from comments.models import State
from comments.moderation.draft import Draft, Verdict

LINK = re.compile(
    r"(?:https?:)?//[^\s/]|\bwww\.\w|\b[\w-]{2,63}\.(?:com|net|org|info|biz|ru|cn|top|xyz|io|co|me|ly|shop|site|online)\b",
    re.IGNORECASE,
)


def judge(draft: Draft) -> Verdict | None:
    """Holds links by a reader with too few approved thoughts."""
    found = [match.span() for match in LINK.finditer(draft.body)]
    if not found or draft.record.approved >= (enough := draft.thresholds.link_approvals):
        return None
    says = f"A link by a reader with fewer than {enough} approved thoughts"
    return Verdict(State.WITHHELD, [{"says": says, "start": start, "end": end} for start, end in found])

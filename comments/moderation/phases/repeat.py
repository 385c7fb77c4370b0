"""Saying the same again: refused within minutes, held later on."""

from comments.limits import check_same_text
from comments.models import State
from comments.moderation.draft import Draft, Verdict


def judge(draft: Draft) -> Verdict | None:
    """Holds a text that the same reader posted before."""
    if not draft.editing:
        check_same_text(draft.facts.lately)
    if draft.facts.said:
        return Verdict(State.WITHHELD, [{"says": "The same reader posted the same text before."}])
    return None

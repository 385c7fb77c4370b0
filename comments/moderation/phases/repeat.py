"""Saying the same again: refused within minutes, held later on."""

from comments.limits import check_same_text
from comments.models import Comment, State
from comments.moderation.draft import Draft, Verdict

WITHIN_THE_LAST = 200


def judge(draft: Draft) -> Verdict | None:
    """Holds a text that the same reader posted before."""
    if not draft.editing:
        check_same_text(draft.author, draft.body)
    own = Comment.objects.filter(author=draft.author, deleted_at=None).order_by("-created_at")
    if draft.editing:
        own = own.exclude(pk=draft.editing.pk)
    if draft.body in set(own.values_list("body", flat=True)[:WITHIN_THE_LAST]):
        return Verdict(State.WITHHELD, [{"says": "The same reader posted the same text before."}])
    return None

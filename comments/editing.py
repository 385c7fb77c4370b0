"""Editing: for five minutes an author may mend a thought. What it said before is kept, and it is screened again."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from comments.models import WAITING, Comment, Mover, Revision, State
from comments.moderation import informing
from comments.moderation.draft import Draft, Screening
from comments.moderation.holding import note
from comments.moderation.pipeline import screen
from comments.plain_text import lay_out
from comments.posting import cleaned, waits_since
from comments.refusing import Refused

WINDOW = timedelta(minutes=5)
MOST = 20
TOO_LATE = "A thought can be edited for five minutes after it was posted, and these are over. You can still delete it."
REMOVED = "This thought was removed, so it cannot be edited. You can ask for a second look."
DELETED = "You deleted this thought. Post a new one."
MEANWHILE = (
    "This thought changed while you wrote: you edited it elsewhere, or a moderator decided on it."
    " Your text is below; save it again if it is still what you want to say."
)


def why_not_editable(comment: Comment) -> str:
    """The sentence that its author reads where a thought can no longer be edited; empty while it can."""
    if comment.deleted_at:
        return DELETED
    if comment.state == State.REJECTED:
        return REMOVED
    young = Comment.objects.filter(pk=comment.pk, created_at__gt=Now() - WINDOW)
    return "" if young.exists() else TOO_LATE


def edit_thought(comment: Comment, text: str, *, seen_turn: int) -> Comment:
    """Gives a thought new words; returns it as it stands now, which may be waiting for a moderator.

    `seen_turn` is the turn that the author saw. Raises Refused: 403 once it is too late, 409 where it changed meanwhile.
    """
    if reason := why_not_editable(comment):
        raise Refused(reason)
    body = cleaned(text)
    if body == comment.body:
        return comment
    # Outside the transaction: a phase that fails must not take the edit with it.
    screening = screen(Draft(comment.article, comment.author, body, comment.parent, editing=comment))  # type: ignore[arg-type]
    with transaction.atomic():
        now = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
        if now.turn != seen_turn:
            raise Refused(MEANWHILE, 409)
        if reason := why_not_editable(now):
            raise Refused(reason)
        if now.revisions.count() >= MOST:
            raise Refused(f"You edited this thought {MOST} times. That is as often as it goes.")
        return _store(now, body, screening)


def _store(comment: Comment, body: str, screening: Screening) -> Comment:
    Revision.objects.create(comment=comment, turn=comment.turn, body=comment.body)
    before, state = State(comment.state), _after(State(comment.state), screening.state)
    comment.body, comment.html = body, lay_out(body)
    comment.edited_at, comment.turn = timezone.now(), comment.turn + 1
    # An editor picked other words.
    comment.picked_at = comment.picked_by = None
    if state != before:
        comment.state, comment.moved_as = state, Mover.AUTHOR
        if before not in WAITING or state not in WAITING:
            comment.held_at = waits_since(state)
    if screening.state != State.NONE:
        comment.held_by, comment.held_because = screening.phase, screening.grounds
    comment.save()
    if decision := note(comment, screening, before):
        informing.inform(decision)
    return comment


def _after(before: State, screened: State) -> State:
    """An edit may hold a thought and never lifts a hold; an approval was for other words."""
    return before if screened == State.NONE and before in WAITING else screened

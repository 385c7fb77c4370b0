"""A second look: once a decision, within six months, by somebody else than who decided. A reversal restores."""

from calendar import monthrange
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from comments.models import Act, Appeal, Comment, Decision, Penalty, State
from comments.moderation import informing, penalties
from comments.moderation.deciding import move
from comments.moderation.log import record
from comments.moderation.moderators import role_of
from comments.moderation.undecided import AlreadyDecidedError, NotDecidedError
from comments.notifications import tell_of_reply
from comments.refusing import Refused
from comments.reporting import settle
from newsroom.auditing import audit
from newsroom.mail.posting import post_mail
from newsroom.models import User

LONGEST = 5000
MONTHS = 6
OPEN_TO_IT = {Act.REMOVED, Act.WARNED, Act.SUSPENDED, Act.BANNED, Act.PREMODERATED}
FINAL = "This was the second look; there is no third. You can go to a court."


def ask(decision: Decision, reader: User, text: str = "", *, at: datetime | None = None) -> Appeal:
    """Asks for a second look at a decision about the reader. Raises Refused with the reason where there can be none."""
    if reason := why_not(decision, reader, at):
        raise Refused(reason, 400)
    if len(text) > LONGEST:
        raise Refused(f"What you wrote has {len(text):,} characters; the limit is {LONGEST:,}. Shorten it.", 400)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(decision=decision, reader=reader, text=text.strip())
            audit("appealed", actor=reader, target=f"decision {decision.ref}")
    except IntegrityError:
        raise Refused("You have asked for a second look at this decision already.", 400) from None
    return appeal


def why_not(decision: Decision, reader: User, at: datetime | None = None) -> str:
    """Why there can be no second look at a decision, in a sentence for the reader; empty where there can be one."""
    thought = decision.comment
    if decision.reader_mark != reader.mark or decision.act not in OPEN_TO_IT or thought is None:
        return "There is nothing here that a second look could change."
    if Appeal.objects.filter(decision=decision).exists():
        return "You have asked for a second look at this decision already."
    if (at or timezone.now()) > closes_at(decision):
        return "A second look can be asked for within six months. They have passed; you can go to a court."
    if decision.act == Act.REMOVED and thought.deleted_at:
        return "You took this thought back yourself. There is nothing to restore."
    if decision.act == Act.REMOVED and thought.state != State.REJECTED:
        return "Your thought is no longer removed. There is nothing to restore."
    return ""


def closes_at(decision: Decision) -> datetime:
    """Until when a second look can be asked for: the same day six months on, or the last day of a shorter month."""
    years, month = divmod(decision.at.month - 1 + MONTHS, 12)
    year, month = decision.at.year + years, month + 1
    return decision.at.replace(year=year, month=month, day=min(decision.at.day, monthrange(year, month)[1]))


def answer(appeal: Appeal, uphold: bool, *, by: User, explanation: str) -> Decision:
    """Has the second look: the decision is upheld, or reversed and what it took is given back; the reader is told.

    Raises NotDecidedError, also for who made the first decision, and AlreadyDecidedError where somebody was quicker.
    """
    if not explanation.strip():
        raise NotDecidedError("Say why: who asked for the second look reads it.")
    with transaction.atomic():
        first = appeal.decision
        thought = Comment.objects.select_for_update(of=("self",), no_key=True).get(decisions=first)
        asked = Appeal.objects.select_for_update(of=("self",), no_key=True).get(pk=appeal.pk)
        _check(asked, first, by)
        outcome = _uphold(first, by, explanation) if uphold else _reverse(first, thought, by, explanation)
        asked.outcome = outcome
        asked.save(update_fields=["outcome"])
        informing.inform(outcome, by=by)
        _tell(asked, outcome)
    return outcome


def _check(asked: Appeal, first: Decision, by: User) -> None:
    if asked.outcome is not None:
        raise AlreadyDecidedError("Somebody else had the second look already.", asked.outcome)
    if by.mark == first.actor_mark:
        raise NotDecidedError("The first decision was yours. Another moderator has the second look.")
    if by.mark == first.reader_mark:
        raise NotDecidedError("The decision is about you. Another moderator has the second look.")


def _uphold(first: Decision, by: User, explanation: str) -> Decision:
    about: dict[str, Any] = {
        "rule": first.rule,
        "reader": informing.reader_of(first),
        "facts": explanation,
        "redress": FINAL,
    }
    return record(first.comment, Act.UPHELD, by=by, role=role_of(by), **about)


def _reverse(first: Decision, thought: Comment, by: User, explanation: str) -> Decision:
    """Gives back what the decision took; what was added to a removal falls with it."""
    about: dict[str, Any] = {"rule": first.rule, "reader": informing.reader_of(first), "facts": explanation}
    if first.act != Act.REMOVED:
        Penalty.objects.filter(decision=first, lifted_at=None).update(lifted_at=timezone.now())
        return record(thought, Act.REVERSED, by=by, role=role_of(by), **about)
    moves: dict[str, Any] = {}
    if thought.state == State.REJECTED and thought.deleted_at is None:
        move(thought, State.APPROVED, by)
        moves = {"state_from": State.REJECTED, "state_to": State.APPROVED}
    outcome = record(thought, Act.REVERSED, by=by, role=role_of(by), **moves, **about)
    settle(thought, outcome)
    if moves and thought.parent_id:
        tell_of_reply(thought)
    for penalty in Penalty.objects.filter(decision__comment=thought, decision__rule=first.rule, lifted_at=None):
        penalties.lift(penalty, by=by, explanation="The removal that it came with was reversed.")
    return outcome


def _tell(asked: Appeal, outcome: Decision) -> None:
    reader = asked.reader
    thought = asked.decision.comment
    if reader is None or thought is None or not reader.is_active or not reader.email:
        return
    facts = {
        "appeal": asked,
        "outcome": outcome,
        "reversed": outcome.act == Act.REVERSED,
        "final": FINAL,
        "statement_url": f"{settings.SITE_URL}{reverse('comments:statement', args=[thought.ref])}",
        "why": "You get this because you asked for a second look.",
    }
    post_mail(reader.email, "appeal", "appeal", facts, key=f"appeal-{asked.ref}", thread=f"thought-{thought.ref}")

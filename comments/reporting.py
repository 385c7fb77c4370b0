"""Readers report a thought; three of them take one that nobody decided on off the page until a moderator has."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from comments.models import Act, Comment, Decision, Mover, Report, State
from comments.moderation import informing, statement
from comments.moderation.house_rules import RULES
from comments.moderation.log import record
from comments.moderation.penalties import check_may_post
from comments.refusing import Refused
from comments.rules import thresholds
from newsroom.auditing import audit
from newsroom.mail.posting import post_mail
from newsroom.models import User

LONGEST = 2000
MOST_IN_AN_HOUR = 30
HELD_BY = "reports"
STANDS = "A moderator looked at the thought and found that it breaks no rule. It stays."


def report(comment: Comment, reader: User, reason: str, text: str = "", *, seen_turn: int) -> Report:
    """Reports a public thought of somebody else's, once a reader and turn; `reason` is one of Report.Reason.

    The third reader's report (the number stands in Thresholds) holds a thought that no moderator has approved. Raises
    Refused with a sentence for the reader.
    """
    check_may_post(reader)
    _check(reader, reason, text)
    with transaction.atomic():
        thought = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
        _check_thought(thought, reader, seen_turn)
        made, new = Report.objects.get_or_create(
            comment=thought, reader=reader, turn=thought.turn, defaults={"reason": reason, "text": text.strip()}
        )
        if new:
            audit("reported", actor=reader, target=f"thought {thought.ref}")
            _hold_if_enough(thought)
    return made


def settle(thought: Comment, decision: Decision) -> int:
    """Answers the open reports of a thought with a decision, and tells who reported; says how many there were."""
    answered = list(thought.reported.filter(settled=None).select_related("reader"))
    Report.objects.filter(pk__in=[one.pk for one in answered]).update(settled=decision)
    for one in answered:
        one.settled = decision
        _tell(one)
    return len(answered)


def outcome_of(one: Report) -> str:
    """What became of a report, in a sentence for who made it; empty while nobody has decided."""
    decision = one.settled
    if decision is None:
        return "Its author took the thought back." if one.comment.deleted_at else ""
    if decision.act != Act.REMOVED:
        return STANDS
    appeal = getattr(decision, "appeal", None)
    if appeal and appeal.outcome and appeal.outcome.act == Act.REVERSED:
        return "The thought was removed at first. After a second look, another moderator restored it."
    clause = RULES.get(decision.rule)
    return f"The thought was removed. {clause}." if clause else "The thought was removed."


def _check(reader: User, reason: str, text: str) -> None:
    if reason not in Report.Reason.values:
        raise Refused("Choose what is wrong with the thought.", 400)
    if reason == Report.Reason.OTHER and not text.strip():
        raise Refused("Say in a few words what is wrong with the thought.", 400)
    if len(text) > LONGEST:
        raise Refused(f"What you wrote has {len(text):,} characters; the limit is {LONGEST:,}. Shorten it.", 400)
    lately = Report.objects.filter(reader=reader, at__gt=Now() - timedelta(hours=1))
    if lately.count() >= MOST_IN_AN_HOUR:
        raise Refused(f"You reported {MOST_IN_AN_HOUR} thoughts within an hour. Go on in an hour.", 429, 3600)


def _check_thought(thought: Comment, reader: User, seen_turn: int) -> None:
    if not thought.is_public:
        raise Refused("The thought is no longer there for others to read. Nothing is left to report.", 400)
    if thought.author_id == reader.pk:
        raise Refused("This thought is yours: you can delete it yourself.", 400)
    if thought.turn != seen_turn:
        raise Refused(
            "The thought has changed since you opened it. Read it again, and report it if you still want to.", 400
        )


def _hold_if_enough(thought: Comment) -> None:
    readers = thought.reported.filter(turn=thought.turn, settled=None).count()
    if thought.state != State.NONE or readers < thresholds().reports:
        return
    facts = f"{readers} readers reported it."
    thought.state, thought.moved_as, thought.turn = State.WITHHELD, Mover.SYSTEM, thought.turn + 1
    thought.held_by, thought.held_because = HELD_BY, [{"says": facts}]
    thought.held_at = Now()
    thought.save(update_fields=["state", "moved_as", "turn", "held_at", "held_by", "held_because"])
    moves: dict[str, Any] = {"state_from": State.NONE, "state_to": State.WITHHELD}
    said = statement.of_hold(facts=facts, detected_automatically=False)
    informing.inform(record(thought, Act.HELD, rule=HELD_BY, **moves, **said))


def _tell(one: Report) -> None:
    reader = one.reader
    if reader is None or not reader.is_active or not reader.email:
        return
    facts = {
        "report": one,
        "outcome": outcome_of(one),
        "report_url": f"{settings.SITE_URL}{reverse('comments:report_outcome', args=[one.ref])}",
        "why": "You get this because you reported a thought.",
    }
    post_mail(reader.email, "report", "report_outcome", facts, key=f"report-{one.ref}")

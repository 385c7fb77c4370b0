"""What a moderator ordered at the queue, and carrying it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments.models import Comment, Decision, Penalty
from comments.moderation.deciding import decide
from comments.moderation.house_rules import RULES
from comments.moderation.penalties import penalise
from comments.moderation.undecided import NotDecidedError
from newsroom.models import User


class OrderError(ValueError):
    """It was not carried out; the message says why and what to do."""


@dataclass(frozen=True)
class Order:
    """A decision on one thought as it was seen at one turn, and what it means for its author beyond that."""

    approve: bool
    pick: bool
    rule: str
    why: str
    turn: int
    penalty: str = ""
    days: int = 0


def order_of(typed: Mapping[str, str], button: str, number: int, *, of_selected: bool) -> Order:
    """The order behind a button (`approve`, `pick` or `remove`) at a thought. Raises OrderError."""
    rule = typed.get("rule-selected" if of_selected else f"rule-{number}", "")
    turn = typed.get(f"turn-{number}", "")
    if button not in {"approve", "pick", "remove"} or not turn.isdecimal():
        raise OrderError("Load the page again: this thought has changed, or somebody else is looking at it.")
    if button == "remove" and rule not in RULES:
        raise OrderError("Choose the rule that it breaks: its author will read it.")
    penalty, _, days = typed.get(f"also-{number}", "").partition("-")
    if penalty and (penalty not in Penalty.Kind or not (days or "0").isdecimal()):
        raise OrderError("Choose what else happens from the list.")
    return Order(
        approve=button != "remove",
        pick=button == "pick",
        rule=rule if button == "remove" else "",
        why=typed.get(f"why-{number}", "").strip(),
        turn=int(turn),
        penalty=penalty if button == "remove" else "",
        days=int(days or 0),
    )


def carry_out(order: Order, comment: Comment, by: User) -> Decision:
    """Decides, and imposes the penalty that was ordered with it: both or neither. Raises OrderError."""
    try:
        with transaction.atomic():
            decision = decide(
                comment,
                order.approve,
                by=by,
                seen_turn=order.turn,
                rule=order.rule,
                explanation=order.why,
                pick=order.pick,
            )
            if order.penalty:
                until = timezone.now() + timedelta(days=order.days) if order.days else None
                penalise(decision, order.penalty, by=by, until=until, explanation=order.why)
    except NotDecidedError as error:
        raise OrderError(str(error)) from error
    return decision

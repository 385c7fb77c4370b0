"""The decisions on a thought as its author reads them: each with its reasons, and what came or can come after."""

from dataclasses import dataclass
from datetime import datetime

from comments.models import Act, Appeal, Comment, Decision, Penalty
from comments.moderation.appealing import closes_at, why_not
from newsroom.models import User


@dataclass(frozen=True)
class Stated:
    """A decision; the second look at it, if one was asked for; until when one can be; a warning still to be read."""

    decision: Decision
    appeal: Appeal | None
    appeal_until: datetime | None
    to_confirm: bool


def statements_of(thought: Comment, reader: User) -> list[Stated]:
    """What was decided on a thought, newest first; what its author did by editing is left out."""
    decisions = thought.decisions.exclude(act__in=[Act.EDITED, Act.NOTICE]).select_related("appeal__outcome", "penalty")
    return [_stated(decision, reader) for decision in decisions]


def _stated(decision: Decision, reader: User) -> Stated:
    penalty = getattr(decision, "penalty", None)
    return Stated(
        decision,
        getattr(decision, "appeal", None),
        None if why_not(decision, reader) else closes_at(decision),
        bool(
            penalty
            and penalty.kind == Penalty.Kind.WARNING
            and penalty.reader_id == reader.pk
            and not (penalty.acknowledged_at or penalty.lifted_at)
        ),
    )

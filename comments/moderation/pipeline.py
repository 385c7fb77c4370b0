"""A draft goes through the phases of moderation; the first that decides wins, and a phase that fails holds it."""

import logging
from types import ModuleType

from comments.models import State
from comments.moderation.draft import Draft, Screening, Verdict
from comments.moderation.phases import PHASES
from comments.refusing import Refused

log = logging.getLogger(__name__)


def screen(draft: Draft) -> Screening:
    """The state that a thought gets, and the phase that decided it; `none` and no phase where none objected.

    Raises Refused where the thought is not taken at all. Anything else that goes wrong in a phase holds the thought:
    nothing is published because a check did not work.
    """
    for phase in PHASES:
        name = phase.__name__.rpartition(".")[2]
        if verdict := _ask(phase, name, draft):
            return Screening(verdict.state, "" if verdict.state == State.NONE else name, verdict.grounds)
    return Screening(State.NONE)


def _ask(phase: ModuleType, name: str, draft: Draft) -> Verdict | None:
    try:
        verdict: Verdict | None = phase.judge(draft)
    except Refused:
        raise
    except Exception:
        log.exception("the moderation phase %s failed", name)
        return Verdict(State.WITHHELD, [{"says": f"The check “{name}” did not work, so a moderator looks first."}])
    return verdict

"""Working off jobs: claim one, do it, say how it went."""

import logging
import random
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now

from newsroom.outbox.claiming import Claim, LostLeaseError, claim_next
from newsroom.outbox.leaving import LeavingError, is_leaving
from newsroom.outbox.models import MAX_ATTEMPTS, Lane, State

log = logging.getLogger(__name__)


class NeedsReviewError(Exception):
    """The work was done and its result must be looked at by a person before it counts."""


class SupersededError(Exception):
    """Something newer made this job pointless."""


class LaterError(Exception):
    """It did not work now, and is to be tried again no sooner than in `seconds`; it counts as an attempt."""

    def __init__(self, reason: str, seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class NotNowError(LaterError):
    """It was not tried at all (the provider is known to be down, the day's budget is spent), so no attempt is counted."""


Handler = Callable[[Claim], None]
_handlers: dict[str, Handler] = {}
_called: dict[str, str] = {}


def handles(kind: str, called: str) -> Callable[[Handler], Handler]:
    """Registers what does jobs of this kind, and what the desk calls them.

    The handler gets the claim. It may run twice for one job and must be safe to.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind], _called[kind] = handler, called
        return handler

    return register


def called(kind: str) -> str:
    """What people read for jobs of that kind; the kind itself where nothing here does such jobs any more."""
    return _called.get(kind, kind)


def kinds() -> list[tuple[str, str]]:
    """All kinds of jobs that are done here, with what people read for each, in the order of the latter."""
    return sorted(_called.items(), key=lambda kind: kind[1])


def work_off(limit: int = 100, lanes: Sequence[str] = tuple(Lane)) -> int:
    """Does due jobs until none is left, `limit` is reached or the worker is to leave; returns how many were claimed."""
    done = 0
    while done < limit and not is_leaving() and (claim := claim_next(lanes)):
        _do(claim)
        done += 1
    return done


def _do(claim: Claim) -> None:
    try:
        with claim.kept():
            _handlers[claim.kind](claim)
    except LostLeaseError as lost:
        log.warning("%s", lost)
    except LeavingError:
        _hand_back(claim, "The worker was stopped; the next one takes it up.", 0.0)
        raise
    except SupersededError as newer:
        claim.move(State.SUPERSEDED, finished_at=Now(), last_error=str(newer))
    except NeedsReviewError as finding:
        claim.move(State.NEEDS_REVIEW, last_error=str(finding))
    except NotNowError as wait:
        _hand_back(claim, str(wait), wait.seconds * random.uniform(1.0, 1.2))  # noqa: S311 - jitter, not a secret
    except LaterError as wait:
        _put_back(claim, str(wait), wait.seconds)
    except Exception as error:
        log.exception("job %s (%s) failed at attempt %s", claim.id, claim.kind, claim.attempts)
        _put_back(claim, f"{type(error).__name__}: {error}")
    else:
        claim.move(State.DONE, finished_at=Now(), last_error="")


def _hand_back(claim: Claim, reason: str, seconds: float) -> None:
    """As if it had never been claimed, to be taken up in `seconds`."""
    claim.move(
        State.RETRY,
        run_at=Now() + timedelta(seconds=seconds),
        attempts=F("attempts") - 1,
        last_error=reason[:2000],
    )


def _put_back(claim: Claim, reason: str, at_least: float = 0.0) -> None:
    """Later, at growing distances (2, 8, 32, 128 s, give or take a fifth); after the fifth attempt never."""
    if claim.attempts >= MAX_ATTEMPTS:
        claim.move(State.DEAD, finished_at=Now(), last_error=reason[:2000])
        return
    wait = 2 * 4 ** (claim.attempts - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
    wait = max(wait, at_least * random.uniform(1.0, 1.2))  # noqa: S311 - as above
    claim.move(State.RETRY, run_at=Now() + timedelta(seconds=wait), last_error=reason[:2000])

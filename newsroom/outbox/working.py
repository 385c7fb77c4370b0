"""Working off jobs: claim one, do it, say how it went."""

import logging
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from newsroom.outbox.models import MAX_ATTEMPTS, Job, State

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)


class NeedsReviewError(Exception):
    """The work was done and its result must be looked at by a person before it counts."""


class SupersededError(Exception):
    """Something newer made this job pointless."""


class LostLeaseError(Exception):
    """Another worker took the job over while this one was slow: its result must not be written."""


@dataclass(frozen=True)
class Claim:
    """A job in hand: what it says, and the token that proves it is still ours."""

    id: int
    kind: str
    payload: dict[str, Any]
    token: uuid.UUID
    attempts: int

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Writes the result and the job's end in one transaction; raises LostLeaseError if the job is no longer ours."""
        with transaction.atomic():
            yield
            if not _move(self, State.DONE, finished_at=Now()):
                raise LostLeaseError(f"job {self.id} was taken over")


Handler = Callable[[Claim], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Registers what does jobs of this kind: called with the claim, may run twice, must be safe to."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def work_off(limit: int = 100) -> int:
    """Does due jobs until none is left or `limit` is reached; returns how many were claimed."""
    done = 0
    while done < limit and (claim := claim_next()):
        _do(claim)
        done += 1
    return done


def claim_next() -> Claim | None:
    """Takes the job that has been due longest, if any; the attempt is counted here, so that a crash counts too."""
    with transaction.atomic():
        _bury()
        due = Q(state__in=[State.PENDING, State.RETRY], run_at__lte=Now()) | Q(
            state=State.RUNNING, lease_until__lt=Now(), attempts__lt=MAX_ATTEMPTS
        )
        job = Job.objects.select_for_update(skip_locked=True).filter(due).order_by("run_at", "id").first()
        if job is None:
            return None
        claim = Claim(job.pk, job.kind, job.payload, uuid.uuid4(), job.attempts + 1)
        Job.objects.filter(pk=job.pk).update(
            state=State.RUNNING, attempts=F("attempts") + 1, lease_until=Now() + LEASE, token=claim.token
        )
    return claim


def _bury() -> None:
    """Five claims and no result: the job kills its workers, and people must look."""
    Job.objects.filter(state=State.RUNNING, lease_until__lt=Now(), attempts__gte=MAX_ATTEMPTS).update(
        state=State.DEAD, lease_until=None, token=None, finished_at=Now(), last_error="The worker died each time."
    )


def _do(claim: Claim) -> None:
    try:
        _handlers[claim.kind](claim)
    except LostLeaseError as lost:
        log.warning("%s", lost)
    except SupersededError as newer:
        _move(claim, State.SUPERSEDED, finished_at=Now(), last_error=str(newer))
    except NeedsReviewError as finding:
        _move(claim, State.NEEDS_REVIEW, last_error=str(finding))
    except Exception as error:
        log.exception("job %s (%s) failed at attempt %s", claim.id, claim.kind, claim.attempts)
        _put_back(claim, error)
    else:
        _move(claim, State.DONE, finished_at=Now())


def _put_back(claim: Claim, error: Exception) -> None:
    """Later, at growing distances (2, 8, 32, 128 s, give or take a fifth); after the fifth attempt never."""
    reason = f"{type(error).__name__}: {error}"[:2000]
    if claim.attempts >= MAX_ATTEMPTS:
        _move(claim, State.DEAD, finished_at=Now(), last_error=reason)
        return
    wait = 2 * 4 ** (claim.attempts - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
    _move(claim, State.RETRY, run_at=Now() + timedelta(seconds=wait), last_error=reason)


def _move(claim: Claim, state: State, **values: Any) -> bool:
    """Moves the job if the token is still ours; says whether it was."""
    mine = Job.objects.filter(pk=claim.id, token=claim.token, state=State.RUNNING)
    return bool(mine.update(state=state, lease_until=None, token=None, **values))

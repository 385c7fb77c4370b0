"""Claiming: a job is in the hands of one worker at a time, and comes free when that worker dies.

The claim is a lease in Postgres with a token. A worker that lives renews its lease; one that was slow and lost it can
no longer write, because its token is no longer the job's (a fencing token).
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from newsroom.outbox.models import MAX_ATTEMPTS, Job, Lane, State

# Long enough for two renewals to fail, short enough that a killed worker's jobs are done by another within seconds.
LEASE = timedelta(seconds=6)
RENEWAL_SECONDS = 2.0


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
            if not self.move(State.DONE, finished_at=Now(), last_error=""):
                raise LostLeaseError(f"job {self.id} was taken over")

    def move(self, state: State, **values: Any) -> bool:
        """Moves the job if the token is still ours; says whether it was."""
        return bool(self._mine().update(state=state, lease_until=None, token=None, **values))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renews the lease for as long as the work takes, from a second thread with a connection of its own."""
        over = Event()
        keeper = Thread(target=self._renew, args=[over], name=f"lease of job {self.id}", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()

    def _renew(self, over: Event) -> None:
        while not over.wait(RENEWAL_SECONDS):
            try:
                if not self._mine().update(lease_until=Now() + LEASE):
                    return
            except DatabaseError:
                continue  # Postgres may be back in time for the next renewal; if not, the token protects the result.
            finally:
                connection.close()

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.id, token=self.token, state=State.RUNNING)


def claim_next(lanes: Sequence[str] = tuple(Lane)) -> Claim | None:
    """Takes a due job of these lanes, if any: the least tried, and of those the one that has been due longest.

    The attempt is counted here, so that a crash counts.
    """
    with transaction.atomic():
        _bury()
        due = Q(state__in=[State.PENDING, State.RETRY], run_at__lte=Now()) | Q(
            state=State.RUNNING, lease_until__lt=Now(), attempts__lt=MAX_ATTEMPTS
        )
        due_ones = Job.objects.select_for_update(skip_locked=True, no_key=True).filter(due, lane__in=lanes)
        # What took its worker down waits behind what was never tried: workers that keep dying would otherwise spend
        # all five attempts of the same few jobs, and come to no others.
        job = due_ones.order_by("attempts", "run_at", "id").first()
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

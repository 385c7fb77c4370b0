"""Posting a job, inside the transaction that causes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from newsroom.outbox.models import Job, Lane, State
from newsroom.outbox.nudging import nudge


def post(
    kind: str, key: str, *, subject: str = "", lane: str = Lane.DESK, due: datetime | None = None, **payload: Any
) -> bool:
    """Inserts the job unless the same inputs were posted before, to be done now or when it is `due`; says whether it did.

    Belongs into the transaction that causes the job: both happen or neither. A worker is nudged after the commit.
    """
    job = Job(kind=kind, key=key, subject=subject, lane=lane, payload=payload, run_at=due or Now())
    inserted = not Job.objects.filter(kind=kind, key=key).exists()
    if inserted:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    _nudge_after_commit(lane)
    return inserted


def try_again(job: Job) -> bool:
    """Gives a failed job, or one that needs review, five new attempts; says whether it did."""
    stuck = Job.objects.filter(pk=job.pk, state__in=[State.DEAD, State.NEEDS_REVIEW])
    posted = bool(stuck.update(state=State.PENDING, attempts=0, run_at=Now(), finished_at=None, last_error=""))
    _nudge_after_commit(job.lane)
    return posted


@dataclass(frozen=True)
class _Nudge:
    """Tells the workers of a lane."""

    lane: str

    def __call__(self) -> None:
        nudge(self.lane)


def _nudge_after_commit(lane: str) -> None:
    """Once a transaction and lane, however many jobs it posts."""
    told = _Nudge(lane)
    if all(waiting[1] != told for waiting in connection.run_on_commit):
        transaction.on_commit(told, robust=True)

"""Posting a job, inside the transaction that causes it."""

import logging
from typing import Any

from django.db import transaction

from newsroom.outbox.models import Job

log = logging.getLogger(__name__)


def post(kind: str, key: str, *, subject: str = "", **payload: Any) -> bool:
    """Inserts the job unless the same inputs were posted before; says whether it did.

    Belongs into the transaction that causes the job: both happen or neither. A worker is nudged after the commit.
    """
    job = Job(kind=kind, key=key, subject=subject, payload=payload)
    inserted = not Job.objects.filter(kind=kind, key=key).exists()
    if inserted:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    transaction.on_commit(nudge, robust=True)
    return inserted


def nudge() -> None:
    """Tells the workers to look; a message that is lost is made good by the sweep."""
    from newsroom.outbox.tasks import look  # noqa: PLC0415 - the task imports the work, which imports this module

    try:
        look.apply_async(expires=60, retry=False)
    except Exception as error:  # noqa: BLE001 - whatever the broker's client raises: the work is safe in Postgres
        log.warning("the broker is away, the sweep will find the job: %s", error)

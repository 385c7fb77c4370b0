"""Reconciling: what ought to have a job and has none gets one."""

import logging
from collections.abc import Callable

from newsroom.outbox.tally import RECONCILER_FINDS, count

log = logging.getLogger(__name__)

Reconciler = Callable[[], int]
_reconcilers: list[Reconciler] = []


def reconciles(reconciler: Reconciler) -> Reconciler:
    """Registers a function that posts missing jobs and returns how many were missing."""
    _reconcilers.append(reconciler)
    return reconciler


def reconcile_all() -> int:
    """Posts all that is missing, counts it and says so in the log: each is a fault somewhere else."""
    missing = sum(reconciler() for reconciler in _reconcilers)
    if missing:
        count(RECONCILER_FINDS, missing)
        log.error("%s jobs were missing and have been posted", missing)
    return missing

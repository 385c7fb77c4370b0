"""Leaving: a worker that is asked to stop ends the job in hand or hands it back, and takes no other.

Celery tells only its main process. The children, which do the work, read a flag in memory that they share with it;
a child that is sent SIGTERM itself breaks off its job at once, and the job goes back without an attempt counted.
"""

import signal
from multiprocessing.sharedctypes import RawValue
from types import FrameType
from typing import Any

from celery.signals import celeryd_init, worker_process_init, worker_shutting_down

_leaving = RawValue("b", 0)


class LeavingError(SystemExit):
    """The process is to end now; no `except Exception` on the way may swallow it."""


def is_leaving() -> bool:
    """True once the worker was asked to stop."""
    return bool(_leaving.value)


@celeryd_init.connect  # type: ignore[untyped-decorator]
def _come(**_: Any) -> None:
    """A flag of its own for each worker, where several were forked from one process."""
    global _leaving  # noqa: PLW0603 - one a worker
    _leaving = RawValue("b", 0)


@worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _leave(**_: Any) -> None:
    _leaving.value = 1


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _listen(**_: Any) -> None:
    signal.signal(signal.SIGTERM, _break_off)


def _break_off(number: int, frame: FrameType | None) -> None:
    _leaving.value = 1
    raise LeavingError

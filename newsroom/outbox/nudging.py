"""Nudging: a worker is told to look, by a thread that no request waits for.

A message says only "look at this lane", so the latest replaces all before it, and a lost one is made good by the sweep.
A broker that is frozen takes every connection and answers none: whoever sent to it within a save would hold that save.
"""

import atexit
import logging
import os
import threading
from collections import Counter

from django.db import connection

from newsroom.outbox.tally import NUDGE_FAILURES, count

log = logging.getLogger(__name__)

# What a process that ends leaves unsent for longer than this is the sweep's.
PARTING_SECONDS = 1.0


class Nudger:
    """The lanes to be named to the workers, how often each was asked for, and the thread that names them; one a process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._lanes: Counter[str] = Counter()
        self._sending = False
        self._thread: threading.Thread | None = None

    def nudge(self, lane: str) -> None:
        """Has the workers of a lane told; returns at once."""
        with self._changed:
            self._lanes[lane] += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._send_for_ever, name="nudger", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def settle(self, seconds: float = PARTING_SECONDS) -> bool:
        """Waits until everything is sent, or given up; says whether it was in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._lanes and not self._sending, seconds)

    def _send_for_ever(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._lanes))
                lanes, self._lanes, self._sending = self._lanes, Counter(), True
            try:
                for lane in sorted(lanes):
                    _send(lane)
            except Exception as error:  # noqa: BLE001 - whatever the broker's client raises: the work is safe in Postgres
                log.warning("the broker is away, the sweep will find the job: %s", error)
                _count(lanes.total())
            finally:
                with self._changed:
                    self._sending = False
                    self._changed.notify_all()


def _send(lane: str) -> None:
    from newsroom.outbox.tasks import look  # noqa: PLC0415 - the task imports the work, which imports this module

    look.apply_async([lane], queue=lane, expires=60, retry=False)


def _count(times: int) -> None:
    """On a connection of this thread's own; with the database away too, the log has to do."""
    try:
        count(NUDGE_FAILURES, times)
    except Exception as error:  # noqa: BLE001 - whatever happens here, the thread must live to nudge again
        log.warning("%s failed nudges were not counted: %s", times, error)
    finally:
        connection.close()


_nudger = Nudger()


def nudge(lane: str) -> None:
    """Has the workers of a lane told that something is due; returns at once."""
    _nudger.nudge(lane)


def settle(seconds: float = PARTING_SECONDS) -> bool:
    """Waits until everything is sent, or given up; says whether it was in time."""
    return _nudger.settle(seconds)


def _renew() -> None:
    """A thread does not survive a fork."""
    global _nudger  # noqa: PLW0603 - one a process
    _nudger = Nudger()


os.register_at_fork(after_in_child=_renew)
atexit.register(settle)

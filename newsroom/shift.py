"""A shift: the site's workers, forked from one process that has loaded the site once.

    python -m newsroom.shift worker=2/5:desk,mail,fetch writer=2:provider

Each word is a Celery worker: its name, how many processes do its work and how nice they are to others (0 if it is not
said, up to 19), and the lanes that it reads. Loading the site and what the lanes' jobs need takes longer than all else at
a start: it is done once, before any fork, lies in memory once, and a worker that was killed is back in a fraction of it.
"""

import gc
import logging
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from types import FrameType
from typing import Self

from newsroom.up.processes import dies_with_parent

log = logging.getLogger(__name__)

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
# A worker that ended unasked is forked again at once, but no sooner than so long after it was forked before.
PAUSE_SECONDS = 1.0
WORD = re.compile(r"(\w+)=([1-9]\d?)(?:/(1?\d))?:(\w+(?:,\w+)*)")


@dataclass(frozen=True)
class Share:
    """One worker: what it is called, how many processes it has, which lanes they read, and how nice they are."""

    name: str
    processes: int
    lanes: tuple[str, ...]
    niceness: int = 0

    @classmethod
    def of(cls, word: str) -> Self:
        """From `worker=2:desk,mail` or `worker=2/5:desk,mail`; raises ValueError for anything else."""
        found = WORD.fullmatch(word)
        if found is None:
            raise ValueError(f"{word!r} is no worker: write name=processes:lane,lane or name=processes/niceness:lane")
        name, processes, niceness, lanes = found.groups()
        return cls(name, int(processes), tuple(lanes.split(",")), int(niceness or 0))

    def work(self) -> int:
        """Becomes that worker; returns its exit code when it was asked to stop."""
        from newsroom.celery import app  # noqa: PLC0415 - see `load`

        os.nice(self.niceness)
        worker = app.Worker(
            hostname=f"{self.name}@{socket.gethostname()}",
            concurrency=self.processes,
            queues=self.lanes,
            optimization="fair",
            without_gossip=True,
            without_mingle=True,
            quiet=True,
        )
        worker.start()
        return int(worker.exitcode or 0)


class Shift:
    """Keeps one worker a share at work, until it is asked to stop and all have ended."""

    def __init__(self, shares: Sequence[Share]) -> None:
        self.shares = shares
        self.workers: dict[int, Share] = {}
        self.forked_at: dict[str, float] = {}
        self.leaving = False

    def run(self) -> int:
        """Returns when the last one has ended."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._leave)
        for share in self.shares:
            self._fork(share)
        while self.workers:
            pid, status = os.wait()
            ended = self.workers.pop(pid, None)
            if ended and not self.leaving:
                log.error("%s ended with status %s and is started again", ended.name, status)
                time.sleep(max(0.0, self.forked_at[ended.name] + PAUSE_SECONDS - time.monotonic()))
                self._fork(ended)
        return 0

    def _leave(self, number: int, frame: FrameType | None) -> None:
        self.leaving = True
        for pid in self.workers:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(pid, signal.SIGTERM)

    def _fork(self, share: Share) -> None:
        """One more worker. Nobody may ask us to stop in between: the new one would not be told."""
        dying = dies_with_parent(signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        pid = -1 if self.leaving else os.fork()
        if pid > 0:
            self.workers[pid] = share
            self.forked_at[share.name] = time.monotonic()
        elif pid == 0:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            dying()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        if pid == 0:
            sys.exit(share.work())


def load(shares: Iterable[Share]) -> None:
    """What the workers need. The collector of garbage would look through all of it again and again, and find none."""
    gc.disable()
    import django  # noqa: PLC0415 - only now, with the collector off

    django.setup()
    for name in ("celery.apps.worker", "celery.worker.consumer", "celery.concurrency.prefork", "kombu.transport.redis"):
        import_module(name)
    from newsroom.outbox.preparing import prepare  # noqa: PLC0415 - the apps must be loaded first

    prepare(lane for share in shares for lane in share.lanes)


def main(words: Sequence[str]) -> int:
    """Loads, forks and watches; returns the exit code."""
    shares = [Share.of(word) for word in words]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    load(shares)
    return shares[0].work() if len(shares) == 1 else Shift(shares).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

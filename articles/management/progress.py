"""How far a long command has come: a bar on a terminal, plain lines in a log."""

import time
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")

WIDTH = 30
BAR_SECONDS = 0.1
LINE_SECONDS = 5.0


class Stream(Protocol):
    """What Django gives a command to write to."""

    def isatty(self) -> bool:
        """Says whether a person looks on."""

    def write(self, msg: str = "", *, ending: str | None = None) -> None:
        """Writes a message and its ending."""


def progress(items: Iterable[T], total: int, stream: Stream, what: str) -> Iterator[T]:
    """Passes items on one by one, and says from time to time how many of the total are done, and at the end how fast."""
    started = said = time.monotonic()
    done = 0
    for done, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if done < total and now - said >= (BAR_SECONDS if stream.isatty() else LINE_SECONDS):
            _say(stream, what, done, total)
            said = now
    _say(stream, what, done, total, f", {done / max(time.monotonic() - started, 1e-3):.0f} a second\n")


def _say(stream: Stream, what: str, done: int, total: int, ending: str = "") -> None:
    if stream.isatty():
        filled = WIDTH * done // max(total, 1)
        stream.write(f"\r{what} {'█' * filled}{'░' * (WIDTH - filled)} {done} of {total}", ending=ending)
    else:
        stream.write(f"{what}: {done} of {total}", ending=ending or "\n")

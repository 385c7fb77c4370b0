"""What people see: one line at a time with the name of who said it, and a reader who does not read never stops us."""

import os
import select
import sys
from collections import deque
from typing import TextIO

WIDTH = 9
COLOURS = {"web": 36, "worker": 35, "beat": 33, "prepare": 34}
# What is kept for a reader who is slow; beyond it the oldest lines are dropped.
BACKLOG = 5000
# A pipe that select calls writable takes this much without blocking.
PIECE = 4096


class Console:
    """Writes to one stream without ever waiting for it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.handle = stream.fileno()
        self.colour = stream.isatty() and "NO_COLOR" not in os.environ
        self.waiting: deque[bytes] = deque()
        self.dropped = 0
        self.open = True

    def say(self, text: str) -> None:
        """A line of our own."""
        self._add(text)

    def told(self, name: str, text: str) -> None:
        """A line of a child's log."""
        label = f"{name:<{WIDTH}}|"
        if self.colour:
            label = f"\033[{COLOURS.get(name, 32)}m{label}\033[0m"
        self._add(f"{label} {text}")

    def _add(self, line: str) -> None:
        if len(self.waiting) >= BACKLOG:
            self.waiting.popleft()
            self.dropped += 1
        self.waiting.append(line.encode("utf-8", "replace") + b"\n")
        self.flush()

    def flush(self) -> None:
        """Write what can be written now."""
        while self.open and self.waiting and select.select([], [self.handle], [], 0)[1]:
            if self.dropped:
                self.waiting[0] = f"... {self.dropped} lines dropped, nobody read them\n".encode() + self.waiting[0]
                self.dropped = 0
            piece = self.waiting.popleft()
            try:
                done = os.write(self.handle, piece[:PIECE])
            except BlockingIOError:
                done = 0
            except OSError:  # the reader has gone: the site goes on
                self.open = False
                return
            if done < len(piece):
                self.waiting.appendleft(piece[done:])


def output() -> Console:
    """The console on standard output."""
    return Console(sys.stdout)

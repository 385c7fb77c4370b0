"""The site's own processes: web, worker, beat. Their logs are read line by line, whoever dies is started again."""

import os
import re
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from newsroom.up.console import Console
from newsroom.up.datadir import DataDir
from newsroom.up.processes import dies_with_parent, remember, signal_group

LONGEST_PAUSE = 30.0
# A child that ran this long was well: its next pause is the shortest again.
WELL = 60.0
LONGEST_LINE = 64 * 1024
# How Python, and most who print a stack, name what went wrong.
ERROR = re.compile(r"[\w.]*(Error|Exception|Refused)\b")


class Child:
    """One process, its log and its restarts."""

    def __init__(self, name: str, command: list[str], root: Path, data: DataDir, environ: Mapping[str, str]) -> None:
        self.name, self.command, self.root, self.data, self.environ = name, command, root, data, environ
        # Killed together with its supervisor: the web server must take its own workers along.
        self.last_signal = signal.SIGTERM
        self.process: subprocess.Popen[bytes] | None = None
        self.pipe: int | None = None
        self.begun = 0.0
        self.pause = 1.0
        self.due: float | None = None
        self.last_lines: deque[str] = deque(maxlen=40)
        self._rest = b""

    def start(self) -> None:
        """Start the process; its output comes through a pipe that is never waited for."""
        self.process = subprocess.Popen(
            self.command,
            cwd=self.root,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            start_new_session=True,
            preexec_fn=dies_with_parent(self.last_signal),  # noqa: PLW1509 - there are no threads
        )
        if self.process.stdout is None:
            raise AssertionError("a pipe was asked for")
        self.pipe = self.process.stdout.fileno()
        os.set_blocking(self.pipe, False)
        self.begun, self.due = time.monotonic(), None
        remember(self.data, self.name, self.process.pid)

    def read(self, console: Console) -> bool:
        """Pass on the lines that have come; False at the end of the log."""
        if self.pipe is None:
            return False
        try:
            piece = os.read(self.pipe, LONGEST_LINE)
        except BlockingIOError:
            return True
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if self._rest and (not piece or len(self._rest) > LONGEST_LINE):
            lines, self._rest = [*lines, self._rest], b""
        for line in filter(None, (line.decode("utf-8", "replace").rstrip() for line in lines)):
            self.last_lines.append(line)
            console.told(self.name, line)
        return bool(piece)

    def ended(self) -> int | None:
        """Its exit code once it has ended, after ending whatever it had started itself."""
        if self.process is None or self.process.poll() is None:
            return None
        signal_group(self.process.pid, signal.SIGKILL)
        return self.process.returncode

    def error(self) -> str | None:
        """The last error that it named."""
        return next(filter(ERROR.match, reversed(self.last_lines)), None)

    def reason(self) -> str:
        """Why it ended, in its own words: the last error it named, else the last thing it said."""
        return self.error() or (self.last_lines[-1].strip() if self.last_lines else "it said nothing")

    def forget(self) -> None:
        """Close the log of a process that has ended."""
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()
        self.process, self.pipe, self._rest = None, None, b""

    def rest_before_restart(self) -> float:
        """How long to wait before it is started again: 1, 2, 4 ... 30 seconds while it keeps dying."""
        if time.monotonic() - self.begun > WELL:
            self.pause = 1.0
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        self.due = time.monotonic() + pause
        return pause


def in_words(code: int) -> str:
    """An exit code as people say it."""
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"

"""What the database, the broker and the cache have in common: a program, a port, a log, a moment when it answers."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

from newsroom.up.datadir import DataDir
from newsroom.up.processes import MARK, dies_with_parent, free_port, remember, stop
from newsroom.up.refusal import Refusal


def bare_environment(data: DataDir) -> dict[str, str]:
    """What a server may know of ours: neither the site's secrets nor settings meant for another server."""
    names = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    return {name: os.environ[name] for name in names if name in os.environ} | {MARK: str(data.path)}


class Server(ABC):
    """A server on 127.0.0.1 that belongs to one data directory."""

    name: str
    variable: str
    stop_signal = signal.SIGTERM
    patience = 0.8

    def __init__(self, data: DataDir) -> None:
        self.data = data
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def make_ready(self) -> None:
        """Write what the server needs before it starts."""

    @abstractmethod
    def command(self) -> list[str]:
        """The program and its arguments."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it takes work now."""

    @abstractmethod
    def url(self) -> str:
        """The address for the variable."""

    def folder(self) -> Path:
        """Where its data lies, and where it runs."""
        return self.data.path / self.name

    def account(self) -> int | None:
        """The user to run as, None for the present one."""
        return None

    def launch(self) -> None:
        """Start the program; it may not answer yet."""
        user = self.account()
        log = self.data.path / "log" / f"{self.name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.folder(),
                env=bare_environment(self.data),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(self.stop_signal),  # noqa: PLW1509 - there are no threads
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
        remember(self.data, self.name, self.process.pid)

    def start(self) -> None:
        """Start and wait until it answers; a port that somebody took in between is exchanged for another."""
        self.make_ready()
        for _ in range(5):
            self.port = free_port()
            self.launch()
            if self._wait():
                return
        program = self.command()[0]
        raise Refusal(f"the {self.name} ({program}) did not start: {self.last_words()}; see {self.data.path / 'log'}")

    def _wait(self) -> bool:
        until = time.monotonic() + 60
        while self.process is not None and self.process.poll() is None:
            if self.answers():
                return True
            if time.monotonic() > until:
                self.stop()
            time.sleep(0.02)
        time.sleep(0.2)
        return False

    def last_words(self) -> str:
        """The last line of its log, the reason where it did not start."""
        log = self.data.path / "log" / f"{self.name}.log"
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        telling = [line for line in lines if "FATAL" in line or "ERROR" in line]
        return (telling or lines or ["it said nothing"])[-1].strip()

    def stop(self) -> None:
        """Stop it in good order, by force where that takes too long."""
        if self.process is not None:
            stop(self.process, self.stop_signal, self.patience)
            self.process = None

"""The data directory: who holds it, its secrets, and the note that tells other commands where the servers are."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from newsroom.up.refusal import Refusal


class DataDir:
    """One installation's data, see the package's docstring for what lies in it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None

    def create(self) -> None:
        """Make the directory; others may pass through it only as root, since Postgres then runs as somebody else."""
        try:
            self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            for name in ("log", "media", "beat"):
                (self.path / name).mkdir(exist_ok=True)
            owner = (
                (self.path / "secrets.json").stat().st_uid if (self.path / "secrets.json").exists() else os.geteuid()
            )
        except OSError as error:
            raise Refusal(f"{self.path} cannot be used ({error.strerror}): choose another --data-dir") from None
        if owner != os.geteuid():
            raise Refusal(f"{self.path} belongs to user {owner}: run this as that user, or choose another --data-dir")

    def try_lock(self, holder: str) -> bool:
        """Become the only one who starts servers on this directory; the lock goes with the process, however it ends."""
        handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        os.truncate(handle, 0)
        os.pwrite(handle, f"`{holder}` (process {os.getpid()})".encode(), 0)
        self._lock = handle
        self.withdraw()
        return True

    def unlock(self) -> None:
        """Let the next one start servers here."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def holder(self) -> str:
        """Who holds the lock, as words for a message."""
        with suppress(OSError):
            return (self.path / "lock").read_text() or "another command"
        return "another command"

    @contextmanager
    def visit(self) -> Iterator[None]:
        """While this lasts, a command that started the servers does not stop them."""
        with self._visitors(fcntl.LOCK_SH):
            yield

    @contextmanager
    def without_guests(self, say: Callable[[str], None]) -> Iterator[None]:
        """While this lasts no other command uses the servers: waits for those that do, and lets no new one in."""
        try:
            with self._visitors(fcntl.LOCK_EX | fcntl.LOCK_NB):
                yield
                return
        except BlockingIOError:
            say("Another command uses these servers: waiting for it to finish (Ctrl-C stops them now) ...")
        with self._visitors(fcntl.LOCK_EX):
            yield

    @contextmanager
    def _visitors(self, operation: int) -> Iterator[None]:
        handle = os.open(self.path / "visitors", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, operation)
            yield
        finally:
            os.close(handle)

    def publish(self, addresses: dict[str, str]) -> None:
        """Tell other commands where the servers are."""
        self.write("servers.json", addresses)

    def withdraw(self) -> None:
        """The servers are going: nobody new may come."""
        (self.path / "servers.json").unlink(missing_ok=True)

    def published(self) -> dict[str, str] | None:
        """Where the servers are, if any run."""
        return self.read("servers.json")

    def secrets(self) -> dict[str, str]:
        """The installation's random words, made at the first asking."""
        kept = self.read("secrets.json") or {}
        wanted = {"secret_key": 32, "postgres": 16, "broker": 16, "cache": 16}
        if missing := {name: os.urandom(size).hex() for name, size in wanted.items() if name not in kept}:
            kept |= missing
            self.write("secrets.json", kept)
        return kept

    def read(self, name: str) -> dict[str, Any] | None:
        """One of the directory's own JSON files, None where there is none."""
        try:
            found: dict[str, Any] = json.loads((self.path / name).read_text())
        except (FileNotFoundError, ValueError):
            return None
        except OSError as error:
            raise Refusal(f"{self.path / name}: {error.strerror}; run this as the user who started it") from None
        return found

    def write(self, name: str, content: object) -> Path:
        """Write a JSON file that only this user can read, whole or not at all."""
        path, fresh = self.path / name, self.path / f"{name}.new"
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        return path

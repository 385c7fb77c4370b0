"""The embedded database: a cluster of its own, made once, driven by its own programs."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from newsroom.up.binaries import NOBODY, for_everybody, postgres_bin, reachable
from newsroom.up.datadir import DataDir
from newsroom.up.processes import LINUX, birth, dies_with_parent, end_leftover
from newsroom.up.refusal import Refusal
from newsroom.up.server import Server, bare_environment

# A laptop's or a small machine's share; workers beside the main processes are memory that a newsroom does not need.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_logical_replication_workers": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# For tests: nothing has to survive a power cut.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "120"}
IO_METHOD_SINCE = 18
HERE = "/proc/self/cwd"


class Postgres(Server):
    """Postgres 18 with pgvector, pg_trgm and unaccent on the data directory."""

    name = "postgres"
    variable = "DATABASE_URL"
    # Fast shutdown: SIGTERM would wait for every client to leave.
    stop_signal = signal.SIGINT
    patience = 2.0

    def __init__(self, data: DataDir, throwaway: bool = False) -> None:
        super().__init__(data)
        self.throwaway = throwaway
        self.bin = postgres_bin()
        if os.geteuid() == 0:
            self.bin = for_everybody(self.bin)
        said = subprocess.run([self.bin / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
        self.version = int(re.sub(r".*?(\d+).*", r"\1", said, count=1, flags=re.DOTALL))

    def account(self) -> int | None:
        """Postgres refuses to run as root: there it is the user who owns nothing else."""
        return NOBODY if os.geteuid() == 0 else None

    def make_ready(self) -> None:
        """Make the cluster where there is none, and clear what a killed one left."""
        folder = self.folder()
        if not (folder / "PG_VERSION").exists():
            self._create()
        version = int((folder / "PG_VERSION").read_text())
        if version != self.version:
            raise Refusal(
                f"{folder} was made by Postgres {version} and this is {self.version}: move it away, "
                "or set PG_BIN to the other one to dump it"
            )
        self._clear_leftover()

    def _create(self) -> None:
        """Make the cluster beside its place and move it there whole: a killed start leaves no half of one."""
        fresh = self.data.path / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        user = self.account()
        if user is not None:
            os.chown(fresh, user, user)
        with tempfile.TemporaryFile() as password:
            password.write(self.data.secrets()["postgres"].encode())
            password.seek(0)
            if user is not None:
                os.fchown(password.fileno(), user, user)
            options = ["-U", "newsroom", f"--pwfile=/dev/fd/{password.fileno()}", "-A", "scram-sha-256"]
            options += ["-E", "UTF8", "--locale=C", *(["--no-sync"] if self.throwaway else [])]
            self._once(["initdb", "-D", self._place(fresh), *options], fresh, (password.fileno(),))
        self._once(
            ["postgres", "--single", "-D", self._place(fresh), "postgres"], fresh, statement="CREATE DATABASE newsroom"
        )
        (self.data.path / "migrated.json").unlink(missing_ok=True)
        fresh.rename(self.folder())

    def _once(self, command: list[str], folder: Path, files: tuple[int, ...] = (), statement: str = "") -> None:
        """Run one of Postgres' own programs to its end."""
        user = self.account()
        result = subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            cwd=folder,
            env=bare_environment(self.data),
            pass_fds=files,
            input=f"{statement}\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGKILL),
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            check=False,
        )
        if result.returncode or " ERROR: " in result.stdout:
            telling = [
                line for line in result.stdout.splitlines() if "error" in line.lower() or "fatal" in line.lower()
            ]
            words = (telling or result.stdout.splitlines() or ["it said nothing"])[0]
            raise Refusal(f"the database could not be made in {self.data.path}: {words}")

    def _place(self, folder: Path) -> str:
        """The folder's name for a program that runs in it: as root its path may lead through a private home."""
        if self.account() is None or reachable(folder, NOBODY):
            return str(folder)
        if not LINUX:
            raise Refusal(f"as root the database needs a place open to all, not {folder}: choose another --data-dir")
        return HERE

    def command(self) -> list[str]:
        """The server with our settings; none of them is written into the cluster's own file."""
        settings = {**SETTINGS, **(THROWAWAY if self.throwaway else {})}
        if self.version < IO_METHOD_SINCE:
            del settings["io_method"]
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.bin / "postgres"), "-D", self._place(self.folder()), "-p", str(self.port), *options]

    def answers(self) -> bool:
        """Whether the cluster's own note says that this very process is ready."""
        with suppress(OSError, IndexError):
            lines = (self.folder() / "postmaster.pid").read_text().splitlines()
            return self.process is not None and int(lines[0]) == self.process.pid and lines[7].strip() == "ready"
        return False

    def url(self) -> str:
        """The database's address, password included."""
        return f"postgres://newsroom:{self.data.secrets()['postgres']}@127.0.0.1:{self.port}/newsroom"

    def _clear_leftover(self) -> None:
        """Stop a server that lost its `up`, then remove its note: the number in it may be somebody else's by now."""
        note = self.folder() / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError):
            pid = int(note.read_text().splitlines()[0])
            if self._is_ours(pid):
                end_leftover(pid, signal.SIGINT)
        if LINUX:
            self._wait_for_backends()
        note.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        """Whether that process is a Postgres on this very folder."""
        if LINUX:
            with suppress(OSError):
                process = Path(f"/proc/{pid}")
                return (process / "cwd").samefile(self.folder()) and "postgres" in (process / "comm").read_text()
            return False
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return "postgres" in listed and str(self.folder()) in listed

    def _wait_for_backends(self) -> None:
        """A killed server's helpers end by themselves within seconds; those that do not are ended."""
        until = time.monotonic() + 5
        while left := [int(p.name) for p in Path("/proc").glob("[0-9]*") if self._is_ours(int(p.name))]:
            if time.monotonic() > until:
                for pid in left:
                    if birth(pid):
                        os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

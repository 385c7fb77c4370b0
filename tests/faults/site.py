"""A whole site to break: servers of its own, real worker processes, a provider on a real socket."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg

from newsroom.up.datadir import DataDir
from newsroom.up.plant import Plant
from newsroom.up.processes import signal_group
from newsroom.up.server import Server
from newsroom.up.site import arguments, workers
from tests import tables
from tests.stub_provider import StubProvider

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = "celery -q -A newsroom.celery:app worker --without-gossip --without-mingle -O fair -l WARNING -c 2"
OTHERS = {"drain": "manage.py drain --loop", "publisher": "-m tests.faults.publisher"}


class FaultSite:
    """Starts what is named, kills it, freezes it, and counts what came of it in the database."""

    def __init__(self, **environ: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="newsroom-faults-"))
        self.data = DataDir(self.folder)
        self.stub = StubProvider(delay=0.15)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.extra = environ
        self.watching: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        self.data.create()
        if not self.data.try_lock("the faults"):
            raise AssertionError("a folder of our own cannot be locked by somebody else")
        self.stub.__enter__()
        # As `up` has it, not as tests do: a Postgres that is told to forget what it confirmed would lose it when killed.
        self.plant = Plant(self.data, environ={})
        self.plant.start()
        provider = {
            "SUMMARY_PROVIDER": "openai",
            "SUMMARY_MODEL": "stub",
            "SUMMARY_BASE_URL": self.stub.openai,
            "SUMMARY_API_KEY": "a-key",
            "SUMMARY_PRICES": "1,1",
        }
        self.environ = {
            **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}},
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "PYTHONUNBUFFERED": "1",
            **provider,
            **self.plant.variables(demo=False),
            **self.extra,
        }
        tables.copy_to(self.environ)
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self.running):
            self.end(name, signal.SIGKILL)
        if self.watching is not None:
            self.watching.close()
        self.plant.stop()
        self.data.unlock()
        self.stub.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Processes

    def start(self, name: str, *words: str, **environ: str) -> subprocess.Popen[bytes]:
        """Workers as `up` has them (`shift…`), one (`worker…`), a clock (`beat…`), `drain`, or the publisher with its arguments; each a group of its own."""
        kind = name.rstrip("0123456789")
        if kind == "shift":
            line = ["-m", *workers(self.environ | environ).split()]
        elif kind == "worker":
            line = ["-m", *WORKER.split(), "-n", f"{name}@%h", *words]
        elif kind == "web":
            line = list(words)
        elif kind == "beat":
            line = [*arguments("beat", "", 0, self.data)[:-1], str(self.folder / name), *words]
        else:
            line = [*OTHERS[kind].split(), *words]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *line],
                cwd=ROOT,
                env=self.environ | environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if kind == "publisher" else log,
                stderr=log,
                start_new_session=True,
            )
        return self.running[name]

    def web(self, port: int) -> list[str]:
        """The web server's command line, as `up` has it."""
        return arguments("web", "127.0.0.1", port, self.data)

    def end(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Kill a process and all it started."""
        process = self.running.pop(name)
        signal_group(process.pid, number)
        process.wait()
        signal_group(process.pid, signal.SIGKILL)

    def start_workers(self) -> None:
        """As `up` does where there is a provider."""
        self.start("shift1")

    def kill_workers(self) -> None:
        """Each Celery worker with all its processes; the shift, which does no work itself, forks them anew."""
        for worker in children(self.running["shift1"].pid):
            for pid in (worker, *children(worker)):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def kill_shift(self) -> None:
        """All of it killed, and started anew."""
        self.end("shift1")
        self.start_workers()

    def log(self, name: str) -> str:
        """What a process said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def logs(self) -> str:
        """The last words of everything that runs."""
        return "\n".join(f"{name}: {self.log(name)[-1500:]}" for name in self.running)

    def published(self, timeout: float = 300) -> dict[str, Any]:
        """Waits for the publisher and gives what it measured."""
        process = self.running.pop("publisher")
        said, _ = process.communicate(timeout=timeout)
        assert process.returncode == 0, self.log("publisher")[-3000:]
        return dict(json.loads(said.splitlines()[-1]))

    # Servers

    def server(self, name: str) -> Server:
        """`broker`, `cache` or `postgres`."""
        return next(server for server in self.plant.servers if server.name == name)

    def kill_server(self, name: str, *, empty: bool = False) -> None:
        """Killed without a word and started again on its old port; `empty`: as if its disk were lost."""
        server = self.server(name)
        assert server.process
        server.process.kill()
        server.process.wait()
        if empty:
            for path in server.folder().glob("appendonly*"):
                shutil.rmtree(path, ignore_errors=True)
        server.launch()
        self.until(server.answers, 20, f"{name} is back")

    def freeze(self, name: str, *, thaw: bool = False) -> None:
        """Stops a server and all its processes in their tracks: connections stand, nobody answers."""
        server = self.server(name)
        assert server.process
        found = subprocess.run(["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True, check=False)
        for pid in (server.process.pid, *map(int, found.stdout.split())):
            with suppress(ProcessLookupError):  # a backend whose client is gone ends as soon as it may
                os.kill(pid, signal.SIGCONT if thaw else signal.SIGSTOP)

    def broker(self, *command: str) -> Any:
        """One command to the broker."""
        import redis

        return redis.Redis.from_url(self.environ["REDIS_URL"]).execute_command(*command)

    # What came of it

    def sql(self, query: str) -> list[Any]:
        """Rows, straight from the database: on one connection, or watching would cost the site a tenth of the machine."""
        if self.watching is None or self.watching.closed:
            self.watching = psycopg.connect(self.environ["DATABASE_URL"], autocommit=True, connect_timeout=5)
        return self.watching.execute(query).fetchall()  # type: ignore[arg-type]

    def count(self, query: str) -> int:
        """The first column of the first row."""
        return int(self.sql(query)[0][0])

    def summaries(self) -> tuple[int, int]:
        """Summaries, and versions that have more than one."""
        return (
            self.count("SELECT count(*) FROM articles_summary"),
            self.count(
                "SELECT count(*) FROM (SELECT 1 FROM articles_summary GROUP BY version_id HAVING count(*) > 1) x"
            ),
        )

    def open_jobs(self, kind: str = "summary") -> int:
        """Jobs of that kind that are not at an end."""
        return self.count(
            f"SELECT count(*) FROM outbox_job WHERE kind = '{kind}' AND state IN ('pending', 'retry', 'running')"  # noqa: S608
        )

    def until(self, true: Callable[[], bool], seconds: float, what: str) -> float:
        """Waits for it, and gives the seconds that it took."""
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            with suppress(psycopg.Error, OSError):
                if true():
                    return time.monotonic() - began
            time.sleep(0.1)
        states = self.sql("SELECT kind, state, count(*), max(last_error) FROM outbox_job GROUP BY 1, 2")
        raise AssertionError(f"not within {seconds} s: {what}; jobs: {states}; logs: {self.logs()}")

    def text(self, url: str) -> str:
        """A page."""
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())

    def get(self, url: str, timeout: float = 10) -> int:
        """The status of a page."""
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return int(answer.status)


def children(pid: int) -> list[int]:
    """The processes that it has forked."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def report(name: str, **figures: Any) -> None:
    """Prints a test's figures on one line; pytest shows it with -s or on failure."""
    print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in figures.items()))

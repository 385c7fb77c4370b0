"""`up` from outside: what it prints, what it refuses, what it survives, and that nothing stays behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsroom.up.binaries import reachable
from newsroom.up.processes import dies_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "SECRET_KEY", "MEDIA_ROOT", "DEMO", "SITE_URL"}
NAMED |= {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
LINUX = sys.platform == "linux"
# From Python 3.12 on: what is done between fork and exec here takes no lock that a thread could hold.
threads = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
pytestmark = [threads, pytest.mark.plant, pytest.mark.xdist_group("plant")]


def manage(data: Path, *words: str) -> list[str]:
    """A command line on that data directory."""
    return [sys.executable, str(ROOT / "manage.py"), words[0], "--data-dir", str(data), *words[1:]]


def surroundings() -> dict[str, str]:
    """An environment in which nobody named a server."""
    return {name: value for name, value in os.environ.items() if name not in NAMED}


def run(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """One command to its end."""
    return subprocess.run(
        manage(data, *words), env=surroundings(), capture_output=True, text=True, timeout=300, check=False
    )


class Site:
    """A running `up`."""

    def __init__(self, data: Path, *words: str, user: int | None = None) -> None:
        self.data, self.log = data, data.parent / f"{data.name}-{time.monotonic_ns()}.log"
        command = manage(data, "up", "--port", "0", "--no-seed", *words)
        environ = surroundings() | ({"HOME": str(data.parent)} if user else {})
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=environ,
                stdout=log,
                stderr=log,
                user=user,
                group=user,
                extra_groups=[] if user else None,
                preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - tests that are killed leave nothing
            )

    def said(self, pattern: str, seconds: float = 240) -> "re.Match[str]":
        """Wait for a line."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := re.search(pattern, self.log.read_text(), re.MULTILINE):
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop(signal.SIGTERM)
        pytest.fail(f"{pattern!r} was not said:\n{self.log.read_text()}")

    def ready(self) -> "Site":
        """Wait for Ready."""
        self.address = self.said(r"^Ready: (http://127\.0\.0\.1:\d+/)$").group(1)
        return self

    def answers(self) -> bool:
        """Whether the site is ready to be read."""
        with suppress(OSError), urlopen(f"{self.address}readyz", timeout=5) as answer:
            return int(answer.status) == 200
        return False

    def stop(self, number: signal.Signals) -> float:
        """Ask for the end and tell how long it took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - begun


def processes(data: Path) -> list[int]:
    """Everything that runs for that data directory (Linux), by the mark in its environment or where it runs."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            marked = f"NEWSROOM_UP={data}".encode() in (process / "environ").read_bytes().split(b"\0")
            if marked or (process / "cwd").readlink().is_relative_to(data):
                found.append(int(process.name))
    return found


def eventually(what: Callable[[], bool], seconds: float) -> bool:
    """Whether it comes true in time."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One `up` for the tests that only look at it."""
    site = Site(tmp_path_factory.mktemp("up") / "the data").ready()
    yield site
    site.stop(signal.SIGTERM)


def test_it_says_how_to_get_in_and_keeps_it_secret(site: Site) -> None:
    assert site.said(r"^Editor: editor@newsroom\.example \S{12,}$")
    assert site.said(r"^Reader: reader@newsroom\.example \S{12,}$")
    assert site.answers()
    for name in ("demo.json", "secrets.json", "servers.json"):
        assert (site.data / name).stat().st_mode & 0o077 == 0


def test_a_second_up_on_the_same_data_is_refused(site: Site) -> None:
    result = run(site.data, "up", "--port", "0")
    assert result.returncode == 1
    assert "is in use by `manage.py up`" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_taken_port_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = run(tmp_path / "data", "up", "--port", str(other.getsockname()[1]))
    assert result.returncode == 1
    assert "is taken" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_command_beside_it_uses_its_servers(site: Site) -> None:
    result = run(
        site.data, "shell", "-v0", "-c", "import os; print(os.environ['DATABASE_URL'], os.environ['SITE_URL'])"
    )
    database, address = result.stdout.split()
    assert database == json.loads((site.data / "servers.json").read_text())["DATABASE_URL"]
    assert f"{address}/" == site.address


@pytest.mark.parametrize("name", ["worker", "web", "beat", "broker", "cache", "postgres"])
def test_whoever_is_killed_is_started_again(site: Site, name: str) -> None:
    pid = int(json.loads((site.data / "processes.json").read_text())[name].split()[0])
    os.kill(pid, signal.SIGKILL)
    site.said(rf"^{name} *\| was ended by SIGKILL; starting it again")

    def again() -> bool:
        now = int(json.loads((site.data / "processes.json").read_text())[name].split()[0])
        return now != pid and site.answers()

    assert eventually(again, 60)


def test_what_was_written_survives_and_the_end_is_quick_and_complete(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = Site(data).ready()
    password = first.said(r"^Editor: \S+ (\S+)$").group(1)
    run(data, "shell", "-c", "from django.contrib.auth.models import Group; Group.objects.create(name='kept')")
    assert first.stop(signal.SIGTERM) < 10
    assert first.process.returncode == 0
    assert not LINUX or not processes(data)
    again = Site(data).ready()
    assert again.said(r"^Editor: \S+ (\S+)$").group(1) == password
    found = run(
        data,
        "shell",
        "-v0",
        "-c",
        "from django.contrib.auth.models import Group; print(Group.objects.filter(name='kept'))",
    )
    assert "kept" in found.stdout
    assert again.stop(signal.SIGINT) < 10
    assert again.process.returncode == 0


def test_a_killed_up_leaves_nothing_that_the_next_one_cannot_clear(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for seconds in (0.7, 2.0, 4.0):  # in the middle of starting
        unlucky = Site(data)
        time.sleep(seconds)
        unlucky.stop(signal.SIGKILL)
    killed = Site(data).ready()
    killed.stop(signal.SIGKILL)
    at_once = Site(data).ready()
    at_once.stop(signal.SIGKILL)
    if LINUX:
        assert eventually(lambda: not processes(data), 10), processes(data)


def test_a_command_runs_beside_the_site_and_its_exit_code_is_ours(tmp_path: Path) -> None:
    script = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL']); raise SystemExit(7)"
    result = run(tmp_path / "data", "up", "--port", "0", "--no-seed", "--", sys.executable, "-c", script)
    assert result.returncode == 7, result.stderr
    assert re.fullmatch(r"postgres://\S+ redis://\S+\n", result.stdout)


def test_a_reader_who_stops_reading_does_not_stop_the_site(tmp_path: Path) -> None:
    command = manage(tmp_path / "data", "up", "--port", "0", "--no-seed")
    process = subprocess.Popen(command, env=surroundings(), stdout=subprocess.PIPE, text=True)
    heard = process.stdout or ()
    try:
        address = next(line.split()[1] for line in heard if line.startswith("Ready: "))
        for _ in range(200):  # each missing page is a long line in the log, all of them more than a pipe holds
            with suppress(OSError):
                urlopen(f"{address}{'nothing-here' * 80}", timeout=5)
        with urlopen(f"{address}readyz", timeout=5) as answer:
            assert answer.status == 200
    finally:
        process.terminate()
        process.wait(15)
        if process.stdout is not None:
            process.stdout.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_runs_it_from_a_home_of_its_own_and_a_normal_user_runs_it_too(tmp_path: Path) -> None:
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    mine = Site(private / "data").ready()
    assert (private.stat().st_mode & 0o777) == 0o700
    mine.stop(signal.SIGTERM)
    somebody = 61234
    if not all(reachable(place, somebody) for place in (Path(sys.executable).resolve().parent, ROOT, tmp_path.parent)):
        pytest.skip("this Python or this folder lies where only root may go")
    home = tmp_path / "somebody"
    home.mkdir()
    os.chown(home, somebody, somebody)
    theirs = Site(home / "data", user=somebody).ready()
    assert theirs.stop(signal.SIGTERM) < 10
    assert theirs.process.returncode == 0

"""The site's workers come from one process that has loaded the site once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom.shift import Share

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = ["worker=1/5:desk,mail", "writer=1:fetch"]


def children(pid: int) -> dict[int, int]:
    """The processes that it forked, with how many each of them has forked."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child): len(Path(f"/proc/{child}/task/{child}/children").read_text().split()) for child in found}


def eventually(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it becomes true in time."""
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.1)
    return true()


@pytest.fixture
def shift() -> Iterator["subprocess.Popen[bytes]"]:
    """Two workers with one process each, on the broker of the tests."""
    environ = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing"}
    process = subprocess.Popen(
        [sys.executable, "-m", "newsroom.shift", *WORDS], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
class TestShift:
    """Two workers of one process."""

    def test_each_has_its_processes_and_all_end_when_asked(self, shift: "subprocess.Popen[bytes]") -> None:
        assert eventually(lambda: sorted(children(shift.pid).values()) == [1, 1])
        niceness = sorted(os.getpriority(os.PRIO_PROCESS, worker) for worker in children(shift.pid))
        assert niceness[1] == niceness[0] + 5
        shift.terminate()
        assert shift.wait(30) == 0

    def test_one_that_is_killed_is_there_again_and_the_other_goes_on(self, shift: "subprocess.Popen[bytes]") -> None:
        assert eventually(lambda: sorted(children(shift.pid).values()) == [1, 1])
        killed, other = children(shift.pid)
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda: killed not in children(shift.pid) and sorted(children(shift.pid).values()) == [1, 1])
        assert other in children(shift.pid)


@pytest.mark.parametrize("word", ["worker", "worker=2", "worker=2:", "=2:desk", "worker=0:desk", "worker=2/20:desk"])
def test_what_is_no_worker_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is no worker: write name="):
        Share.of(word)


def test_a_worker_is_written_as_name_processes_and_lanes() -> None:
    assert Share.of("writer=2:provider,fetch") == Share("writer", 2, ("provider", "fetch"), niceness=0)
    assert Share.of("worker=1/5:desk") == Share("worker", 1, ("desk",), niceness=5)

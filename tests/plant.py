"""Servers for one run of the tests: made for it, gone with it, however it ends."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from newsroom.up.attach import set_variables
from newsroom.up.datadir import DataDir
from newsroom.up.plant import Plant

# Waits for the end of its standard input, which the kernel brings when the tests end or are killed, and then removes
# what they can no longer remove themselves.
SWEEPER = """
import shutil, sys, time
from pathlib import Path
from newsroom.up.datadir import DataDir
from newsroom.up.processes import sweep
folder = Path(sys.argv[1])
sys.stdin.read()
while folder.exists():
    sweep(DataDir(folder))
    shutil.rmtree(folder, ignore_errors=True)
    time.sleep(0.1)
"""

ROOT = Path(__file__).resolve().parent.parent
_plant: Plant | None = None
_sweeper: "subprocess.Popen[bytes] | None" = None


def start() -> None:
    """Start what the environment does not name and say so in it; workers of a parallel run share what it started."""
    global _plant, _sweeper  # noqa: PLW0603 - one plant a process, stopped by whoever started it
    if "PYTEST_XDIST_WORKER" in os.environ or _plant is not None:
        return
    folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    _sweeper = subprocess.Popen(
        [sys.executable, "-c", SWEEPER, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True
    )
    data = DataDir(folder)
    data.create()
    if not data.try_lock("the tests"):
        raise AssertionError("a folder of our own cannot be locked by somebody else")
    _plant = Plant(data, throwaway=True)
    _plant.start()
    set_variables(_plant.variables(demo=False))


def stop() -> None:
    """Stop what `start` started and remove its folder."""
    global _plant, _sweeper  # noqa: PLW0603
    if _plant is not None:
        _plant.stop()
        _plant.data.unlock()
        shutil.rmtree(_plant.data.path, ignore_errors=True)
        _plant = None
    if _sweeper is not None and _sweeper.stdin is not None:
        _sweeper.stdin.close()
        _sweeper.wait()
        _sweeper = None

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

# Waits for the end of its standard input, which the kernel closes when the tests end or are killed; the servers go by
# themselves then, and their folder must not stay behind.
SWEEPER = """
import shutil, sys, time
sys.stdin.read()
for _ in range(100):
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    time.sleep(0.1)
    if not __import__("os").path.exists(sys.argv[1]):
        break
"""

_plant: Plant | None = None
_sweeper: "subprocess.Popen[bytes] | None" = None


def start() -> None:
    """Start what the environment does not name and say so in it; workers of a parallel run share what it started."""
    global _plant, _sweeper  # noqa: PLW0603 - one plant a process, stopped by whoever started it
    if "PYTEST_XDIST_WORKER" in os.environ or _plant is not None:
        return
    folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    _sweeper = subprocess.Popen(
        [sys.executable, "-S", "-c", SWEEPER, str(folder)], stdin=subprocess.PIPE, start_new_session=True
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

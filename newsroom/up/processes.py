"""Child processes that cannot outlive their work: started in sessions of their own, known again after a crash."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from newsroom.up.datadir import DataDir

LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None) if LINUX else None
_PR_SET_PDEATHSIG = 1
MARK = "NEWSROOM_UP"


def dies_with_parent(number: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes its program: ask the kernel for this signal should its parent be killed."""
    parent = os.getpid()

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(number))
            if os.getppid() != parent:  # killed in between
                os._exit(1)

    return ask


def free_port(host: str = "127.0.0.1") -> int:
    """A port that the system says is free just now; whoever uses it must be ready to try another."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def birth(pid: int) -> str | None:
    """When that process began, in words: with the number it names one process and no other. None if it has ended."""
    if not LINUX:
        result = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return result.stdout.strip() or None
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return None if fields[0] in "ZX" else f"{boot} {fields[19]}"
    return None


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal a child and all it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def stop(process: "subprocess.Popen[bytes]", number: signal.Signals, patience: float) -> None:
    """Ask a child to stop, and end it and all it started when it does not within `patience` seconds."""
    if process.poll() is None:
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    signal_group(process.pid, signal.SIGKILL)
    process.wait()


def remember(data: DataDir, name: str, pid: int) -> None:
    """Note a child, so that the next `up` finds it should this one be killed."""
    data.write("processes.json", {**(data.read("processes.json") or {}), name: f"{pid} {birth(pid)}"})


def sweep(data: DataDir) -> None:
    """End what a killed `up` left running on this directory. Only for the holder of its lock."""
    notes = [note.split(" ", 1) for note in (data.read("processes.json") or {}).values()]
    left = [int(pid) for pid, born in notes if birth(int(pid)) == born]
    for pid in left:  # all are asked before the first is waited for
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
    for pid in left:
        end_leftover(pid, signal.SIGINT)
    for pid, _ in notes:
        for orphan in orphans(int(pid), data):
            with suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
    (data.path / "processes.json").unlink(missing_ok=True)


def end_leftover(pid: int, number: signal.Signals) -> None:
    """Stop a process that is not our child, politely for five seconds."""
    born = birth(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, number)
    until = time.monotonic() + 5
    while birth(pid) == born and time.monotonic() < until:
        time.sleep(0.05)
    if birth(pid) == born:
        signal_group(pid, signal.SIGKILL)
        time.sleep(0.1)


def orphans(group: int, data: DataDir) -> list[int]:
    """What is left of a group whose leader is gone: its members that carry this directory's mark (Linux only)."""
    mark, found = f"{MARK}={data.path}".encode(), []
    for process in Path("/proc").glob("[0-9]*") if LINUX else ():
        with suppress(OSError, IndexError):
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[2]) == group and mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found

"""`up -- COMMAND`: one command beside the running site."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

from newsroom.up.processes import dies_with_parent
from newsroom.up.refusal import Refusal
from newsroom.up.supervisor import Supervisor


def surroundings() -> dict[str, str]:
    """The command's environment: its `python` and `pytest` are the project's."""
    scripts = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def run_command(words: list[str], supervisor: Supervisor) -> int:
    """Run one command beside the site and give its exit code; it sits at the terminal, as if started there."""
    try:
        process = subprocess.Popen(words, env=surroundings(), preexec_fn=dies_with_parent(signal.SIGTERM))  # noqa: PLW1509
    except OSError as error:
        raise Refusal(f"cannot run {shlex.join(words)} ({error.strerror}): check its name") from None
    if sys.stdin.isatty():  # the terminal sends Ctrl-C to COMMAND as well, and what it means is for COMMAND to say
        signal.signal(signal.SIGINT, lambda *_: None)
    supervisor.watch(process)
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(0.8)
        except subprocess.TimeoutExpired:
            process.kill()
    code = process.wait()
    return code if code >= 0 else 128 - code

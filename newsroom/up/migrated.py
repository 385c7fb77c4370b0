"""Whether the tables here are those of this code, without asking Django, which would cost every command a second."""

import hashlib
from pathlib import Path

from newsroom.up.datadir import DataDir


def fingerprint(root: Path) -> str:
    """The names of all our migrations, and the packages' versions, since some bring migrations of their own."""
    apps = [package.parent for package in root.glob("[a-z]*/__init__.py")]
    names = sorted(str(path.relative_to(root)) for app in apps for path in app.glob("**/migrations/*.py"))
    return hashlib.sha256("\n".join([*names, (root / "uv.lock").read_text()]).encode()).hexdigest()


def is_current(data: DataDir, root: Path) -> bool:
    """Whether this code brought the tables up to date here."""
    return (data.read("migrated.json") or {}).get("fingerprint") == fingerprint(root)


def note(data: DataDir, root: Path) -> None:
    """Remember that it did."""
    data.write("migrated.json", {"fingerprint": fingerprint(root)})

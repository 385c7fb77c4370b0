"""Which command needs what: `up` and `test` are ours, the rest is Django's, with servers where it needs them."""

import os
import subprocess
import sys
from pathlib import Path

from newsroom.up import migrated, up
from newsroom.up.attach import servers, set_variables
from newsroom.up.datadir import DataDir
from newsroom.up.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent.parent
SERVERLESS = {"help", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages"}
SERVERLESS |= {"startapp", "startproject", "version"}
# They deal with the tables themselves.
UNPREPARED = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations", "prepare", "dbshell"}


def dispatch(words: list[str], data: DataDir) -> int:
    """Carry out one command inside the project's environment."""
    command = words[0] if words else "help"
    if command == "up":
        return up.main(words[1:], data, ROOT)
    if command == "test":
        return test(words[1:])
    if command.startswith("-") or command in SERVERLESS or {"--help", "-h", "--version"} & set(words):
        # The settings want both; nothing is kept or reached with these.
        set_variables({"SECRET_KEY": os.urandom(32).hex(), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"})
        return django(words)
    with servers(data, f"manage.py {command}", lambda: None if command in UNPREPARED else prepare(data)):
        return django(words)


def take_data_dir(words: list[str]) -> tuple[list[str], DataDir]:
    """The command line without `--data-dir`, which Django does not know, and the directory that it names."""
    end = words.index("--") if "--" in words else len(words)
    left, chosen, own = [], str(ROOT / "var"), iter(words[:end])
    for word in own:
        if word == "--data-dir":
            chosen = next(own, "")
        elif word.startswith("--data-dir="):
            chosen = word.removeprefix("--data-dir=")
        else:
            left.append(word)
    if not chosen:
        raise Refusal("--data-dir needs the name of a directory")
    return left + words[end:], DataDir(Path(chosen).expanduser())


def prepare(data: DataDir) -> None:
    """Bring the tables up to date where neither `up` nor a command has done so for this code."""
    if migrated.is_current(data, ROOT):
        return
    print("Preparing the database ...", file=sys.stderr, flush=True)
    words = [sys.executable, str(ROOT / "manage.py"), "prepare"]
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if result.returncode:
        last = (result.stdout.strip().splitlines() or ["it said nothing"])[-1]
        raise Refusal(f"preparing the database failed ({last}): moving {data.path} away starts afresh")
    migrated.note(data, ROOT)


def test(words: list[str]) -> int:
    """Become pytest; its conftest brings the servers."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *words])  # noqa: S606 - no shell is the point


def django(words: list[str]) -> int:
    """One of Django's commands, or one of ours that it knows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    # Only here: `up` never loads Django, which would double what it needs.
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415
    from django.db import OperationalError  # noqa: PLC0415

    try:
        execute_from_command_line(["manage.py", *words])
    except ImproperlyConfigured as error:
        raise Refusal(f"the settings are incomplete: {error} (the README's table says what each name means)") from error
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise Refusal(f"the database could not be used: {reason}; check DATABASE_URL and that it runs") from error
    return 0

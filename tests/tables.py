"""The tables of a run: made once by the migrations, in a database that each worker copies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from newsroom.up.binaries import postgres_bin

ROOT = Path(__file__).resolve().parent.parent
NAMED = "TESTS_TABLES"
LOCK = 0x6E657773


def begin() -> None:
    """Choose the name of this run's database of tables, for all its processes."""
    os.environ.setdefault(NAMED, f"test_tables_{os.urandom(4).hex()}")


def end() -> None:
    """Remove that database: on somebody else's server it would stay for ever."""
    remove(os.environ[NAMED])


def made() -> str:
    """The name of the database with all tables and nothing in them; whoever needs it first makes it, others wait."""
    name = os.environ[NAMED]
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            raw = f"{name}_raw"
            create(raw)
            migrate({**os.environ, "DATABASE_URL": _address(raw)})
            # Under its own name only when it is whole.
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(sql.Identifier(raw), sql.Identifier(name)))
    return name


def migrate(environ: dict[str, str]) -> None:
    """All migrations, on the database that this environment names."""
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environ, check=True)


def create(name: str, template: str = "template1") -> None:
    """A database of that name, as a copy of another; what stood under that name is gone."""
    remove(name)
    with _server() as server:
        making = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(making.format(sql.Identifier(name), sql.Identifier(template)))


def remove(name: str) -> None:
    """No database of that name."""
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def copy_to(environ: dict[str, str]) -> None:
    """The same tables on another server, dumped and read in; where there are no programs for that, by the migrations."""
    dump, restore = (postgres_bin() / program for program in ("pg_dump", "psql"))
    if not (dump.exists() and restore.exists()):
        return migrate(environ)
    source = ["--no-owner", "--dbname", _address(made())]
    text = subprocess.run([dump, *source], capture_output=True, check=True).stdout
    target = ["-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", environ["DATABASE_URL"]]
    subprocess.run([restore, *target], input=text, stdout=subprocess.DEVNULL, check=True)
    return None


@contextmanager
def _server() -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def _address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))

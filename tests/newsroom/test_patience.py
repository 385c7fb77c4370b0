"""A page waits for the database for seconds at most; a worker as long as it takes."""

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from newsroom.patience import ImpatientConnection, bound_waiting


@pytest.fixture
def web() -> dict[str, Any]:
    """The options of a web process's connections."""
    options: dict[str, Any] = {"options": "-c work_mem=8MB", "pool": {"max_size": 6}}
    bound_waiting(options)
    return options


@pytest.fixture
def two(db: None, web: dict[str, Any]) -> Iterator[list[psycopg.Connection[Any]]]:
    """Two of its connections."""
    known = connection.get_connection_params()
    names = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if name in known}
    made = [web["pool"]["connection_class"].connect(**names, options=web["options"], autocommit=True) for _ in range(2)]
    yield made
    for one in made:
        one.close()


def test_postgres_breaks_off_a_statement_after_three_seconds(two: list[psycopg.Connection[Any]]) -> None:
    began = time.monotonic()
    with pytest.raises(psycopg.errors.QueryCanceled):
        two[0].execute("SELECT pg_sleep(20)")
    assert time.monotonic() - began < 10
    assert two[0].execute("SHOW work_mem").fetchone() == ("8MB",), "the connection is as good as new"


def test_a_lock_is_waited_for_one_second(two: list[psycopg.Connection[Any]]) -> None:
    two[0].execute("SELECT pg_advisory_lock(417)")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        two[1].execute("SELECT pg_advisory_lock(417)")


def test_a_silent_server_is_given_up_and_its_connection_closed(
    two: list[psycopg.Connection[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.patience.SILENCE", 0.3)
    with pytest.raises(psycopg.OperationalError, match="the database was silent"):
        two[0].execute("SELECT pg_sleep(2)")
    assert two[0].closed
    assert isinstance(two[0], ImpatientConnection)

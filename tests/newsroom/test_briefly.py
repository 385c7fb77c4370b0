"""A migration that needs a table to itself lets readers through while it waits for it."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.migrations.state import ProjectState

from newsroom import briefly
from newsroom.briefly import Briefly

COLUMN = "ALTER TABLE articles_section ADD COLUMN tried integer"
UNDONE = "ALTER TABLE articles_section DROP COLUMN tried"


@pytest.fixture
def reading(transactional_db: None) -> Iterator["psycopg.Connection[Any]"]:
    """A long look at a table on another connection."""
    with psycopg.connect(**_address()) as other:
        other.execute("SELECT count(*) FROM articles_section")
        yield other


def _address() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if name in parameters}


def migrated(operation: Briefly, *, forwards: bool = True) -> None:
    """The operation as a migration with `atomic = False` has it."""
    with connection.schema_editor(atomic=False) as editor:
        run = operation.database_forwards if forwards else operation.database_backwards
        run("articles", editor, ProjectState(), ProjectState())


def test_it_steps_back_asks_again_and_is_done_when_the_table_is_free(
    reading: "psycopg.Connection[Any]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefly, "WAITED", 100)
    monkeypatch.setattr(briefly, "PAUSE", 0.1)
    answered: list[float] = []

    def others() -> None:
        """Whoever comes while it waits gets their answer; then the long look ends."""
        try:
            with psycopg.connect(**_address()) as third:
                third.execute("SET statement_timeout = 1000")
                for _ in range(3):
                    time.sleep(0.2)
                    third.execute("SELECT count(*) FROM articles_section")
            answered.append(time.monotonic())
        except psycopg.errors.QueryCanceled:
            """Told below, by nothing having been answered."""
        finally:
            reading.rollback()

    thread = threading.Thread(target=others)
    thread.start()
    try:
        migrated(Briefly(COLUMN, UNDONE))
        finished = time.monotonic()
    finally:
        thread.join()
    migrated(Briefly(COLUMN, UNDONE), forwards=False)
    assert answered
    assert answered[0] < finished


def test_it_gives_up_in_the_end_and_leaves_nothing_half_done(
    reading: "psycopg.Connection[Any]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefly, "WAITED", 50)
    monkeypatch.setattr(briefly, "PAUSE", 0.01)
    monkeypatch.setattr(briefly, "TIMES", 2)
    with pytest.raises(OperationalError):
        migrated(Briefly(["CREATE TABLE tried (id integer)", COLUMN]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('tried')")
        assert cursor.fetchone() == (None,)


def test_another_fault_is_raised_at_once(transactional_db: None) -> None:
    begun = time.monotonic()
    with pytest.raises(Exception, match="no_such_table"):
        migrated(Briefly("ALTER TABLE no_such_table ADD COLUMN tried integer"))
    assert time.monotonic() - begun < briefly.PAUSE

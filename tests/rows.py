"""What took long to make is made once a process, and put back row by row for each test that needs it."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import connection, transaction

# What the migrations fill and nobody changes.
STANDING = {"django_migrations", "django_content_type", "auth_permission"}


class Rows(NamedTuple):
    """All rows of a database: as Postgres copies them, by table, and which tables held some before."""

    made: dict[str, bytes]
    before: set[str]


def take(make: Callable[[], object]) -> Rows:
    """Calls it, keeps all rows that are there then, and undoes it."""
    with transaction.atomic():
        before = _filled()
        make()
        rows = Rows({table: _copied(table) for table in _filled()}, before)
        transaction.set_rollback(True)
    return rows


def put_back(rows: Rows) -> None:
    """The database as it was when these rows were taken; to be called in a transaction."""
    with connection.cursor() as cursor:
        # Triggers and keys have judged these rows when they were made; sequences stand behind them since then.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in rows.before:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - the database's own names
        for table, kept in rows.made.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as copy:
                copy.write(kept)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _filled() -> set[str]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - STANDING
        asked = " UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in sorted(tables))  # noqa: S608
        cursor.execute(asked)
        return {table for (table,) in cursor.fetchall()}


def _copied(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as copy:
        return b"".join(copy)

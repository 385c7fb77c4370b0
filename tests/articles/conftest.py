"""What the tests of the paper share: the seeds, which take seconds to load."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

# What the migrations fill and nobody changes.
STANDING = {"django_migrations", "django_content_type", "auth_permission"}
Rows = dict[str, bytes]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the seeds run in one process, so that it alone loads them."""
    for item in items:
        if "seeds" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("seeds"))


@pytest.fixture(scope="session")
def rows_of_the_seeds(django_db_setup: None, django_db_blocker: Any) -> Rows:
    """All rows, by table, as they are once the seeds are loaded; the database is empty again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loadseeds", stdout=StringIO())
        rows = {table: _copied(table) for table in connection.introspection.table_names() if table not in STANDING}
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def seeds(rows_of_the_seeds: Rows, db: None) -> None:
    """The database as `loadseeds` leaves it."""
    with connection.cursor() as cursor:
        # The triggers and keys have judged these rows when they were loaded.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in rows_of_the_seeds.items():
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - the database's own names
            with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as copy:
                copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _copied(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as copy:
        return b"".join(copy)

"""The indexes that migrations define, taken away before a load and built again after it, each with its time and size."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

# All but primary keys: those others refer to, and a load in their order costs them little.
KNOWN = """
    SELECT index.relname, owner.relname, pg_get_indexdef(index.oid), held.conname, pg_get_constraintdef(held.oid)
    FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_class AS owner ON owner.oid = indrelid
    LEFT JOIN pg_constraint AS held ON held.conindid = indexrelid AND held.contype = 'u'
    WHERE owner.relname = ANY (%s) AND NOT indisprimary
"""


class Index(NamedTuple):
    """An index as the catalogue describes it; a unique constraint's has that constraint's name too."""

    name: str
    table: str
    definition: str
    constraint: str | None
    held: str | None

    @property
    def away(self) -> str:
        """The statement that drops it."""
        return (
            f'ALTER TABLE {self.table} DROP CONSTRAINT "{self.constraint}"'
            if self.constraint
            else f'DROP INDEX "{self.name}"'
        )

    @property
    def back(self) -> str:
        """The statement that builds it."""
        return (
            f'ALTER TABLE {self.table} ADD CONSTRAINT "{self.constraint}" {self.held}'
            if self.constraint
            else self.definition
        )


@contextmanager
def built_afterwards(*tables: str) -> Iterator[None]:
    """Inside, the tables have no indexes but their primary keys; then each is built, and its time printed."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(tables)])
        indexes = [Index(*row) for row in cursor.fetchall()]
        for index in indexes:
            cursor.execute(index.away)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for index in sorted(indexes):
            begun = time.perf_counter()
            cursor.execute(index.back)
            print(f"  built {index.name:62} {time.perf_counter() - begun:7.1f} s", flush=True)
        cursor.execute("RESET maintenance_work_mem")


SIZES = """
    SELECT owner.relname, index.relname, method.amname, pg_relation_size(index.oid)
    FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_class AS owner ON owner.oid = indrelid
    JOIN pg_am AS method ON method.oid = index.relam
    WHERE owner.relname = ANY (%s) ORDER BY 4 DESC
"""


def print_sizes(*tables: str) -> None:
    """The text, the tables and every index, in MB."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(octet_length(headline) + octet_length(dek) + octet_length(text)) FROM articles_articleversion"
        )
        print(f"  {'headlines, deks and bodies, once':62} {_mb(cursor.fetchone()[0])}")
        for table in tables:
            cursor.execute("SELECT pg_table_size(%s::regclass)", [table])
            print(f"  {table:62} {_mb(cursor.fetchone()[0])}")
        cursor.execute(SIZES, [list(tables)])
        rows = cursor.fetchall()
    for _, name, method, size in rows:
        print(f"    {method:5} {name:56} {_mb(size)}")
    for method in ("gin", "btree"):
        print(f"  {f'all {method} indexes':62} {_mb(sum(size for *_, kind, size in rows if kind == method))}")


def _mb(size: int) -> str:
    return f"{size / 1e6:9.1f} MB"

"""Asking the database for as long as a reader would wait, and no longer."""

from collections.abc import Sequence
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


def rows_within(milliseconds: int, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]] | None:
    """The rows; None if they took longer. A transaction around it goes on as if nothing had been asked.

    Postgres' compiler is left out: for queries of some milliseconds it takes longer than it saves.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {milliseconds:d}; SET LOCAL jit = off")
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT; SET LOCAL jit TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return None
        raise
    return rows

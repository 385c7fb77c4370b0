"""Reading and writing the book: each act is one statement, by the database's clock."""

import json
from typing import Any

from django.db import connection

# So many expired notes are struck out by each writing, which keeps the book as short as what is still valid.
STRUCK_OUT = 20
_LIVE = "until > clock_timestamp()"
_UNTIL = "clock_timestamp() + make_interval(secs => %s)"


def read(key: str) -> Any:
    """What stands under the key; None where nothing does, or no longer."""
    row = _ask(f"SELECT value::text FROM limits_note WHERE key = %s AND {_LIVE}", [key])  # noqa: S608 - a fixed fragment
    return None if row is None else json.loads(row[0])


def write(key: str, value: Any, seconds: float) -> None:
    """Puts it under the key for so long."""
    _ask(
        f"""
        WITH old AS (
            SELECT key FROM limits_note WHERE NOT {_LIVE} AND key <> %s LIMIT {STRUCK_OUT} FOR UPDATE SKIP LOCKED
        ), gone AS (DELETE FROM limits_note WHERE key IN (SELECT key FROM old))
        INSERT INTO limits_note (key, value, until) VALUES (%s, %s, {_UNTIL})
        ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, until = EXCLUDED.until RETURNING 1
        """,  # noqa: S608 - fixed fragments
        [key, key, json.dumps(value), seconds],
    )


def claim(key: str, value: Any, seconds: float) -> bool:
    """Puts it under the key unless something stands there; of two at once, one succeeds."""
    row = _ask(
        f"""
        INSERT INTO limits_note (key, value, until) VALUES (%s, %s, {_UNTIL})
        ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, until = EXCLUDED.until
        WHERE NOT limits_note.{_LIVE} RETURNING 1
        """,  # noqa: S608 - fixed fragments
        [key, json.dumps(value), seconds],
    )
    return row is not None


def strike_out(key: str) -> bool:
    """Forgets the key; whether it was there."""
    return _ask("DELETE FROM limits_note WHERE key = %s RETURNING 1", [key]) is not None


def _ask(query: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()

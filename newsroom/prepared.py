"""A query set compiled once: the rule stays where it is written, and asking again costs only the asking.

Postgres keeps its plan too: on a connection that has asked five times it plans no more. Django's own cursors put values
into the text of a query, so that each is new to Postgres; for a page's small queries planning took longer than the rest.
"""

from collections.abc import Callable
from typing import Any

import psycopg
import psycopg.sql
from django.db import connection, models
from django.db.backends.utils import CursorWrapper


class Prepared:
    """The SQL of `make(*examples)`, a values_list query; call it with real values in place of the examples.

    Each example must be unlike every constant of the query: that is how its places among the parameters are found.
    Rows come as tuples, as psycopg gives them.
    """

    def __init__(self, make: Callable[..., models.QuerySet[Any, Any]], *examples: Any) -> None:
        self.make, self.examples = make, examples
        self.compiled: tuple[str, list[int]] | None = None

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values."""
        if self.compiled is None:
            self.compiled = self._compile()
        sql, places = self.compiled
        with _cursor() as cursor:
            cursor.execute(sql, [values[place] for place in places])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _compile(self) -> tuple[str, list[int]]:
        """The SQL with its constants written out, or Postgres could not plan for a LIMIT; and whose place is whose."""
        sql, params = self.make(*self.examples).query.sql_with_params()
        found = [self.examples.index(p) if p in self.examples else None for p in params]
        if missing := set(range(len(self.examples))) - set(found):
            raise ValueError(f"examples {missing} are no parameters of the query: {sql}")
        connection.ensure_connection()
        written = tuple(
            _written(constant) if place is None else "%s" for constant, place in zip(params, found, strict=True)
        )
        return sql.replace("%%", "%%%%") % written, [place for place in found if place is not None]


def _written(constant: Any) -> str:
    text: str = psycopg.sql.Literal(constant).as_string(connection.connection)
    return text.replace("%", "%%")


def _cursor() -> CursorWrapper:
    """One that sends values beside the query; where queries are logged Django's own, whose log shows them whole."""
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    return CursorWrapper(psycopg.Cursor(connection.connection), connection)

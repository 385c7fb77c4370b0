"""A query set compiled once: the rule stays where it is written, and asking again costs only the asking."""

from collections.abc import Callable
from typing import Any

from django.db import connection, models


class Prepared:
    """The SQL of `make(*examples)`, a values_list query; call it with real values in place of the examples.

    Each example must be unlike every constant of the query: that is how its places among the parameters are found.
    Rows come as tuples, as psycopg gives them.
    """

    def __init__(self, make: Callable[..., models.QuerySet[Any, Any]], *examples: Any) -> None:
        self.make, self.examples = make, examples
        self.compiled: tuple[str, list[tuple[int | None, Any]]] | None = None

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values."""
        if self.compiled is None:
            self.compiled = self._compile()
        sql, places = self.compiled
        params = [constant if place is None else values[place] for place, constant in places]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _compile(self) -> tuple[str, list[tuple[int | None, Any]]]:
        sql, params = self.make(*self.examples).query.sql_with_params()
        places = [(self.examples.index(p) if p in self.examples else None, p) for p in params]
        missing = set(range(len(self.examples))) - {place for place, _ in places}
        if missing:
            raise ValueError(f"examples {missing} are no parameters of the query: {sql}")
        return sql, places

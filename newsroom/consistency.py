"""Promises that the database can be asked about: each is one query that finds what breaks it."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Promise:
    """Something that holds for every row: `says` in a sentence, and the query whose rows (one text each) break it.

    The query works in sets, so that a million rows stay where they are; it is one statement, so that what it compares
    is of one moment.
    """

    says: str
    query: str

    def broken(self, most: int) -> list[str]:
        """What breaks it, at most so many; empty where it holds."""
        with connection.cursor() as cursor:
            cursor.execute(self.query + "\nLIMIT %s", [most])
            return [str(what) for (what,) in cursor.fetchall()]

"""Importing: a file's articles into the database, each for itself; what is wrong with one holds up no other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError

from articles.exchange import ninjs
from articles.exchange.line import LineError, checked
from articles.exchange.reading import items
from articles.exchange.settling import named, set_beside
from articles.exchange.taking import REFUSED, Outcome, take
from newsroom.models import User


def import_articles(path: Path, by: User | None = None, *, publish: bool = False) -> Iterator[Outcome]:
    """Takes over each article of a file, known by its `external_id`; yields what became of it.

    Makes drafts; with `publish`, what the file calls published goes through the gate, and what that stops stays a draft.
    Doing it again changes nothing. Raises UnreadableError.
    """
    taken: list[tuple[int, dict[str, Any]]] = []
    for number, item in items(path):
        try:
            if isinstance(item, LineError):
                raise item
            line = checked(ninjs.to_line(item) if ninjs.is_ninjs(item) else item)
            outcome = take(number, line, path.parent, by, publishing=publish)
            taken += [(outcome.article, others)] if (others := named(line)) else []
            yield outcome
        except LineError as error:
            yield Outcome(number, "", REFUSED, words=[str(error)])
        except (DataError, IntegrityError) as error:
            reason = str(error).strip().splitlines()[0]
            yield Outcome(number, "", REFUSED, words=[f"The database refuses it ({reason}): correct the line."])
    for article, others in taken:
        set_beside(article, others)

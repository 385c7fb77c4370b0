"""Importing: a file's articles into the database, each for itself; what is wrong with one holds up no other."""

from collections.abc import Iterator
from pathlib import Path

from django.db import DataError, IntegrityError, transaction

from articles.exchange import ninjs
from articles.exchange.line import LineError, checked
from articles.exchange.reading import items
from articles.exchange.taking import REFUSED, Outcome, known, take
from articles.models import RelatedArticle
from newsroom.models import User


def import_articles(path: Path, by: User | None = None, *, publish: bool = False) -> Iterator[Outcome]:
    """Takes over each article of a file, known by its `external_id`; yields what became of it.

    Makes drafts; with `publish`, what the file calls published goes through the gate, and what that stops stays a draft.
    Doing it again changes nothing. Raises UnreadableError.
    """
    pinned: list[tuple[int, list[str]]] = []
    for number, item in items(path):
        try:
            if isinstance(item, LineError):
                raise item
            line = checked(ninjs.to_line(item) if ninjs.is_ninjs(item) else item)
            outcome = take(number, line, path.parent, by, publishing=publish)
            pinned += [(outcome.article, line["pinned"])] if line.get("pinned") else []
            yield outcome
        except LineError as error:
            yield Outcome(number, "", REFUSED, words=[str(error)])
        except (DataError, IntegrityError) as error:
            reason = str(error).strip().splitlines()[0]
            yield Outcome(number, "", REFUSED, words=[f"The database refuses it ({reason}): correct the line."])
    for article, names in pinned:
        _pin(article, names)


@transaction.atomic
def _pin(article: int, names: list[str]) -> None:
    """Pins are set when all articles are there; one that is pinned already stays where the desk put it."""
    for position, name in enumerate(names, 1):
        other = known(name)
        if other and other.pk != article:
            RelatedArticle.objects.get_or_create(
                article_id=article, other=other, pinned=True, defaults={"position": position}
            )

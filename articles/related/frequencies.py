"""In how many published texts each term occurs: what makes a term rare, kept in step with the vectors."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from articles.models import TermFrequency
from articles.related.terms import Terms

# No term has this number; its row counts the texts themselves.
EVERY_TEXT = 0

# In the order of the numbers, so that two transactions never wait for each other's rows.
CHANGE = """
    INSERT INTO articles_termfrequency AS known (id, articles)
    SELECT id, change FROM unnest(%s::int[], %s::int[]) AS changed (id, change) ORDER BY id
    ON CONFLICT (id) DO UPDATE SET articles = known.articles + excluded.articles
"""


def count(come: Terms | None, gone: Terms | None = None) -> None:
    """A text that comes adds one to each of its terms, one that goes takes one away; terms nobody has are dropped."""
    changes = Counter({EVERY_TEXT: 0})
    for terms, change in ((come, 1), (gone, -1)):
        if terms is not None:
            changes.update(dict.fromkeys([EVERY_TEXT, *terms.counts], change))
    changed = {term: change for term, change in changes.items() if change}
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(CHANGE, [list(changed), list(changed.values())])
    if min(changed.values()) < 0:
        TermFrequency.objects.filter(
            pk__in=[term for term, change in changed.items() if change < 0], articles__lte=0
        ).delete()


def frequencies(terms: Iterable[int]) -> dict[int, int]:
    """In how many texts each of the terms occurs, and under EVERY_TEXT how many there are; unknown terms are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, articles FROM articles_termfrequency WHERE id = ANY(%s)", [[EVERY_TEXT, *terms]])
        return dict(cursor.fetchall())

"""In how many published texts each term occurs: what makes a term rare, kept in step with the vectors."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from articles.related.terms import Terms

# No term has this number; under it the texts themselves are counted.
EVERY_TEXT = 0
TEXTS = "(SELECT articles[array_position(terms, 0::smallint)] FROM articles_termblock WHERE id = 0)"

# The touched blocks are put together anew from what they held and what changes, and go when nothing is left in them.
CHANGE = """
    WITH changed AS MATERIALIZED (
        SELECT id >> 10 AS block, (id & 1023)::smallint AS term, change
        FROM unnest(%s::int[], %s::int[]) AS changed (id, change)
    ),
    touched AS MATERIALIZED (SELECT DISTINCT block FROM changed),
    counted AS MATERIALIZED (
        SELECT block, term, sum(change)::int AS articles FROM (
            SELECT block, term, change FROM changed
            UNION ALL
            SELECT id, held.term, held.articles FROM touched JOIN articles_termblock ON id = block
            CROSS JOIN unnest(terms, articles_termblock.articles) AS held (term, articles)
        ) AS together GROUP BY block, term HAVING sum(change) > 0
    ),
    gone AS (
        DELETE FROM articles_termblock USING touched WHERE id = block AND block NOT IN (SELECT block FROM counted)
    )
    INSERT INTO articles_termblock (id, terms, articles)
    SELECT block, array_agg(term), array_agg(articles) FROM counted GROUP BY block
    ON CONFLICT (id) DO UPDATE SET terms = excluded.terms, articles = excluded.articles
"""
KNOWN = """
    SELECT wanted, articles[array_position(terms, (wanted & 1023)::smallint)]
    FROM unnest(%s::int[]) AS wanted JOIN articles_termblock ON id = wanted >> 10
    WHERE (wanted & 1023)::smallint = ANY(terms)
"""


def count(come: Terms | None, gone: Terms | None = None) -> None:
    """A text that comes adds one to each of its terms, one that goes takes one away; terms nobody has are dropped.

    Two at once would lose each other's changes: whoever counts holds the lock of the lists.
    """
    changes: Counter[int] = Counter()
    for terms, change in ((come, 1), (gone, -1)):
        if terms is not None:
            changes.update(dict.fromkeys([EVERY_TEXT, *terms.counts], change))
    changed = {term: change for term, change in changes.items() if change}
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(CHANGE, [list(changed), list(changed.values())])


def frequencies(terms: Iterable[int]) -> dict[int, int]:
    """In how many texts each of the terms occurs, and under EVERY_TEXT how many there are; unknown terms are left out."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[EVERY_TEXT, *terms]])
        return dict(cursor.fetchall())

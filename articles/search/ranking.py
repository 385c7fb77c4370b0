"""Which articles answer a query, within bounds that hold however many there are.

To rank an article Postgres must read its whole search vector, so that ranking every match of a common word takes
seconds. So at most the newest 500 matches are ranked, and how they are found depends on how many there can be: those
of rarer words through the index, which knows all matches but not their dates; those of common words by going back
through the newest articles. Where these hold few, as of phrases of common words, the index is tried too, for a moment.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models.expressions import RawSQL

from articles.lists import newest_first
from articles.models import Article
from articles.search.asking import DATE, ON_PAGE, RANKED, Asked
from articles.search.patience import rows_within
from articles.search.query import Query

# By the index a match costs some 10 microseconds, an article of the window as much.
COMMON, WINDOW = 5_000, 10_000
# With fewer hits among the newest than two pages' worth, the whole archive is asked too.
FEW = 20
# Milliseconds: for what is surely rare, for what is only likely to be, for the newest.
SURELY, PERHAPS, LIMIT = 1_000, 250, 3_000

# The inner queries are held apart (MATERIALIZED, OFFSET 0): Postgres would otherwise walk the archive by date and look
# for a rare word in each article, or read a whole table where a few rows are wanted.
IN_INDEX = """
    WITH holding AS MATERIALIZED (SELECT article_id FROM articles_articlevector WHERE search @@ %s::tsquery),
    public AS MATERIALIZED (SELECT shown.* FROM holding CROSS JOIN LATERAL ({door} OFFSET 0) AS shown (id, published_at)),
    found AS MATERIALIZED (SELECT * FROM public ORDER BY published_at DESC, id DESC LIMIT %s)
"""
AMONG_NEWEST = """
    WITH public (id, published_at) AS MATERIALIZED ({door} LIMIT %s),
    found AS MATERIALIZED (
        SELECT public.* FROM public CROSS JOIN LATERAL (
            SELECT FROM articles_articlevector AS vector
            WHERE vector.article_id = public.id AND vector.search @@ %s::tsquery OFFSET 0) AS matching
        LIMIT %s)
"""
# Headline, dek and body weigh 1, 0.4 and 0.1; a long text gains little by its length; news of today weigh half as much
# again as news of long ago.
RANK = """
    SELECT id, published_at, count(*) OVER ()
    FROM found CROSS JOIN LATERAL (
        SELECT ts_rank_cd('{0.1, 0.1, 0.4, 1}', search, %s::tsquery, 1)
               * (1 + 0.5 * exp(-greatest(extract(epoch FROM statement_timestamp() - published_at)::float8, 0) / 31557600)) AS rank
        FROM articles_articlevector WHERE article_id = found.id OFFSET 0) AS ranked
    ORDER BY rank DESC, published_at DESC, id DESC LIMIT %s OFFSET %s
"""
BY_DATE = "SELECT id, published_at, count(*) OVER () FROM found ORDER BY published_at DESC, id DESC LIMIT %s"


class Found(NamedTuple):
    """A page of a search: the articles' keys in order, how many there are within the bounds, what the bounds were."""

    keys: list[int]
    total: int
    """At most 500; by date at most one more than fit the page."""
    newest_only: bool
    """Older articles were not looked through, or not all."""
    too_slow: bool = False
    """Nothing is known: the database took too long."""


def find(query: Query, asked: Asked) -> Found:
    """The articles that a page of the search shows; one more than fits where there is another page by date."""
    rare = query.likely <= COMMON
    if rare and (found := _in_index(query, asked, SURELY if query.articles <= COMMON else PERHAPS)):
        return found
    found = _among_newest(query, asked)
    if not rare and not found.too_slow and found.total < min(FEW, _most(asked)):
        return _in_index(query, asked, PERHAPS) or found
    return found


def _in_index(query: Query, asked: Asked, milliseconds: int) -> Found | None:
    """What the whole archive holds; None if that took too long."""
    door = asked.among(Article.objects.published()).filter(pk=RawSQL("holding.article_id", [])).order_by()
    sql, params = door.values_list("pk", "published_at").query.sql_with_params()
    in_order, more = _in_order(query, asked)
    rows = rows_within(milliseconds, IN_INDEX.format(door=sql) + in_order, [query.text, *params, _most(asked), *more])
    return None if rows is None else _found(rows, newest_only=False)


def _among_newest(query: Query, asked: Asked) -> Found:
    """What the newest articles hold that pass the filters."""
    sql, params = asked.among(newest_first()).values_list("pk", "published_at").query.sql_with_params()
    in_order, more = _in_order(query, asked)
    asking = [*params, WINDOW, query.text, _most(asked), *more]
    rows = rows_within(LIMIT, AMONG_NEWEST.format(door=sql) + in_order, asking)
    return Found([], 0, newest_only=True, too_slow=True) if rows is None else _found(rows, newest_only=True)


def _in_order(query: Query, asked: Asked) -> tuple[str, list[Any]]:
    """The page of what was found, as SQL and its parameters."""
    if asked.sort == DATE:
        return BY_DATE, [ON_PAGE + 1]
    return RANK, [query.text, ON_PAGE, (asked.page - 1) * ON_PAGE]


def _most(asked: Asked) -> int:
    return ON_PAGE + 1 if asked.sort == DATE else RANKED


def _found(rows: Sequence[tuple[Any, ...]], *, newest_only: bool) -> Found:
    return Found([row[0] for row in rows], rows[0][2] if rows else 0, newest_only)

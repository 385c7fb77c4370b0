"""Articles near in meaning to a reader's words, or that hold some of them, for searches that find little.

Readers get them apart from what was asked for. A score adds how near a text is in meaning (the cosine of embeddings) and
which share of the words it holds, a rare word counting for more than a common one.
"""

from collections.abc import Collection
from math import log
from typing import Any

from pgvector import Vector

from articles.lists import newest_first
from articles.related.embeddings import embed
from articles.search.asking import Asked
from articles.search.patience import rows_within
from articles.search.query import Query

# Meaning is compared with so many of the newest articles; words are looked for that at most so many articles hold.
NEWEST, HOLDING, CANDIDATES = 10_000, 2_000, 50
# Chosen on 200 searches for three words of a headline: what scores less is mostly about something else.
NEAR, ENOUGH = 0.4, 0.6
PATIENCE = 400

FIND = """
    WITH public (id) AS MATERIALIZED ({newest} LIMIT %s),
    near AS MATERIALIZED (
        SELECT public.id FROM public CROSS JOIN LATERAL (
            SELECT -(embedding <#> %s::vector) AS nearness FROM articles_articlevector
            WHERE article_id = public.id OFFSET 0) AS vector
        WHERE nearness >= %s ORDER BY nearness DESC, id LIMIT %s),
    holding AS MATERIALIZED (SELECT article_id AS id FROM articles_articlevector WHERE search @@ %s::tsquery)
    SELECT id FROM (SELECT id FROM near UNION SELECT id FROM holding) AS candidate
    CROSS JOIN LATERAL (
        SELECT -(embedding <#> %s::vector) AS nearness, (
            SELECT coalesce(sum(weight), 0) FROM unnest(%s::tsquery[], %s::float8[]) AS word (one, weight)
            WHERE search @@ one) AS share
        FROM articles_articlevector
        WHERE article_id = id AND NOT search @@ %s::tsquery OFFSET 0) AS scored
    WHERE (nearness >= %s OR nearness + share >= %s) AND id <> ALL (%s) ORDER BY nearness + share DESC, id LIMIT 50
"""


def near(asked: Asked, query: Query, besides: Collection[int]) -> list[int]:
    """The keys of at most fifty articles, the nearest first; not all need be public or pass the filters."""
    meant = Vector(embed([asked.words])[0]).to_text()
    sql, params = asked.among(newest_first()).values_list("pk").query.sql_with_params()
    rarity = [1 / (1 + log(1 + articles)) for _, articles in query.wanted]
    candidates: list[Any] = [*params, NEWEST, meant, NEAR, CANDIDATES, " | ".join(_findable(query))]
    words: list[Any] = [[one for one, _ in query.wanted], [weight / sum(rarity) for weight in rarity]]
    asking = [*candidates, meant, *words, query.excluded, NEAR, ENOUGH, list(besides)]
    return [key for (key,) in rows_within(PATIENCE, FIND.format(newest=sql), asking) or []]


def _findable(query: Query) -> list[str]:
    """The rarest of the words, as long as few enough articles can hold one of them."""
    chosen, budget = [], HOLDING
    for one, articles in sorted(query.wanted, key=lambda word: word[1]):
        if articles <= budget:
            chosen.append(one)
            budget -= articles
    return chosen

"""The lists of neighbours as rows: an article enters the lists of those it is near to, and each list keeps its nearest.

The desk's pins are never touched here. `position` 1 marks a near-copy of a nearer one in the same list, or of a pin: readers
get it after the others.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q

from articles.models import Neighbour

KEPT = 10
# Two articles at least this near to each other tell the same in the same words. Chosen on 1,118 news articles: of the
# pairs then shown side by side 0.2 in 100 are near-copies, instead of 2.4.
NEAR_COPY = 0.7

# A full list takes a newcomer only if it is nearer than the last.
JOIN = """
    INSERT INTO articles_neighbour (article_id, other_id, score)
    SELECT article, %(newcomer)s, score
    FROM unnest(%(articles)s::bigint[], %(scores)s::float8[]) AS found (article, score)
    WHERE score > coalesce((SELECT kept.score FROM articles_neighbour AS kept WHERE kept.article_id = article
                            ORDER BY kept.score DESC OFFSET %(kept)s - 1 LIMIT 1), '-Infinity')
    RETURNING article_id
"""
TRIM = """
    DELETE FROM articles_neighbour AS surplus USING (
        SELECT article_id, other_id, row_number() OVER (PARTITION BY article_id ORDER BY score DESC, other_id) AS rank
        FROM articles_neighbour WHERE article_id = ANY(%(lists)s)
    ) AS ranked
    WHERE (surplus.article_id, surplus.other_id) = (ranked.article_id, ranked.other_id) AND ranked.rank > %(kept)s
"""
# Near-copies are each other's neighbours, so the lists themselves say which are, and no vector is read again.
ARRANGE = """
    UPDATE articles_neighbour AS placed SET position = arranged.position FROM (
        SELECT article_id, other_id, (EXISTS (
            SELECT FROM articles_neighbour AS nearer
            JOIN articles_neighbour AS copy ON copy.article_id = nearer.other_id AND copy.other_id = here.other_id
            WHERE nearer.article_id = here.article_id AND copy.score >= %(near_copy)s
              AND (nearer.score, here.other_id) > (here.score, nearer.other_id)
        ) OR EXISTS (
            SELECT FROM articles_pin AS pin
            JOIN articles_neighbour AS copy ON copy.article_id = pin.other_id AND copy.other_id = here.other_id
            WHERE pin.article_id = here.article_id AND copy.score >= %(near_copy)s AND NOT pin.excluded
        ))::int AS position
        FROM articles_neighbour AS here WHERE article_id = ANY(%(lists)s)
    ) AS arranged
    WHERE (placed.article_id, placed.other_id) = (arranged.article_id, arranged.other_id)
      AND placed.position <> arranged.position
"""


def place(article_id: int, scores: Mapping[int, float]) -> None:
    """Gives an article its list and its place in the lists of others; `scores` is their nearness to it by key."""
    touched = {article_id, *take_out(article_id)}
    nearest = sorted(scores, key=lambda other: (-scores[other], other))[:KEPT]
    Neighbour.objects.bulk_create(
        Neighbour(article_id=article_id, other_id=other, score=scores[other]) for other in nearest
    )
    newcomer: dict[str, Any] = {
        "newcomer": article_id,
        "articles": list(scores),
        "scores": list(scores.values()),
        "kept": KEPT,
    }
    with connection.cursor() as cursor:
        cursor.execute(JOIN, newcomer)
        touched.update(list_of for (list_of,) in cursor.fetchall())
        cursor.execute(TRIM, {"lists": list(touched), "kept": KEPT})
    arrange(touched)


def take_out(article_id: int) -> list[int]:
    """Empties an article's list and takes it out of the others'; returns whose lists it stood in."""
    rows = Neighbour.objects.filter(Q(article=article_id) | Q(other=article_id))
    bereft = list(rows.filter(other=article_id).values_list("article_id", flat=True))
    rows.delete()
    return bereft


def arrange(lists: Collection[int]) -> None:
    """Marks in each of the lists what is a near-copy of a nearer neighbour or of a pin."""
    with connection.cursor() as cursor:
        cursor.execute(ARRANGE, {"lists": list(lists), "near_copy": NEAR_COPY})

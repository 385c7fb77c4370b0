"""The lists of neighbours as rows: an article enters the lists of those it is near to, and each list keeps its nearest.

Pins and exclusions stand among the same rows and are never touched here. Of computed neighbours, `position` 1 marks a near-copy of a
nearer one in the same list: readers get it after the others.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q

from articles.models import RelatedArticle

KEPT = 10
# Two articles at least this near to each other tell the same in the same words. Chosen on 1,118 news articles: of the
# pairs then shown side by side 0.2 in 100 are near-copies, instead of 2.4.
NEAR_COPY = 0.7

# A full list takes a newcomer only if it is nearer than the last.
JOIN = """
    INSERT INTO articles_relatedarticle (article_id, other_id, pinned, position, score)
    SELECT article, %(newcomer)s, false, 0, score
    FROM unnest(%(articles)s::bigint[], %(scores)s::float8[]) AS found (article, score)
    WHERE score > coalesce((SELECT kept.score FROM articles_relatedarticle AS kept
                            WHERE kept.article_id = article AND NOT kept.pinned
                            ORDER BY kept.score DESC OFFSET %(kept)s - 1 LIMIT 1), '-Infinity')
    RETURNING article_id
"""
TRIM = """
    DELETE FROM articles_relatedarticle AS surplus USING (
        SELECT id, row_number() OVER (PARTITION BY article_id ORDER BY score DESC, other_id) AS rank
        FROM articles_relatedarticle WHERE article_id = ANY(%(lists)s) AND NOT pinned
    ) AS ranked
    WHERE surplus.id = ranked.id AND ranked.rank > %(kept)s
"""
# Near-copies are each other's neighbours, so the lists themselves say which are, and no vector is read again.
ARRANGE = """
    UPDATE articles_relatedarticle AS placed SET position = arranged.position FROM (
        SELECT id, EXISTS (
            SELECT FROM articles_relatedarticle AS nearer
            JOIN articles_relatedarticle AS copy ON copy.article_id = nearer.other_id AND copy.other_id = here.other_id
            WHERE nearer.article_id = here.article_id AND copy.score >= %(near_copy)s
              AND NOT nearer.excluded AND (nearer.pinned OR (nearer.score, here.other_id) > (here.score, nearer.other_id))
        )::int AS position
        FROM articles_relatedarticle AS here WHERE article_id = ANY(%(lists)s) AND NOT pinned
    ) AS arranged
    WHERE placed.id = arranged.id AND placed.position <> arranged.position
"""


def place(article_id: int, scores: Mapping[int, float]) -> None:
    """Gives an article its list and its place in the lists of others; `scores` is their nearness to it by key."""
    touched = {article_id, *take_out(article_id)}
    nearest = sorted(scores, key=lambda other: (-scores[other], other))[:KEPT]
    RelatedArticle.objects.bulk_create(
        RelatedArticle(article_id=article_id, other_id=other, score=scores[other]) for other in nearest
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
    rows = RelatedArticle.objects.filter(Q(article=article_id) | Q(other=article_id), pinned=False)
    bereft = list(rows.filter(other=article_id).values_list("article_id", flat=True))
    rows.delete()
    return bereft


def arrange(lists: Collection[int]) -> None:
    """Marks in each of the lists what is a near-copy of a nearer neighbour or of a pin."""
    with connection.cursor() as cursor:
        cursor.execute(ARRANGE, {"lists": list(lists), "near_copy": NEAR_COPY})

"""An article's place among the others: its ten nearest, in both directions.

Nearness is nine parts words and one part meaning: the cosine of the term weights decides, the cosine of the embeddings
orders what shares few words or none. Candidates come from the articles that share one of the telling terms, under a
bound on how many articles that can be, and from those nearest in meaning; the exact score is then computed in Postgres.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Greatest
from pgvector.django import MaxInnerProduct

from articles.models import Article, ArticleVector, ArticleVersion, RelatedArticle
from articles.related.frequencies import frequencies
from articles.related.vectors import drop, learn, store

KEPT = 10
CANDIDATES = 50
# At most so many terms are looked up, and at most so many articles may hold one of them. Measured on a million
# articles: one lookup takes 15 ms (median), 27 ms (99 of 100), and finds as many of the same story as a full scan.
TERMS_LOOKED_UP = 25
ARTICLES_LOOKED_AT = 5_000
MEANING = 0.1
# An article under embargo has its neighbours already when it comes out; readers get them through `related_to` only.
EVENTUALLY = datetime.max.replace(tzinfo=UTC)

# A list takes a new neighbour only if it is nearer than the tenth.
JOIN_LISTS = """
    INSERT INTO articles_relatedarticle (article_id, other_id, pinned, position, score)
    SELECT article, %(newcomer)s, false, 0, score
    FROM unnest(%(articles)s::bigint[], %(scores)s::float8[]) AS found (article, score)
    WHERE score > coalesce((SELECT kept.score FROM articles_relatedarticle AS kept
                            WHERE kept.article_id = article AND NOT kept.pinned
                            ORDER BY kept.score DESC OFFSET %(kept)s - 1 LIMIT 1), '-Infinity')
"""
TRIM_LISTS = """
    DELETE FROM articles_relatedarticle AS surplus USING (
        SELECT id, row_number() OVER (PARTITION BY article_id ORDER BY score DESC, other_id) AS rank
        FROM articles_relatedarticle WHERE article_id = ANY(%(articles)s) AND NOT pinned
    ) AS ranked
    WHERE surplus.id = ranked.id AND ranked.rank > %(kept)s
"""


@transaction.atomic
def relate(version: ArticleVersion) -> None:
    """A published version gets its vectors and its neighbours, and joins their lists; pins stay as they are.

    Done again, it does the same with the term frequencies of that moment.
    """
    _one_at_a_time()
    learn(version)
    store(version)
    link(version.article_id)


@transaction.atomic
def forget(article: Article) -> bool:
    """An article that left the public leaves counts, vectors and lists, save pins; says whether it was there."""
    _one_at_a_time()
    bereft = list(RelatedArticle.objects.filter(other=article, pinned=False).values_list("article_id", flat=True))
    _unlink(article.pk)
    found = drop(article.pk)
    for other in bereft:
        if ArticleVector.objects.filter(pk=other).exists():
            link(other)
    return found


def link(article_id: int) -> None:
    """Finds the neighbours of an article that has its vectors, and writes them into both lists."""
    scores = _scores(ArticleVector.objects.get(pk=article_id))
    _unlink(article_id)
    nearest = sorted(scores, key=lambda other: -scores[other])[:KEPT]
    RelatedArticle.objects.bulk_create(
        RelatedArticle(article_id=article_id, other_id=other, score=scores[other]) for other in nearest
    )
    lists = {"newcomer": article_id, "articles": list(scores), "scores": list(scores.values()), "kept": KEPT}
    with connection.cursor() as cursor:
        cursor.execute(JOIN_LISTS, lists)
        cursor.execute(TRIM_LISTS, lists)


def bounded(terms: Iterable[int], known: Mapping[int, int]) -> list[int]:
    """The first 25 of the terms, skipping any that would bring the articles to look at above 5,000.

    `known` says in how many articles a term occurs, the asking one included; a term that only it has finds nobody.
    """
    chosen: list[int] = []
    budget = ARTICLES_LOOKED_AT
    for term in terms:
        if 1 < known.get(term, 1) <= budget and len(chosen) < TERMS_LOOKED_UP:
            chosen.append(term)
            budget -= known[term]
    return chosen


def _scores(vector: ArticleVector) -> dict[int, float]:
    """The candidates' nearness, 0 to 1, by the key of the article."""
    others = ArticleVector.objects.filter(article__in=Article.objects.published(at=EVENTUALLY)).exclude(pk=vector.pk)
    by_words = others.filter(term_ids__overlap=bounded(vector.term_ids, frequencies(vector.term_ids)))
    found = {*_first(by_words, "terms", vector.terms), *_first(others, "embedding", vector.embedding)}
    # Postgres gives the inner product with its sign turned; of vectors of length one it is the cosine.
    words = -1 * MaxInnerProduct("terms", vector.terms)
    meaning = Greatest(-1 * MaxInnerProduct("embedding", vector.embedding), Value(0.0))
    score = (1 - MEANING) * words + MEANING * meaning
    scored = ArticleVector.objects.filter(pk__in=found).annotate(score=score)
    return dict(scored.values_list("pk", "score"))


def _first(vectors: "QuerySet[ArticleVector]", field: str, value: object) -> Sequence[int]:
    return list(vectors.order_by(MaxInnerProduct(field, value)).values_list("pk", flat=True)[:CANDIDATES])


def _unlink(article_id: int) -> None:
    RelatedArticle.objects.filter(article=article_id, pinned=False).delete()
    RelatedArticle.objects.filter(other=article_id, pinned=False).delete()


def _one_at_a_time() -> None:
    """Lists and counts are changed by one article at a time; the lock goes with the transaction.

    It belongs to the table that the name means at this moment, so that an evaluation in tables of its own waits for nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('articles_articlevector'::regclass::oid::bigint)")

"""An article's place among the others: its ten nearest, in both directions.

Nearness is nine parts words and one part meaning: the cosine of the term weights decides, the cosine of the embeddings
orders what shares few words or none. Candidates come from the articles that share one of the telling terms, under a
bound on how many articles that can be, and from those nearest in meaning; the exact score is then computed in Postgres.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest
from pgvector.django import MaxInnerProduct

from articles.models import Article, ArticleVector, ArticleVersion, RelatedArticle
from articles.related.frequencies import frequencies
from articles.related.lists import place, take_out
from articles.related.vectors import drop, learn, store

CANDIDATES = 50
# At most so many terms are looked up, and at most so many articles may hold one of them. Measured on a million
# articles: one lookup takes 15 ms (median), 27 ms (99 of 100), and finds as many of the same story as a full scan.
TERMS_LOOKED_UP = 25
ARTICLES_LOOKED_AT = 5_000
MEANING = 0.1
# An article under embargo has its neighbours already when it comes out; readers get them through `related_to` only.
EVENTUALLY = datetime.max.replace(tzinfo=UTC)


@transaction.atomic
def relate(version: ArticleVersion) -> None:
    """A published version gets its vectors and its neighbours, and enters their lists; pins stay as they are.

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
    bereft = take_out(article.pk)
    found = drop(article.pk)
    for other in ArticleVector.objects.filter(pk__in=bereft).values_list("pk", flat=True):
        link(other)
    return found


def link(article_id: int) -> None:
    """Finds the neighbours of an article that has its vectors, and writes them into both lists."""
    place(article_id, _scores(ArticleVector.objects.get(pk=article_id)))


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
    """The nearness, 0 to 1, of the candidates and of all who have the article in their lists, by their key."""
    others = ArticleVector.objects.filter(article__in=Article.objects.published(at=EVENTUALLY)).exclude(pk=vector.pk)
    by_words = others.filter(term_ids__overlap=bounded(vector.term_ids, frequencies(vector.term_ids)))
    listed = RelatedArticle.objects.filter(other=vector.pk, pinned=False).values_list("article_id", flat=True)
    found = {*_nearest(by_words, "terms", vector), *_nearest(others, "embedding", vector), *listed}
    words, meaning = _cosine("terms", vector), Greatest(_cosine("embedding", vector), Value(0.0))
    score = (1 - MEANING) * words + MEANING * meaning
    return dict(others.filter(pk__in=found).annotate(score=score).values_list("pk", "score"))


def _nearest(vectors: "QuerySet[ArticleVector]", field: str, vector: ArticleVector) -> "QuerySet[ArticleVector, int]":
    distance = MaxInnerProduct(field, getattr(vector, field))
    return vectors.order_by(distance).values_list("pk", flat=True)[:CANDIDATES]


def _cosine(field: str, vector: ArticleVector) -> MaxInnerProduct:
    """Of vectors of length one the inner product is the cosine; Postgres gives it with its sign turned."""
    return -1 * MaxInnerProduct(field, getattr(vector, field))


def _one_at_a_time() -> None:
    """Lists and counts are changed by one article at a time; the lock goes with the transaction.

    It belongs to the table that the name means at this moment, so that an evaluation in tables of its own holds up nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('articles_articlevector'::regclass::oid::bigint)")

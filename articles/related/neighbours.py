"""An article's place among the others: its ten nearest, in both directions.

Nearness is nine parts words and one part meaning: the cosine of the term weights decides, the cosine of the embeddings
orders what shares few words or none. Of two articles equally near in that, the one of about the same time is nearer: up to
a tenth fades with the time between. Candidates come from the articles that share one of the telling terms, under a
bound on how many articles that can be, and from those of about its time that are nearest in meaning; the exact score is
then computed in Postgres.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from pgvector import Vector

from articles.models import Article, ArticleVector, ArticleVersion
from articles.related.frequencies import frequencies
from articles.related.lists import place, take_out
from articles.related.reasons import explain
from articles.related.vectors import drop, learn, store

CANDIDATES = 50
# At most so many terms are looked up, and at most so many articles may hold one of them. Measured on a million short
# articles: one lookup takes 15 ms (median), 27 ms (99 of 100), and finds as many of the same story as a full scan.
TERMS_LOOKED_UP = 25
ARTICLES_LOOKED_AT = 5_000
# Meaning is compared with so many articles published before it and as many after it: exactly, since an approximate index
# over the embeddings of 200,000 articles found only .80 to .88 of the nearest, and with all while there are few.
ON_EACH_SIDE = 5_000
# The part that meaning has in the nearness; with more of it, articles of one story find each other less well.
MEANING = 0.1
# So much of the nearness fades with time, half of that in so many days: enough to order what is equally near, too little
# to bring a fresh stranger before an older article on the same event.
FADING, HALF_FADED_AFTER = 0.1, timedelta(days=30)
RENEWED = 1
# An article under embargo has its neighbours already when it comes out; readers get them through `related_to` only.
EVENTUALLY = datetime.max.replace(tzinfo=UTC)

# Of vectors of length one the inner product is the cosine; Postgres gives it with its sign turned.
FIND = """
    WITH this AS MATERIALIZED (SELECT %s::sparsevec AS terms, %s::vector AS embedding),
    of_that_time (id) AS MATERIALIZED ({of_that_time}),
    found AS (
        (SELECT article_id FROM articles_articlevector WHERE term_ids && %s::int[]
         ORDER BY terms <#> (SELECT terms FROM this) LIMIT %s)
        UNION
        (SELECT id FROM of_that_time CROSS JOIN LATERAL (
             SELECT embedding FROM articles_articlevector WHERE article_id = id OFFSET 0) AS vector
         ORDER BY embedding <#> (SELECT embedding FROM this) LIMIT %s)
        UNION
        SELECT article_id FROM articles_neighbour WHERE other_id = %s
    )
    SELECT article_id,
           (1 - %s) * -(other.terms <#> this.terms)
           + %s * greatest(-(other.embedding <#> this.embedding), 0)
    FROM found JOIN articles_articlevector AS other USING (article_id) CROSS JOIN this
    WHERE article_id <> %s
"""


@transaction.atomic
def relate(version: ArticleVersion) -> None:
    """A published version gets its vectors and its neighbours, and enters their lists; pins stay as they are.

    Done again, it does the same with the term frequencies of that moment. Those change with each article, so each new
    one renews the one that has waited longest: all weights are renewed before the site has doubled.
    """
    _one_at_a_time()
    grown = learn(version)
    link(store(version))
    if grown:
        for stale in _public_vectors().select_related("version").order_by("computed_at", "pk")[:RENEWED]:
            link(store(stale.version))


@transaction.atomic
def forget(article: Article) -> bool:
    """An article that left the public leaves counts, vectors and lists, save pins; says whether it was there."""
    _one_at_a_time()
    bereft = take_out(article.pk)
    found = drop(article.pk)
    for other in _public_vectors().filter(pk__in=bereft):
        link(other)
    return found


def link(vector: ArticleVector) -> None:
    """Finds the neighbours of an article by its vectors, and writes them into its list and it into theirs, with the reason."""
    place(vector.pk, _scores(vector))
    explain(vector)


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
    of_that_time, params = _of_that_time(vector.article).query.sql_with_params()
    term_ids = bounded(vector.term_ids, frequencies(vector.term_ids))
    this = [vector.terms.to_text(), Vector(vector.embedding).to_text()]
    found = [term_ids, CANDIDATES, CANDIDATES, vector.pk]
    with connection.cursor() as cursor:
        asked = [*this, *params, *found, MEANING, MEANING, vector.pk]
        cursor.execute(FIND.format(of_that_time=of_that_time), asked)
        scores = dict(cursor.fetchall())
    public = Article.objects.published(at=EVENTUALLY).filter(pk__in=scores).order_by()
    at = vector.article.published_at
    return {other: scores[other] * _kept(at, then) for other, then in public.values_list("pk", "published_at")}


def _kept(one: datetime | None, other: datetime | None) -> float:
    """What is left of the nearness of two articles that came out so far apart: 1 on one day, never less than .9."""
    if one is None or other is None:
        return 1.0
    left: float = 0.5 ** (abs(one - other) / HALF_FADED_AFTER)
    return 1 - FADING * (1 - left)


def _of_that_time(article: Article) -> "QuerySet[Article, int]":
    """The keys of the public articles that were published last before this one, and first after it."""
    public = Article.objects.published(at=EVENTUALLY).exclude(pk=article.pk)
    at = article.published_at or EVENTUALLY
    earlier = public.before(at, article.pk).order_by("-published_at", "-id")[:ON_EACH_SIDE]
    later = public.filter(published_at__gte=at).order_by("published_at", "id")[:ON_EACH_SIDE]
    return earlier.values_list("pk", flat=True).union(later.values_list("pk", flat=True))


def _public_vectors() -> "QuerySet[ArticleVector]":
    return ArticleVector.objects.filter(article__in=Article.objects.published(at=EVENTUALLY))


def _one_at_a_time() -> None:
    """Lists and counts are changed by one article at a time; the lock goes with the transaction.

    It belongs to the table that the name means at this moment, so that an evaluation in its own tables holds up nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('articles_articlevector'::regclass::oid::bigint)")

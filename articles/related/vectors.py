"""The vectors of a published text: its words for finding and scoring neighbours, its meaning, its words for search."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchVector
from django.db.models import Expression, Func, TextField, Value
from django.db.models.expressions import CombinedExpression
from pgvector import SparseVector

from articles.models import ArticleVector, ArticleVersion
from articles.models.vector import TERM_SPACE
from articles.related.embeddings import EMBEDDER, embed
from articles.related.frequencies import EVERY_TEXT, count, frequencies
from articles.related.furniture import without_furniture
from articles.related.terms import Terms, terms_of, weigh
from articles.search.plain import searched

# By so many of its weightiest terms an article can be found as a candidate.
FINDABLE_BY = 40
REPLACED = ["version", "embedder", "embedding", "terms", "term_ids", "search", "computed_at"]
# Postgres' text search configurations for our languages; the other languages are searched by the word as it stands.
SEARCHED_AS = {"en": "english"}


def store(version: ArticleVersion) -> ArticleVector:
    """The version's vectors take the place of the article's older ones, weighed by the frequencies of this moment."""
    terms = taken_apart(version)
    known = frequencies(terms.counts)
    weights = weigh(terms, known, known.get(EVERY_TEXT, 1))
    vector = ArticleVector(
        article_id=version.article_id,
        version=version,
        embedder=EMBEDDER,
        embedding=embed([f"{version.headline}\n{version.dek}\n{version.text}"])[0],
        terms=SparseVector(weights, TERM_SPACE),
        term_ids=list(weights)[:FINDABLE_BY],
        search=_searchable(version),
    )
    ArticleVector.objects.bulk_create(
        [vector], update_conflicts=True, unique_fields=["article"], update_fields=REPLACED
    )
    return vector


def learn(version: ArticleVersion) -> bool:
    """Counts the version's terms in the place of those of the article's older one; says whether the article was new."""
    before = _vectored(version.article_id)
    if before != version:
        ArticleVector.objects.filter(pk=version.article_id).update(grouped_at=None)
        count(taken_apart(version), taken_apart(before) if before else None)
    return before is None


def drop(article_id: int) -> bool:
    """Takes the article's vectors and the counts of its terms away; says whether there were any."""
    before = _vectored(article_id)
    if before is None:
        return False
    count(None, taken_apart(before))
    ArticleVector.objects.filter(pk=article_id).delete()
    return True


def taken_apart(version: ArticleVersion) -> Terms:
    """The terms of a version's headline, dek and whole body, save what belongs to the page it was copied from."""
    return terms_of(version.headline, version.dek, without_furniture(version.text))


def _vectored(article_id: int) -> ArticleVersion | None:
    """The version that the article's vectors, and so the counts, were made from."""
    return ArticleVersion.objects.filter(pk__in=ArticleVector.objects.filter(pk=article_id).values("version")).first()


def _searchable(version: ArticleVersion) -> CombinedExpression:
    parts = (version.headline, version.dek, version.text)
    return search_vector([Value(searched(text)) for text in parts], version.language)


def search_vector(parts: Sequence[Expression], language: str) -> CombinedExpression:
    """Headline above dek above body, the three given in the form in which search compares texts; accents are removed."""
    config = SEARCHED_AS.get(language.split("-", maxsplit=1)[0], "simple")
    headline, dek, body = (
        SearchVector(Func(part, function="unaccent", output_field=TextField()), weight=weight, config=config)
        for part, weight in zip(parts, "ABC", strict=True)
    )
    return headline + dek + body

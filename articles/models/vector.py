"""What Related Articles and search compare: an article's meaning and its words, as vectors."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from pgvector.django import SparseVectorField, VectorField

from articles.models.article import Article
from articles.models.version import ArticleVersion

TERM_SPACE = 1_000_000_000


class ArticleVector(models.Model):
    """A published text over headline, dek and whole body; computed by a job, derived, replaced with each version."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="vector")
    # Its index tells, every hour, which live texts have no vectors yet.
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+")
    embedder = models.CharField(max_length=60, help_text="which model made the embedding")
    embedding = VectorField(dimensions=256, help_text="meaning, unit length")
    terms = SparseVectorField(dimensions=TERM_SPACE, help_text="words and pairs of words by TF-IDF, unit length")
    term_ids = ArrayField(models.IntegerField(), help_text="the weightiest terms, for finding candidates")
    search = SearchVectorField(help_text="headline above dek above body")
    computed_at = models.DateTimeField(auto_now=True)
    grouped_at = models.DateTimeField(null=True, help_text="when the text was last compared for its story")

    class Meta:
        indexes = [
            GinIndex(fields=["term_ids"], name="vector_term_ids"),
            GinIndex(fields=["search"], name="vector_search"),
            # The one computed longest ago is renewed with each new article.
            models.Index(fields=["computed_at"], name="vector_oldest"),
            models.Index(fields=["article"], name="vector_ungrouped", condition=models.Q(grouped_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.article)


class TermBlock(models.Model):
    """In how many published texts each term of a block of 1,024 numbers occurs; kept in step with the vectors.

    A row for each term would need more room for its index than the texts take: most pairs of words occur in one text
    only, and all must be counted, since a second text may bring them again.
    """

    id = models.IntegerField(primary_key=True, help_text="the numbers of its terms, divided by 1,024")
    terms = ArrayField(models.SmallIntegerField(), help_text="what remains of the number, for each term that occurs")
    articles = ArrayField(models.IntegerField(), help_text="in how many texts it occurs, in the same order")

    def __str__(self) -> str:
        return f"block {self.id}"

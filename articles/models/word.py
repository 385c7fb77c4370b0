"""The words of the published texts, and how common they are: what plans a search and knows typing errors."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchWord(models.Model):
    """A word as search looks it up, as texts write it, or both; counted in a sample, replaced as a whole."""

    word = models.TextField(primary_key=True)
    articles = models.IntegerField(default=0, help_text="about how many texts are found by it")
    written = models.IntegerField(default=0, help_text="how many of the newest texts write it so; 0 for a mere stem")

    class Meta:
        indexes = [
            GinIndex(
                fields=["word"], name="word_trigrams", opclasses=["gin_trgm_ops"], condition=models.Q(written__gt=0)
            )
        ]

    def __str__(self) -> str:
        return self.word

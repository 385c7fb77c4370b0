"""What stands below an article: the neighbours that the program computed, and the desk's word on others."""

from django.db import models

from articles.models.article import Article


class Neighbour(models.Model):
    """One article among another's nearest.

    Ten of these for each article: the pair is the key itself, since a number of their own would cost an index as large.
    """

    pk = models.CompositePrimaryKey("article", "other")
    # The rows of an article are found by the key; the lists in which it stands by an index with a name.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="neighbours", db_index=False)
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="neighbour_of", db_index=False)
    score = models.FloatField(help_text="nearness, 0 to 1")
    position = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="1 where it is nearly a copy of a nearer one, or of a pin"
    )
    reason = models.CharField(max_length=120, blank=True, db_default="", help_text="what the two share, in words")

    class Meta:
        indexes = [models.Index(fields=["other"], name="neighbour_of")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(article=models.F("other")), name="neighbour_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.article} → {self.other}"


class Pin(models.Model):
    """The desk's word on one article below another: shown before all neighbours, or where excluded never."""

    # The pins of an article are found by the index that allows one word on each other article.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="pins", db_index=False)
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="pinned_below")
    position = models.PositiveSmallIntegerField(default=0, help_text="order of the pins")
    excluded = models.BooleanField(default=False, help_text="never shown below this article")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="pin_once"),
            models.CheckConstraint(condition=~models.Q(article=models.F("other")), name="pin_not_itself"),
        ]

    def __str__(self) -> str:
        return str(self.other)

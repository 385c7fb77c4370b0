"""Which articles stand below an article: pinned by an editor, or computed."""

from django.db import models
from django.db.models.functions import Now

from articles.models.article import Article


class RelatedArticle(models.Model):
    """One article in another's list; pins come first in their order, then neighbours by nearness."""

    # The rows of an article are found by the index that keeps each other one in its list once.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related", db_index=False)
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_from")
    pinned = models.BooleanField(default=False, help_text="a row of the desk: shown first, or where excluded never")
    excluded = models.BooleanField(default=False, db_default=False, help_text="never shown below this article")
    position = models.PositiveSmallIntegerField(
        default=0, help_text="order of the pins; 1 on a neighbour that is nearly a copy of a nearer one"
    )
    score = models.FloatField(default=0, help_text="nearness of a computed neighbour, 0 to 1")
    reason = models.CharField(max_length=120, blank=True, db_default="", help_text="what the two share, in words")
    computed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["article", "-pinned", "position", "-score"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other", "pinned"], name="related_once"),
            models.CheckConstraint(condition=~models.Q(article=models.F("other")), name="related_not_itself"),
            models.CheckConstraint(
                condition=models.Q(excluded=False) | models.Q(pinned=True), name="related_excluded_by_desk"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} → {self.other}"

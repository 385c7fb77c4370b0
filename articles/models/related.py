"""Which articles stand below an article: pinned by an editor, or computed."""

from django.db import models
from django.db.models.functions import Now

from articles.models.article import Article


class RelatedArticle(models.Model):
    """One article in another's list; pins come first in their order, then neighbours by nearness."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_from")
    pinned = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="order of the pins; 1 on a neighbour that is nearly a copy of a nearer one"
    )
    score = models.FloatField(default=0, help_text="nearness of a computed neighbour, 0 to 1")
    computed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["article", "-pinned", "position", "-score"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other", "pinned"], name="related_once"),
            models.CheckConstraint(condition=~models.Q(article=models.F("other")), name="related_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.article} → {self.other}"

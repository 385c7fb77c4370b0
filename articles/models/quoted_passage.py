"""A passage of a source's text, as a working copy's sentence or a published one rests on it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class QuotedPassage(models.Model):
    """Where the passage stands in a document's text, and who says so; `document.text[start:end] == quote`, held by a trigger."""

    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    score = models.FloatField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="%(class)s_not_empty")
        ]

    def __str__(self) -> str:
        return self.quote

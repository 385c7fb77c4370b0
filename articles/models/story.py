"""Stories: an event, and the articles about it as its angles."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse


class Story(models.Model):
    """An event; the articles about it are its angles. It keeps its identity however its articles change."""

    class Hand(models.TextChoices):
        """Who gave it its name."""

        DESK = "desk", "the desk"
        PROGRAM = "program", "the program"

    # Unique by a constraint of its own, as an article's.
    slug = models.SlugField(db_index=False)
    name = models.CharField(max_length=150)
    named_by = models.CharField(
        max_length=10, choices=Hand.choices, default=Hand.DESK, db_default=Hand.DESK, editable=False
    )
    named_after = models.ForeignKey(
        "Article",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="the article whose headline the program took for a name",
    )
    former_slugs = ArrayField(
        models.SlugField(), default=list, db_default=[], editable=False, help_text="addresses that lead here for ever"
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        help_text="what it became part of",
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "stories"
        constraints = [models.UniqueConstraint(fields=["slug"], name="story_slug_once")]
        indexes = [GinIndex(fields=["former_slugs"], name="story_former_slugs")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The story's page."""
        return reverse("articles:story", args=[self.slug])

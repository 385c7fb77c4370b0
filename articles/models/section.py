"""Sections and contributors: how articles are filed and signed."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Section(models.Model):
    """What readers browse; its slug names its colour in the stylesheet."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The section's page."""
        return reverse("articles:section", args=[self.slug])


class Contributor(models.Model):
    """Who stands in a byline: a person, or a desk."""

    class Kind(models.TextChoices):
        """A desk is an organisation in structured data."""

        PERSON = "person", "person"
        DESK = "desk", "desk"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSON)
    bio = models.TextField(blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributor",
        help_text="their account: their thoughts below their own articles carry the author's badge",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

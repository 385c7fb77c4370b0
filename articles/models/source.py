"""What an article rests on: a publisher's item, and its text as it was read."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Now

WEB_ADDRESS = r"^https?://[^\s/@]+(/[^\s]*)?$"


def hash_text(text: str) -> str:
    """What names a text as read: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


class Source(models.Model):
    """A publisher's item: an address or, for own reporting, a note."""

    class Kind(models.TextChoices):
        """Own reporting (an interview, a document seen) has a note in place of an address."""

        PUBLISHED = "published", "published item"
        OWN = "own", "own reporting"

    slug = models.SlugField(max_length=120, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PUBLISHED)
    publisher = models.CharField(max_length=150)
    title = models.CharField(max_length=300)
    url = models.URLField("address", max_length=600, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    published_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    tried_at = models.DateTimeField(null=True, editable=False, help_text="when the address was last asked for")
    failure = models.CharField(max_length=200, blank=True, editable=False, help_text="why it did not answer, if so")

    class Meta:
        ordering = ["publisher", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__regex=WEB_ADDRESS), name="source_web_address"
            ),
            models.CheckConstraint(
                condition=~models.Q(url="", kind="published") & ~models.Q(note="", kind="own"),
                name="source_has_address_or_note",
                violation_error_message="A published item needs its address; own reporting needs a note that says what was seen or heard.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    @property
    def lies_here(self) -> bool:
        """A page of this very site: no evidence, because nothing can rest on itself."""
        return self.url.startswith(f"{settings.SITE_URL}/")


class SourceDocument(models.Model):
    """A source's text as read at one time; never changed afterwards, read again into a new row."""

    class Extent(models.TextChoices):
        """How much of the source was read."""

        WHOLE = "whole", "read whole"
        EXCERPT = "excerpt", "read as an excerpt"
        HEADLINE = "headline", "read by headline only"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    text = models.TextField()
    sha256 = models.CharField(max_length=64, editable=False)
    extent = models.CharField(max_length=10, choices=Extent.choices, default=Extent.WHOLE)
    language = models.CharField(max_length=12, default="en")
    fetched_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-fetched_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="document_once_a_source")]

    def __str__(self) -> str:
        return f"{self.source} ({self.get_extent_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores the text with its hash."""
        self.sha256 = hash_text(self.text)
        super().save(*args, **kwargs)

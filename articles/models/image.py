"""Pictures: one checked, re-encoded original each, and smaller renditions of it."""

import secrets
from typing import Any

from django.db import models
from django.db.models.functions import Now


def random_name(instance: models.Model, filename: str) -> str:
    """A name with 128 random bits: the picture of a draft cannot be guessed."""
    return f"img/{secrets.token_hex(16)}.webp"


class Image(models.Model):
    """A picture as checked and re-encoded at upload; the same bytes are stored once."""

    file = models.FileField(upload_to=random_name)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False, help_text="of the bytes as uploaded")
    name = models.CharField(max_length=150, blank=True, help_text="what the desk calls it; never shown to readers")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name or f"picture {self.pk}"

    def sizes(self) -> dict[str, Any]:
        """For a template: the address, its measures and the renditions by width."""
        files = [(self.width, self.file.url), *((r.width, r.file.url) for r in self.renditions.all())]
        return {
            "src": self.file.url,
            "width": self.width,
            "height": self.height,
            "srcset": ", ".join(f"{url} {width}w" for width, url in sorted(files)) if len(files) > 1 else "",
        }


class Rendition(models.Model):
    """A picture at a smaller width."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    file = models.FileField(upload_to=random_name)
    width = models.PositiveIntegerField()

    class Meta:
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["image", "width"], name="rendition_once_a_width")]

    def __str__(self) -> str:
        return f"{self.image} at {self.width}px"

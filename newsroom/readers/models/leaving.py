"""A reader's name, and the way out."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Naming(models.Model):
    """When a reader last chose their public name; no row: never."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="naming"
    )
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.reader_id} chose a name"


class Leaving(models.Model):
    """A reader who asked to be deleted, and can still stay."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="leaving"
    )
    asked_at = models.DateTimeField(db_default=Now())
    erase_at = models.DateTimeField()
    keeps_thoughts = models.BooleanField(help_text="their thoughts stay, without their name")

    class Meta:
        verbose_name_plural = "leaving"
        indexes = [models.Index(fields=["erase_at"], name="leaving_due")]

    def __str__(self) -> str:
        return f"{self.reader_id} leaves"


class Erased(models.Model):
    """The mark of a reader who was erased: should a backup bring them back, they are erased again."""

    mark = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    kept_thoughts = models.BooleanField(editable=False)

    class Meta:
        verbose_name_plural = "erased"

    def __str__(self) -> str:
        return str(self.mark)

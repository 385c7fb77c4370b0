"""A reader's data, put together for them to take away."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


def random_ref() -> str:
    """A name of 128 random bits: nobody guesses another's."""
    return secrets.token_urlsafe(16)


class Export(models.Model):
    """One asking for one's data: the zip, once it is made, and until when it lies there."""

    reader = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=32, unique=True, default=random_ref, editable=False)
    asked_at = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True, help_text="when it is thrown away")
    content = models.BinaryField(null=True, help_text="the zip")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at=None, gone_at=None, content=None)
                | models.Q(made_at__isnull=False, gone_at__isnull=False, content__isnull=False),
                name="export_is_whole",
            )
        ]
        indexes = [models.Index(fields=["gone_at"], name="export_gone")]

    def __str__(self) -> str:
        return f"Data of {self.reader_id}"

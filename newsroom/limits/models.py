"""The book itself."""

from django.db import models


class Note(models.Model):
    """What the doorkeeper remembers under a key, and until when."""

    key = models.CharField(max_length=300, primary_key=True)
    value = models.JSONField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key

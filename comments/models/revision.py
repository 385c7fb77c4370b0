"""What a thought said before it was edited or taken back."""

from django.db import models
from django.db.models.functions import Now

from comments.models.comment import Comment


class Revision(models.Model):
    """An earlier text of a thought; of one that its author took back it is kept for thirty days, for moderators only."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="revisions")
    turn = models.PositiveIntegerField(help_text="the thought's turn while it said this")
    body = models.TextField()
    replaced_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["comment", "-turn"]
        constraints = [models.UniqueConstraint(fields=["comment", "turn"], name="revision_once")]

    def __str__(self) -> str:
        return self.body[:80]

"""The mail: one message to one person, on its way or gone."""

from django.db import models
from django.db.models.functions import Now


class Mail(models.Model):
    """One message to one address; outside the demo its text is forgotten as soon as it is sent."""

    key = models.CharField(
        max_length=200, unique=True, help_text="what makes it this mail: posted twice, it is sent once"
    )
    kind = models.CharField(max_length=40, help_text="why it is sent: reply, pick, digest, account …")
    to = models.EmailField()
    subject = models.TextField()
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, help_text="Message-ID and what else goes with it; fixed when it is posted")
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["to"], name="mail_to")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"

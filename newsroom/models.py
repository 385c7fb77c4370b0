"""The people who use the site, and the demo's outgoing mail."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now


class User(AbstractUser):
    """Somebody with an account: signs in by email, is seen by username."""

    email = models.EmailField("email address", unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(email=""), name="user_has_email")]


class Letter(models.Model):
    """A mail that the demo sent nowhere: shown at /mailbox/ instead."""

    sent_at = models.DateTimeField(db_default=Now())
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return self.subject

"""A thought: what a signed-in reader said about an article."""

import secrets
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Length, Now
from django.urls import reverse

from articles.models import Article

BODY_LIMIT = 5000
DEEPEST = 8
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def random_ref() -> str:
    """A public name of ten random letters and digits: nobody can count thoughts by it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class State(models.TextChoices):
    """Where a thought stands; public are those that nobody objected to, and the approved."""

    NONE = "none", "published"
    APPROVED = "approved", "approved"
    REJECTED = "rejected", "removed"
    PREMOD = "premod", "waiting"
    WITHHELD = "withheld", "waiting"


PUBLIC = (State.NONE, State.APPROVED)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Which thoughts, as a reader would say it."""

    def public(self) -> Self:
        """The one door to readers."""
        return self.filter(state__in=PUBLIC)

    def in_threads(self) -> Self:
        """Newest thread first; inside a thread each reply below what it answers, oldest first."""
        return self.order_by("-thread", "path")


class Comment(models.Model):
    """A thought, its place in its thread, and its text laid out once at posting."""

    ref = models.CharField(max_length=12, unique=True, default=random_ref, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="thoughts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="thoughts")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    thread = models.BigIntegerField(editable=False, help_text="the id of the thread's first thought")
    path = ArrayField(
        models.BigIntegerField(), editable=False, help_text="the ids from the thread's first thought down to this one"
    )
    body = models.TextField(help_text="plain text; an empty line begins a paragraph")
    html = models.TextField(editable=False, help_text="the body laid out: paragraphs and links, nothing else")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NONE)
    idempotency_key = models.UUIDField(editable=False, help_text="one a form: sending it twice posts once")
    created_at = models.DateTimeField(db_default=Now())

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "thought"
        constraints = [
            models.UniqueConstraint(fields=["author", "idempotency_key"], name="comment_posted_once"),
            models.CheckConstraint(condition=~models.Q(body=""), name="comment_not_empty"),
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(Length("body"), BODY_LIMIT), name="comment_bounded"
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "-thread", "path"], name="comment_in_threads", condition=models.Q(state__in=PUBLIC)
            ),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def depth(self) -> int:
        """0 for a thread's first thought."""
        return len(self.path) - 1

    def get_absolute_url(self) -> str:
        """The permalink."""
        return reverse("comments:thought", args=[self.ref])

    def place(self) -> str:
        """Where it stands on its article's page."""
        return f"{self.article.get_absolute_url()}#thought-{self.ref}"

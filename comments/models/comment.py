"""A thought: what a signed-in reader said about an article."""

import secrets
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Length, Now
from django.urls import reverse

from articles.models import Article, ArticleVersion

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


class Mover(models.TextChoices):
    """Who moved a thought into its state."""

    SYSTEM = "system", "the rules"
    AUTHOR = "author", "its author"
    MODERATOR = "moderator", "a moderator"
    ADMIN = "admin", "an administrator"


PUBLIC = (State.NONE, State.APPROVED)
WAITING = (State.PREMOD, State.WITHHELD)
# Which moves the database allows (the trigger in the migration says the same). An author moves a thought by editing
# it: that screens it again, and may hold it but never lift a hold.
_DECIDED = {state: {State.APPROVED, State.REJECTED} - {state} for state in State}
MOVES: dict[Mover, dict[State, set[State]]] = {
    Mover.SYSTEM: {State.NONE: {State.WITHHELD}},
    Mover.AUTHOR: {
        State.NONE: {State.PREMOD, State.WITHHELD, State.REJECTED},
        State.APPROVED: {State.NONE, State.PREMOD, State.WITHHELD, State.REJECTED},
        State.PREMOD: {State.WITHHELD, State.REJECTED},
        State.WITHHELD: {State.PREMOD, State.REJECTED},
    },
    Mover.MODERATOR: _DECIDED,
    Mover.ADMIN: _DECIDED,
}


SEEN = models.Q(state__in=PUBLIC, deleted_at=None)
STANDING = SEEN | models.Q(answers__gt=0)
# What its author alone sees in its place.
UNSEEN = models.Q(state__in=(*WAITING, State.REJECTED), deleted_at=None)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Which thoughts, as a reader would say it."""

    def public(self) -> Self:
        """The one door to readers."""
        return self.filter(SEEN)

    def standing(self) -> Self:
        """What has a place on the page: public thoughts, and the empty places above public answers."""
        return self.filter(STANDING)

    def waiting(self) -> Self:
        """What a moderator has to look at before readers see it."""
        return self.filter(state__in=WAITING, deleted_at=None)

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
    body = models.TextField(blank=True, help_text="plain text; an empty line begins a paragraph; empty once deleted")
    html = models.TextField(
        blank=True, editable=False, help_text="the body laid out: paragraphs and links, nothing else"
    )
    idempotency_key = models.UUIDField(editable=False, help_text="one a form: sending it twice posts once")
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False, help_text="when its author took it back")
    sent_from = models.GenericIPAddressField(null=True, editable=False, help_text="forgotten after thirty days")

    # The sentence of the article that it is about, if it names one.
    about_version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    about_sentence = models.PositiveIntegerField(null=True, editable=False, help_text="its number in that version")
    about_text = models.TextField(blank=True, editable=False, help_text="its words")

    # Counted by triggers, so that they always equal what is counted.
    respects = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    answers = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="public thoughts below this one, at any depth"
    )
    reports = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="reports that no moderator has answered yet"
    )

    picked_at = models.DateTimeField(null=True, editable=False, help_text="when an editor picked it")
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    state = models.CharField(max_length=10, choices=State.choices, default=State.NONE)
    moved_as = models.CharField(max_length=10, choices=Mover.choices, default=Mover.AUTHOR, editable=False)
    turn = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="raised by each edit and each decision: whoever acts says which turn they saw",
    )
    held_at = models.DateTimeField(null=True, editable=False, help_text="since when it waits for a moderator")
    held_by = models.CharField(max_length=30, blank=True, editable=False, help_text="the phase that held it")
    held_because = models.JSONField(
        default=list, editable=False, help_text="grounds: {says, start, end}; the span where words of the body did it"
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "thought"
        permissions = [("pick_comment", "Can pick thoughts")]
        constraints = [
            models.UniqueConstraint(fields=["author", "idempotency_key"], name="comment_posted_once"),
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True) & ~models.Q(body="")
                | models.Q(deleted_at__isnull=False, body="", html="", about_text=""),
                name="comment_empty_once_deleted",
            ),
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(Length("body"), BODY_LIMIT), name="comment_bounded"
            ),
        ]
        indexes = [
            models.Index(fields=["article", "-thread", "path"], name="comment_in_threads", condition=STANDING),
            models.Index(
                fields=["article", "-thread"],
                name="comment_threads",
                condition=STANDING & models.Q(parent=None),
            ),
            models.Index(fields=["article", "-created_at"], name="comment_newest", condition=SEEN),
            models.Index(fields=["author", "article"], name="comment_unseen", condition=UNSEEN),
            models.Index(fields=["-picked_at"], name="comment_picks", condition=models.Q(picked_at__isnull=False)),
            models.Index(
                fields=["article", "-respects", "-thread"],
                name="comment_most_respected",
                condition=STANDING & models.Q(parent=None),
            ),
            models.Index(
                fields=["article", "-answers", "-thread"],
                name="comment_most_discussed",
                condition=STANDING & models.Q(parent=None),
            ),
            models.Index(
                fields=["article", "-picked_at"], name="comment_picked", condition=models.Q(picked_at__isnull=False)
            ),
            models.Index(fields=["author", "-created_at"], name="comment_by_author"),
            models.Index(fields=["sent_from", "-created_at"], name="comment_by_address"),
            models.Index(
                fields=["held_at", "id"],
                name="comment_waiting",
                condition=models.Q(state__in=WAITING, deleted_at=None),
            ),
            models.Index(fields=["id"], name="comment_reported", condition=models.Q(reports__gt=0)),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def is_public(self) -> bool:
        """Whether readers see it."""
        return self.state in PUBLIC and self.deleted_at is None

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

"""What the desk puts on record about a working copy before it goes out: evidence, checks, and the review.

A sentence of a working copy has no row yet, so these rows name it by the hash of its text: they hold as long as the
sentence stands as it did, wherever it moves.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models.article import Article
from articles.models.quoted_passage import QuotedPassage
from articles.models.source import SourceDocument


class Backing(QuotedPassage):
    """A passage that a sentence of the working copy rests on."""

    class State(models.TextChoices):
        """Proposed by code, accepted by an editor, or rejected: kept, so that it is not proposed again."""

        PROPOSED = "proposed", "proposed"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="backings")
    sentence_hash = models.CharField(max_length=64, help_text="SHA-256 of the sentence")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta(QuotedPassage.Meta):
        ordering = ["id"]
        constraints = [
            *QuotedPassage.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "sentence_hash", "document", "start", "end"], name="backing_once"
            ),
        ]


class GateRun(models.Model):
    """What the gate found on one exact state of a working copy."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="gate_runs")
    content_hash = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["article", "content_hash"], name="gate_run_once")]

    def __str__(self) -> str:
        return f"{self.article}: {len(self.findings)} findings"


class Opening(models.Model):
    """A reviewer opened a source's text: who, which text, when."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="openings")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "document", "by"], name="opening_once")]

    def __str__(self) -> str:
        return f"{self.by} opened {self.document}"


class Decision(models.Model):
    """A reviewer's decision on a flagged sentence: it may stand as it is, and why."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="decisions")
    sentence_hash = models.CharField(max_length=64)
    check_name = models.CharField(max_length=40)
    words = models.TextField(blank=True, help_text="the words that the check named")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "sentence_hash", "check_name", "words", "by"], name="decision_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="decision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.reason}"


class Review(models.Model):
    """A finished review of one exact text: the sources were opened, each flagged sentence decided, the three questions answered yes."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reviews")
    content_hash = models.CharField(max_length=64)
    accuracy = models.BooleanField(help_text="I compared the text with its sources")
    sources = models.BooleanField(help_text="the sources are fit to rest on")
    could_reject = models.BooleanField(help_text="I was free to change or reject the text")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "content_hash", "by"], name="review_once"),
            models.CheckConstraint(
                condition=models.Q(accuracy=True, sources=True, could_reject=True), name="review_answers_yes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} reviewed {self.article}"

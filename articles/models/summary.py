"""What the machine wrote about a version: key points and, where the desk wrote none, a dek."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models.generation import GenerationRun
from articles.models.version import ArticleVersion, Sentence


class Summary(models.Model):
    """A summary is always machine-written; one a version, provider and recipe."""

    class State(models.TextChoices):
        """Shown: code has verified each point verbatim. A model's points wait for the gate and an editor."""

        SHOWN = "shown", "shown"
        NEEDS_REVIEW = "needs_review", "needs review"
        APPROVED = "approved", "approved"

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="summaries")
    provider = models.CharField(max_length=40)
    recipe = models.CharField(max_length=80, help_text="the model and the version of the prompt, or of the method")
    state = models.CharField(max_length=20, choices=State.choices)
    run = models.ForeignKey(GenerationRun, on_delete=models.PROTECT, null=True, related_name="summaries")
    findings = models.JSONField(default=list, help_text="what the checks found on the points of a model")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(fields=["version", "provider", "recipe"], name="summary_once"),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="summary_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Summary of {self.version}"


class KeyPoint(models.Model):
    """A contiguous part of one sentence; `version.text[start:end] == text`, inside its sentence: held by a trigger.

    Position 0 is the dek, for an article that came without one. Where a model said it in words of its own, those are
    the `wording`, and the sentence is what they rest on.
    """

    DEK = 0

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    wording = models.TextField(blank=True, help_text="a model's own words; empty where the point is verbatim")

    class Meta:
        ordering = ["summary", "position"]
        constraints = [models.UniqueConstraint(fields=["summary", "position"], name="key_point_position")]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """What readers see."""
        return self.wording or self.text

"""What a machine was asked and what it answered: one row a run, never changed."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models.article import Article
from articles.models.version import ArticleVersion


class GenerationRun(models.Model):
    """One run that wrote something; unique by its inputs, so that the same inputs are never paid twice. Frozen by a trigger."""

    class Kind(models.TextChoices):
        """What was asked for."""

        SUMMARY = "summary", "key points"
        DRAFT = "draft", "a draft of an article"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="runs")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, null=True, related_name="runs")
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120, blank=True)
    prompt_version = models.CharField(max_length=80, help_text="which prompt, or which method and its version")
    input_hash = models.CharField(max_length=64, help_text="SHA-256 over the hashes of all inputs, in order")
    inputs = models.JSONField(default=list, help_text="each input: what it is, and the SHA-256 of its text")
    parameters = models.JSONField(default=dict)
    output = models.JSONField(default=dict)
    findings = models.JSONField(default=list, help_text="what the checks found on the output")
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    cost = models.DecimalField(max_digits=18, decimal_places=9, default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "provider", "model", "prompt_version", "input_hash"], name="run_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.model or self.provider}"

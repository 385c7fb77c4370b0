"""What publishing froze: the version, its sentences, its sources, and the evidence of each sentence.

Versions, sentences and version sources are immutable: a trigger refuses every update and delete.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models.article import AiRole, Article
from articles.models.image import Image
from articles.models.quoted_passage import QuotedPassage
from articles.models.source import Source, SourceDocument


class ArticleVersion(models.Model):
    """The exact text that went out, with who published it, what part a machine had, and why a finding was overridden."""

    # The versions of an article are found by the index that keeps each number once.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=250)
    dek = models.TextField(blank=True)
    body = models.TextField()
    language = models.CharField(max_length=12)
    notice = models.CharField(max_length=150, blank=True)
    html = models.TextField(help_text="the body as HTML, a span a sentence")
    text = models.TextField(help_text="the body as plain text; sentences are spans of it")
    words = models.PositiveIntegerField()
    headings = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    byline = models.JSONField(default=list, help_text="the contributors as they were: slug, name, kind")

    hero = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="+")
    hero_alt = models.CharField(max_length=300, blank=True)
    hero_caption = models.CharField(max_length=300, blank=True)
    hero_credit = models.CharField(max_length=120, blank=True)

    ai_headline = models.CharField(max_length=10, choices=AiRole.choices)
    ai_dek = models.CharField(max_length=10, choices=AiRole.choices)
    ai_body = models.CharField(max_length=10, choices=AiRole.choices)
    ai_provider = models.CharField(max_length=60, blank=True)
    ai_model = models.CharField(max_length=120, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review = models.JSONField(
        default=dict, help_text="what the reviewer opened and decided, as it stood at publication"
    )
    responsible = models.CharField(max_length=150, blank=True, help_text="who answers for the text, by name")

    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(db_default=Now())
    override_reason = models.TextField(blank=True)
    findings = models.JSONField(default=list, help_text="what the gate found on this text")

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="version_review_has_name_and_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(findings__contains=[{"severity": "red"}]) | ~models.Q(override_reason=""),
                name="version_red_only_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} (version {self.number})"


class VersionSource(models.Model):
    """A source as it stood under a version, with the text that was read."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="cited")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="version_source_position")]

    def __str__(self) -> str:
        return f"{self.position}. {self.source}"


class Sentence(models.Model):
    """A sentence of a version's body, numbered in reading order; `version.text[start:end] == text`, held by a trigger."""

    class Kind(models.TextChoices):
        """What a sentence does, by its wording."""

        REPORTED = "reported", "reported"
        ATTRIBUTED = "attributed", "attributed"
        BACKGROUND = "background", "background"
        INFERENCE = "inference", "inference"
        QUOTATION = "quotation", "quotation"

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="sentences")
    number = models.PositiveIntegerField()
    paragraph = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REPORTED)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="sentence_numbered_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="sentence_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class Evidence(QuotedPassage):
    """A passage of a source document that a sentence rests on."""

    class State(models.TextChoices):
        """Proposed by code, or accepted by an editor."""

        PROPOSED = "proposed", "proposed"
        ACCEPTED = "accepted", "accepted"

    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="evidence")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta(QuotedPassage.Meta):
        ordering = ["sentence", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            *QuotedPassage.Meta.constraints,
            models.UniqueConstraint(fields=["sentence", "document", "start", "end"], name="evidence_once"),
        ]

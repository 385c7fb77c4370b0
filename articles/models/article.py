"""The article: the identity readers link to, and the editors' working copy."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from articles.models.image import Image
from articles.models.section import Contributor, Section
from articles.models.source import Source
from articles.models.story import Story

BODY_LIMIT = 200_000
LANGUAGES = [("en", "English"), ("ko", "Korean"), ("zh", "Chinese"), ("ja", "Japanese"), ("ar", "Arabic"), ("de", "German"),
             ("fr", "French"), ("es", "Spanish")]  # fmt: skip


class AiRole(models.TextChoices):
    """What part a machine had in a text."""

    NONE = "none", "written by people"
    ASSISTED = "assisted", "AI-assisted"
    GENERATED = "generated", "AI-generated"


class State(models.TextChoices):
    """Where an article stands."""

    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    WITHHELD = "withheld", "withheld"
    RETRACTED = "retracted", "retracted"
    KILLED = "killed", "killed"
    SPIKED = "spiked", "spiked"


PUBLIC = (State.PUBLISHED, State.RETRACTED)


class ArticleQuerySet(models.QuerySet["Article"]):
    """Which articles, as a reader or an editor would say it."""

    def published(self, at: datetime | None = None) -> Self:
        """The one door to readers: what is public at that time, by the database's clock unless given."""
        return self.filter(state__in=PUBLIC, published_at__lte=at or Now())

    def before(self, published_at: datetime, pk: int) -> Self:
        """What follows that place in a newest-first list; the index finds it however far down it is."""
        earlier = models.Q(published_at__lt=published_at) | models.Q(pk__lt=pk)
        return self.filter(earlier, published_at__lte=published_at)

    def for_lists(self) -> Self:
        """Newest first, with what a card shows and without the texts."""
        return (
            self.select_related("section", "page")
            .defer("body", "page__html", "page__head", "page__toc")
            .order_by("-published_at", "-id")
        )


class Article(models.Model):
    """One text about a story: its slug, section and state, and the working copy that publishing freezes."""

    # Unique by constraints of their own: a field that says so itself gets a second index, for words that begin alike,
    # and nobody looks for those.
    slug = models.SlugField(max_length=120, db_index=False)
    # Named in feeds: stable whatever becomes of the slug, and nobody can count drafts by it.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    external_id = models.CharField(max_length=200, null=True, blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="articles")
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles")
    # The same as `story` where the program put it there. Anything else in `story`, nothing included, is the desk's word.
    grouped_into = models.ForeignKey(
        Story, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="grouped"
    )
    angle = models.CharField(max_length=80, blank=True, help_text="what this article asks of the story, in a few words")
    angle_order = models.PositiveSmallIntegerField(
        "order",
        null=True,
        blank=True,
        help_text="place among the story's angles; those without one follow, newest first",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)

    headline = models.CharField(max_length=250)
    dek = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(600)],
        help_text="one to three sentences; where it is empty, one is chosen from the article",
    )
    body = models.TextField(blank=True, help_text="Markdown: paragraphs, ## headings, lists, links, emphasis")
    language = models.CharField(max_length=12, choices=LANGUAGES, default="en")
    notice = models.CharField(
        max_length=150, blank=True, help_text="a line above the headline, such as “Sample article”"
    )
    contributors = models.ManyToManyField(Contributor, through="Byline", related_name="articles")
    sources = models.ManyToManyField(Source, through="Citation", related_name="articles")

    hero = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hero_alt = models.CharField(
        "description of the picture",
        max_length=300,
        blank=True,
        help_text="what is seen, for readers who cannot see it",
    )
    hero_caption = models.CharField("caption", max_length=300, blank=True)
    hero_credit = models.CharField("credit", max_length=120, blank=True)

    ai_headline = models.CharField("headline", max_length=10, choices=AiRole.choices, default=AiRole.NONE)
    ai_dek = models.CharField("dek", max_length=10, choices=AiRole.choices, default=AiRole.NONE)
    ai_body = models.CharField("body", max_length=10, choices=AiRole.choices, default=AiRole.NONE)
    ai_provider = models.CharField("provider", max_length=60, blank=True, help_text="who runs the model")
    ai_model = models.CharField(
        "model", max_length=120, blank=True, help_text="which model wrote it, or “not recorded”"
    )

    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="embargo: once published, readers see it from this time on"
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    date_note = models.CharField(
        max_length=150, blank=True, help_text="where the date comes from, if the desk set it afterwards"
    )
    # Its index finds the articles that show a picture, once that has its sizes.
    live = models.ForeignKey(
        "ArticleVersion", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    revision = models.PositiveIntegerField(
        default=0, editable=False, help_text="counts saves, so that two editors notice each other"
    )
    edited_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="article_slug_once"),
            models.UniqueConstraint(fields=["external_id"], name="article_external_id_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=PUBLIC) | models.Q(live__isnull=False, published_at__isnull=False),
                name="article_public_only_with_version",
            ),
            models.CheckConstraint(condition=~models.Q(headline=""), name="article_has_headline"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest", condition=models.Q(state__in=PUBLIC)),
            models.Index(
                fields=["section", "-published_at", "-id"],
                name="article_newest_in_section",
                condition=models.Q(state__in=PUBLIC),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """The article's address; it never changes after publication."""
        return reverse("articles:article", args=[self.slug])

    def full_url(self) -> str:
        """The address with the site's name in front."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def is_filed_by_desk(self) -> bool:
        """True where the desk said what story it belongs to, or that it belongs to none."""
        return self.story_id != self.grouped_into_id

    @property
    def is_public(self) -> bool:
        """True where readers see it, an embargo aside."""
        return self.state in PUBLIC


class Byline(models.Model):
    """A contributor's place in an article's byline."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "contributor"], name="byline_once")]

    def __str__(self) -> str:
        return str(self.contributor)


class Citation(models.Model):
    """A source's place under an article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "source"], name="citation_once")]

    def __str__(self) -> str:
        return str(self.source)

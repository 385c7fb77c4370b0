"""How conversations are run: who may post where, what is held, and what is counted."""

from django.db import models
from django.db.models.functions import Lower, Now

from articles.models import Article, Section


class Rules(models.Model):
    """Whether a conversation is open and who looks first: for the site, a section or an article; the nearest answer counts."""

    section = models.OneToOneField(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    article = models.OneToOneField(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    closed = models.BooleanField(null=True, blank=True, help_text="nobody can post; empty: as further up")
    closes_after_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="days after publication when it closes; empty: as further up"
    )
    premoderated = models.BooleanField(
        null=True, blank=True, help_text="each thought waits for a moderator; empty: as further up"
    )

    class Meta:
        verbose_name_plural = "rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(section__isnull=True) | models.Q(article__isnull=True), name="rules_have_one_scope"
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(section__isnull=True, article__isnull=True),
                name="rules_of_the_site_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Rules of {self.article or self.section or 'the site'}"


class Thresholds(models.Model):
    """When the phases of moderation hold a thought; one row for the site."""

    newcomer_approvals = models.PositiveSmallIntegerField(
        default=2, help_text="a reader's thoughts wait until so many were approved"
    )
    link_approvals = models.PositiveSmallIntegerField(
        default=3, help_text="thoughts with links wait until so many were approved"
    )
    reports = models.PositiveSmallIntegerField(default=3, help_text="a thought waits once so many readers reported it")
    rejections = models.PositiveSmallIntegerField(
        default=3, help_text="thoughts wait while so many of the author's last five were removed"
    )
    spam = models.FloatField(default=0.5, help_text="0 to 1: thoughts that look like spam from here on wait")
    toxicity = models.FloatField(default=0.5, help_text="0 to 1: thoughts that look hostile from here on wait")

    class Meta:
        verbose_name_plural = "thresholds"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="thresholds_once"),
            models.CheckConstraint(
                condition=models.Q(spam__range=(0, 1), toxicity__range=(0, 1)), name="thresholds_are_shares"
            ),
        ]

    def __str__(self) -> str:
        return "Thresholds"


class Word(models.Model):
    """A word that is banned (a thought with it is removed at once) or suspect (it waits). A `*` stands for any ending."""

    class Kind(models.TextChoices):
        """What happens to a thought with it."""

        BANNED = "banned", "banned"
        SUSPECT = "suspect", "suspect"

    text = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SUSPECT)
    note = models.CharField(max_length=200, blank=True, help_text="why it is on the list")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(Lower("text"), name="word_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="word_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class Tally(models.Model):
    """How many thoughts an article has in each state; kept by triggers, so that it always equals what is counted."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="+")
    none = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    premod = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0, help_text="taken back by their authors, in whatever state")
    public = models.GeneratedField(
        expression=models.F("none") + models.F("approved"), output_field=models.PositiveIntegerField(), db_persist=True
    )
    newest_at = models.DateTimeField(null=True, help_text="when the newest thought was posted, in whatever state")

    class Meta:
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["-public"], name="tally_most_discussed")]

    def __str__(self) -> str:
        return f"{self.public} thoughts on {self.article_id}"

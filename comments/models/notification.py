"""What a reader is told of, and how."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from comments.models.comment import Comment


class Pace(models.TextChoices):
    """How soon a mail is sent."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day"
    NEVER = "never", "Never"


class Wishes(models.Model):
    """How a reader wants to be told; no row means the defaults."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="wishes"
    )
    replies = models.CharField("replies to your thoughts", max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    picks = models.CharField("editor's picks", max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    articles = models.CharField(
        "new articles in what you follow",
        max_length=10,
        choices=Pace.choices,
        default=Pace.NEVER,
        db_default=Pace.NEVER,
    )
    digest_at = models.PositiveSmallIntegerField(default=7, help_text="the hour (UTC) of the daily mail")
    digest_sent_on = models.DateField(null=True, editable=False)
    silent_since = models.DateTimeField(
        null=True, editable=False, help_text="no mail at all since then: the reader asked to be deleted"
    )

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.CheckConstraint(condition=models.Q(digest_at__lt=24), name="wishes_hour_of_a_day"),
            models.CheckConstraint(condition=~models.Q(articles=Pace.AT_ONCE), name="wishes_articles_daily_at_most"),
        ]
        indexes = [
            models.Index(
                fields=["digest_at", "digest_sent_on"],
                name="wishes_daily",
                condition=models.Q(replies=Pace.DAILY) | models.Q(picks=Pace.DAILY) | models.Q(articles=Pace.DAILY),
            )
        ]

    def __str__(self) -> str:
        return f"Wishes of {self.reader_id}"


class Notification(models.Model):
    """Something a reader is told on the site, and by mail if they wish."""

    class Kind(models.TextChoices):
        """What happened."""

        REPLY = "reply", "reply"
        PICK = "pick", "editor's pick"
        DECISION = "decision", "decision"

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="+", help_text="the reply; the thought picked or decided on"
    )
    at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(
        null=True, help_text="when its mail was posted; empty: none, or in the next digest"
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["reader", "kind", "comment"], name="notification_once")]
        indexes = [models.Index(fields=["reader", "-at"], name="notification_of_reader")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.reader_id}"

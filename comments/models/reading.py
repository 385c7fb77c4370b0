"""What a reader does with others' thoughts: respect them, mute their author or a thread, come back to read on."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models import Article
from comments.models.comment import Comment


class Respect(models.Model):
    """One reader's respect for one thought; taken back by deleting the row."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="respected")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "comment"], name="respect_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} respects {self.comment_id}"


class Mute(models.Model):
    """A reader who does not want to read another: seen and known only by whoever muted."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~models.Q(reader=models.F("muted")), name="mute_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} does not read {self.muted_id}"


class QuietThread(models.Model):
    """A thread whose replies a reader is no longer told of."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "thread"], name="quiet_thread_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} leaves thread {self.thread_id}"


class Visit(models.Model):
    """When a reader last read a discussion, and the time before, so that what came since can be marked as new."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_default=Now())
    before_at = models.DateTimeField(null=True, help_text="the visit before; reloading a page is no new visit")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "article"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} read {self.article_id}"

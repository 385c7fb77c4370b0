"""What a reader keeps at hand: saved articles, followed sections and stories."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models import Article, Section, Story


class Saved(models.Model):
    """An article that a reader put aside."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "saved"
        constraints = [models.UniqueConstraint(fields=["reader", "article"], name="saved_once")]
        indexes = [models.Index(fields=["reader", "-id"], name="saved_of_reader")]

    def __str__(self) -> str:
        return f"{self.reader_id} saved {self.article_id}"


class SectionFollow(models.Model):
    """A section that a reader follows."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "section"], name="section_followed_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} follows section {self.section_id}"


class StoryFollow(models.Model):
    """A story that a reader follows; where it became part of another, that one."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "story"], name="story_followed_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} follows story {self.story_id}"

"""Which articles tell one event: what the program proposes, what the desk decided, and the story's page as laid out."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models.article import Article
from articles.models.story import Story


class StoryProposal(models.Model):
    """Two articles that may tell one event: proposed by the program, answered by the desk; an answer is never asked again."""

    class State(models.TextChoices):
        """What the desk said."""

        OPEN = "open", "open"
        SAME = "same", "one story"
        APART = "apart", "not the same"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="story_proposals")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="story_proposals_from")
    score = models.FloatField(default=0, help_text="mean likeness of their groups, 0 to 1")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="story_proposal_once"),
            models.CheckConstraint(condition=models.Q(article__lt=models.F("other")), name="story_proposal_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.article} / {self.other}"


class StoryPage(models.Model):
    """What a story's articles say together, laid out once; derived, and shown only as long as they are the same."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, primary_key=True, related_name="page")
    mark = models.CharField(
        max_length=64, help_text="names the articles, their versions and the templates it was made from"
    )
    html = models.TextField(help_text="facts, conflicts, timeline and sources")
    laid_out_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.story)

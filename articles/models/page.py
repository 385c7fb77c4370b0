"""What is the same for every reader, laid out once: at publishing, and when key points or neighbours arrive."""

from django.db import models

from articles.models.article import Article
from articles.models.version import ArticleVersion


class Page(models.Model):
    """An article as readers get it; derived, and laid out anew whenever what it shows has changed."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="page")
    # No version is ever deleted, so nobody has to find the page of one.
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    edition = models.CharField(max_length=16, help_text="which templates laid it out")
    headline = models.CharField(max_length=250)
    dek = models.TextField(blank=True)
    label = models.CharField(
        max_length=80, blank=True, help_text="the disclosure in a few words; empty where people wrote all"
    )
    notice = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=12)
    minutes = models.PositiveSmallIntegerField()
    image = models.JSONField(null=True, help_text="the hero for cards: src, srcset, width, height, alt")
    points = models.JSONField(default=list, help_text="the key points that may be shown: text, sentence number")
    points_label = models.CharField(
        max_length=250, blank=True, db_default="", help_text="who chose or wrote the key points, and who let them stand"
    )
    html = models.TextField(help_text="the article, from its headline to its sources")
    head = models.TextField(help_text="description for machines and structured data")
    toc = models.TextField(blank=True, help_text="the list of the body's headings")
    laid_out_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.headline

"""What a mail quotes: thoughts, and headlines with what a machine had to do with them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from articles.disclosure import disclose_all
from articles.models import Article, ArticleVersion
from comments.models import Comment

EXCERPT = 700
LEFT = "A reader who left"


def excerpt(text: str) -> str:
    """At most 700 characters of a thought, cut between words."""
    if len(text) <= EXCERPT:
        return text
    return f"{text[:EXCERPT].rsplit(None, 1)[0]} …"


def quoted(comment: Comment | None) -> dict[str, Any]:
    """A thought as a mail quotes it: `name`, `at`, `text`, `address`; empty values where there is none."""
    if comment is None:
        return {"name": "", "at": None, "text": "", "address": ""}
    name = comment.author.public_name if comment.author else LEFT
    address = f"{settings.SITE_URL}{comment.get_absolute_url()}"
    return {"name": name, "at": comment.created_at, "text": excerpt(comment.body), "address": address}


def named(articles: Iterable[Article]) -> dict[int, dict[str, str]]:
    """Public articles by their keys as a mail names them: `headline`, with the disclosure in front, and `address`.

    Costs three queries, however many they are.
    """
    listed = {article.live_id: article for article in articles if article.live_id}
    versions = list(ArticleVersion.objects.filter(pk__in=listed))
    said = disclose_all(versions)
    return {
        version.article_id: {
            "headline": said[version.pk].mark(version.headline),
            "address": f"{settings.SITE_URL}{listed[version.pk].get_absolute_url()}",
        }
        for version in versions
    }

"""Channels: which articles a feed follows, and under what name."""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import get_object_or_404

from articles.models import Article, Section
from articles.models.article import ArticleQuerySet

DESCRIPTION = "News with its sources shown."


@dataclass(frozen=True)
class Channel:
    """A list of articles to follow; its feeds stand below the list's own page."""

    title: str
    description: str
    path: str
    """The address of the page it follows, from the site's root; ends with a slash."""
    articles: ArticleQuerySet
    """Through the readers' door, in any order."""

    @property
    def page(self) -> str:
        """The full address of the page it follows."""
        return f"{settings.SITE_URL}{self.path}"

    def address(self, kind: str) -> str:
        """The full address of its feed of a kind: rss, atom or json."""
        return f"{self.page}feed.{kind}"


def latest() -> Channel:
    """All sections."""
    return Channel(settings.SITE_NAME, DESCRIPTION, "/", Article.objects.published())


def of_section(slug: str) -> Channel:
    """One section; raises Http404 for an unknown one."""
    section = get_object_or_404(Section, slug=slug)
    return Channel(
        f"{settings.SITE_NAME}: {section.name}",
        section.description or DESCRIPTION,
        section.get_absolute_url(),
        Article.objects.published().filter(section=section),
    )

"""Entries: an article as a feed tells of it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from articles.dates import modified_at
from articles.disclosure import Disclosure, disclose_all
from articles.feeds.channel import Channel
from articles.models import Article, ArticleVersion

LENGTH = 30
# XML 1.0 has no way to say these, not even as references.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One article: its names and times, its text with the label in front, and the whole disclosure."""

    id: str
    url: str
    title: str
    text: str
    """The dek in plain text; the label stands in front of it where a machine had part in headline, dek or body."""
    authors: list[str]
    section: str
    language: str
    published: datetime
    modified: datetime
    image: str
    disclosure: Disclosure

    @property
    def terms(self) -> list[str]:
        """The IPTC's terms for what the entry shows and leads to; empty where people wrote all of it."""
        terms = [self.disclosure.term(part) for part in ("body", "headline", "dek")]
        return list(dict.fromkeys(filter(None, terms)))


def entries(channel: Channel) -> list[Entry]:
    """The channel's newest thirty; costs three queries."""
    heavy = ("body", "html", "text", "findings", "headings")
    newest = channel.articles.for_lists().select_related("live").defer(*(f"live__{name}" for name in heavy))
    # The page defers what a list does not show; `defer` above would bring it back.
    newest = newest.defer("body", "page__html", "page__head", "page__toc", *(f"live__{name}" for name in heavy))
    pairs = [(article, article.live) for article in newest[:LENGTH] if article.live]
    disclosures = disclose_all(version for _, version in pairs)
    return [_entry(article, version, disclosures[version.pk]) for article, version in pairs]


def _entry(article: Article, version: ArticleVersion, disclosure: Disclosure) -> Entry:
    page = article.page
    return Entry(
        # Stable whatever becomes of the slug (RFC 4151).
        id=f"tag:{settings.SITE_HOST},2026:article/{article.uid}",
        url=article.full_url(),
        title=speakable(version.headline),
        text=speakable(disclosure.mark(page.dek)),
        authors=[speakable(person["name"]) for person in version.byline] or [settings.SITE_NAME],
        section=speakable(article.section.name),
        language=version.language,
        published=article.published_at or version.published_at,
        modified=modified_at(article.published_at, version.number, version.published_at),
        image=f"{settings.SITE_URL}{page.image['src']}" if page.image else "",
        disclosure=disclosure,
    )


def speakable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return UNSPEAKABLE.sub("", text)

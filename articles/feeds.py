"""Feeds: what is new, with the same disclosure as the pages."""

from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed, SimplerXMLGenerator

from articles.disclosure import IPTC, TERMS
from articles.models import AiRole, Article, Section

LENGTH = 30


class DisclosingRss(Rss201rev2Feed):
    """RSS 2.0 that names the authors as Dublin Core and marks machine-written text with the IPTC's term."""

    def rss_attributes(self) -> dict[str, str]:
        """Declares Dublin Core beside Atom."""
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Adds the creators and, where a machine had part in it, the digital source type."""
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        if item["source_type"]:
            handler.startElement("category", AttributesImpl({"domain": IPTC}))
            handler.characters(item["source_type"])
            handler.endElement("category")


class LatestFeed(Feed):
    """The newest articles of all sections."""

    feed_type = DisclosingRss
    language = "en"

    def get_object(self, request: HttpRequest, slug: str = "") -> Section | None:
        """The section of the feed; none for all."""
        return get_object_or_404(Section, slug=slug) if slug else None

    def title(self, section: Section | None) -> str:
        """The site's name, and the section's."""
        return f"{settings.SITE_NAME}: {section.name}" if section else settings.SITE_NAME

    def link(self, section: Section | None) -> str:
        """The page that the feed follows."""
        return f"{settings.SITE_URL}{section.get_absolute_url() if section else '/'}"

    def feed_url(self, section: Section | None) -> str:
        """The feed's own address."""
        return f"{settings.SITE_URL}{section.get_absolute_url() if section else '/'}feed.rss"

    def description(self, section: Section | None) -> str:
        """What the section is about."""
        return section.description if section else "News with its sources shown."

    def items(self, section: Section | None) -> list[Article]:
        """The newest, through the readers' door."""
        articles = Article.objects.published().for_lists().select_related("live")
        return list((articles.filter(section=section) if section else articles)[:LENGTH])

    def item_title(self, article: Article) -> str:
        """The headline."""
        return article.page.headline

    def item_description(self, article: Article) -> str:
        """The dek, with the label in front where a machine had part in the text."""
        return f"[{article.page.label}] {article.page.dek}" if article.page.label else article.page.dek

    def item_link(self, article: Article) -> str:
        """The full address."""
        return article.full_url()

    def item_guid(self, article: Article) -> str:
        """Stable whatever becomes of the slug (RFC 4151)."""
        return f"tag:{settings.SITE_HOST},2026:article/{article.uid}"

    item_guid_is_permalink = False

    def item_pubdate(self, article: Article) -> datetime | None:
        """When readers first saw it."""
        return article.published_at

    def item_categories(self, article: Article) -> list[str]:
        """The section."""
        return [article.section.name]

    def item_extra_kwargs(self, article: Article) -> dict[str, Any]:
        """Authors and digital source type."""
        live = article.live
        creators = [person["name"] for person in live.byline] if live else []
        term = TERMS.get(AiRole(live.ai_body)) if live else None
        return {"creators": creators or [settings.SITE_NAME], "source_type": term or ""}


class SectionFeed(LatestFeed):
    """The newest articles of one section."""

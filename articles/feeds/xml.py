"""RSS 2.0 and Atom (RFC 4287)."""

import io
from collections.abc import Iterable, Sequence
from html import escape
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils.feedgenerator import rfc2822_date, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from articles.disclosure import IPTC
from articles.feeds.channel import Channel
from articles.feeds.entry import Entry, speakable

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
Attributes = dict[str, str]


class _Writer:
    """An XML document under way."""

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.xml = SimplerXMLGenerator(self.out, "utf-8", short_empty_elements=True)
        self.xml.startDocument()

    def open(self, name: str, attributes: Attributes | None = None) -> None:
        """Begins an element."""
        self.xml.startElement(name, AttributesImpl(attributes or {}))

    def close(self, *names: str) -> None:
        """Ends elements, the innermost first."""
        for name in names:
            self.xml.endElement(name)

    def add(self, name: str, text: str = "", **attributes: str) -> None:
        """A whole element."""
        self.xml.addQuickElement(name, text or None, attributes or None)

    def text(self) -> str:
        """What was written."""
        return self.out.getvalue()


def rss(channel: Channel, entries: Sequence[Entry]) -> str:
    """RSS 2.0 with Dublin Core's creators, the IPTC's digital source types and the feed's own address."""
    w = _Writer()
    w.open("rss", {"version": "2.0", "xmlns:atom": ATOM, "xmlns:dc": DUBLIN_CORE})
    w.open("channel")
    w.add("title", speakable(channel.title))
    w.add("link", channel.page)
    w.add("description", speakable(channel.description))
    w.add("atom:link", rel="self", type="application/rss+xml", href=channel.address("rss"))
    if settings.WEBSUB_HUB:
        w.add("atom:link", rel="hub", href=settings.WEBSUB_HUB)
    w.add("language", "en")
    if entries:
        w.add("lastBuildDate", rfc2822_date(max(entry.modified for entry in entries)))
    for entry in entries:
        _rss_item(w, entry)
    w.close("channel", "rss")
    return w.text()


def _rss_item(w: _Writer, entry: Entry) -> None:
    w.open("item")
    w.add("title", entry.title)
    w.add("link", entry.url)
    # Readers take a description as HTML.
    w.add("description", escape(entry.text, quote=False))
    for name in entry.authors:
        w.add("dc:creator", name)
    w.add("category", entry.section)
    for term in entry.terms:
        w.add("category", term, domain=IPTC)
    w.add("guid", entry.id, isPermaLink="false")
    w.add("pubDate", rfc2822_date(entry.published))
    w.close("item")


def atom(channel: Channel, entries: Sequence[Entry]) -> str:
    """Atom; a feed without entries was updated when time began, since it must say when."""
    w = _Writer()
    w.open("feed", {"xmlns": ATOM, "xml:lang": "en"})
    w.add("id", channel.address("atom"))
    w.add("title", speakable(channel.title))
    w.add("subtitle", speakable(channel.description))
    w.add("updated", _latest(entries))
    _authors(w, [settings.SITE_NAME])
    w.add("link", rel="self", type="application/atom+xml", href=channel.address("atom"))
    w.add("link", rel="alternate", type="text/html", href=channel.page)
    if settings.WEBSUB_HUB:
        w.add("link", rel="hub", href=settings.WEBSUB_HUB)
    for entry in entries:
        _atom_entry(w, entry)
    w.close("feed")
    return w.text()


def _latest(entries: Sequence[Entry]) -> str:
    return rfc3339_date(max(entry.modified for entry in entries)) if entries else "1970-01-01T00:00:00Z"


def _atom_entry(w: _Writer, entry: Entry) -> None:
    w.open("entry", {"xml:lang": entry.language})
    w.add("id", entry.id)
    w.add("title", entry.title)
    w.add("updated", rfc3339_date(entry.modified))
    w.add("published", rfc3339_date(entry.published))
    _authors(w, entry.authors)
    w.add("link", rel="alternate", type="text/html", href=entry.url)
    w.add("summary", entry.text)
    w.add("category", term=entry.section)
    for term in entry.terms:
        w.add("category", term=term, scheme=IPTC)
    w.close("entry")


def _authors(w: _Writer, names: Iterable[str]) -> None:
    for name in names:
        w.open("author")
        w.add("name", name)
        w.close("author")

"""Feeds: what is new as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, with the same disclosure as the pages."""

from articles.feeds.addresses import feeds_at
from articles.feeds.channel import Channel, latest, of_section

__all__ = ["Channel", "feeds_at", "latest", "of_section"]

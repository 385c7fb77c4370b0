"""JSON Feed 1.1."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from articles.feeds.channel import Channel
from articles.feeds.entry import Entry

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, entries: Sequence[Entry]) -> str:
    """The feed; each item's `_ai` is its whole disclosure."""
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.page,
        "feed_url": channel.address("json"),
        "language": "en",
        "authors": [{"name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"}],
        "items": [_item(entry) for entry in entries],
    }
    if settings.WEBSUB_HUB:
        feed["hubs"] = [{"type": "WebSub", "url": settings.WEBSUB_HUB}]
    return json.dumps(feed, ensure_ascii=False)


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.modified.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [entry.section],
        "language": entry.language,
        "_ai": entry.disclosure.as_json(),
    }
    return item | {"image": entry.image} if entry.image else item

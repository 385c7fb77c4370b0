"""Where feeds stand, and how they are asked for again."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.feeds.channel import Channel
from articles.feeds.entry import Entry, entries
from articles.feeds.json_feed import json_feed
from articles.feeds.xml import atom, rss

Writer = Callable[[Channel, Sequence[Entry]], str]
KINDS: dict[str, tuple[Writer, str]] = {
    "rss": (rss, "application/rss+xml; charset=utf-8"),
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}
# What is withdrawn is out of every feed after this time, caches on the way included.
SHARED_SECONDS = 5
REMEMBERED_SECONDS = 7 * 24 * 3600


def feeds_at(prefix: str, name: str, channel: Callable[..., Channel]) -> list[URLPattern]:
    """The three feeds of a channel below a path; `channel` is called with what the path captures."""
    return [
        path(f"{prefix}feed.{kind}", _feed, {"kind": kind, "channel": channel}, name=f"{name}-{kind}") for kind in KINDS
    ]


@require_safe
def _feed(request: HttpRequest, kind: str, channel: Callable[..., Channel], **captured: Any) -> HttpResponse:
    """A feed with the marks by which a client asks whether it changed; the middleware answers 304."""
    write, content_type = KINDS[kind]
    made = channel(**captured)
    response = HttpResponse(write(made, entries(made)), content_type=content_type)
    if settings.WEBSUB_HUB:
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{made.address(kind)}>; rel="self"'
    mark = hashlib.sha256(response.content).hexdigest()[:32]
    response["ETag"] = f'"{mark}"'
    response["Last-Modified"] = http_date(_since(request.path, mark))
    patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
    return response


def _since(address: str, mark: str) -> int:
    """Since when the feed has been what it is now, in seconds.

    The newest article's time would not do: a feed also changes by what is withdrawn. Each change gets a second of its
    own. Where nothing is remembered it changed just now, so that nobody keeps what is out of date.
    """
    now = int(timezone.now().timestamp())
    known, since = cache.get(f"feed:{address}", ("", 0))
    if known != mark:
        since = max(now, since + 1)
        cache.set(f"feed:{address}", (mark, since), REMEMBERED_SECONDS)
    return int(since)

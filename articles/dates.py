"""When readers first saw a text, and when it last changed: the same in pages, feeds, sitemaps and structured data."""

from datetime import datetime


def modified_at(published_at: datetime | None, number: int, version_at: datetime) -> datetime:
    """When what readers see last changed, from the article's first publication and the live version's number and time.

    Never before they first saw it; and a first version changed nothing.
    """
    if published_at is None:
        return version_at
    return published_at if number == 1 else max(published_at, version_at)

"""The cache, but for what guards a door: that stands in Postgres.

A limit in a cache is forgotten when the cache is away, is full or was emptied, and then anybody may guess passwords.
Sign-in asks its limits through Django's cache; here its keys turn off to the doorkeeper's book. Without Postgres nobody
signs in at all, while pages that need no cache go on being read.
"""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT

from newsroom.cache import ForgivingRedisCache
from newsroom.limits import book

# What django-allauth's limits, and its codes that were used once, are called.
GUARDED = "allauth"
LONGEST_SECONDS = 86_400


class LimitKeepingCache(ForgivingRedisCache):
    """A cache that forgets, and never what guards a door."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> Any:
        """Whether the key was free, and now is taken."""
        if _guards(key):
            return book.claim(key, value, _seconds(timeout))
        return super().add(key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What stands under the key, else `default`."""
        if _guards(key):
            found = book.read(key)
            return default if found is None else found
        return super().get(key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Puts it there."""
        if _guards(key):
            book.write(key, value, _seconds(timeout))
        else:
            super().set(key, value, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> Any:
        """Whether it was there, and now is not."""
        if _guards(key):
            return book.strike_out(key)
        return super().delete(key, version)


def _guards(key: Any) -> bool:
    return str(key).startswith(GUARDED)


def _seconds(timeout: Any) -> float:
    return float(LONGEST_SECONDS if timeout in {None, DEFAULT_TIMEOUT} else timeout)

"""The cache may be away: then nothing is remembered, and every page still works."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# What each method answers while the cache is away: as if it had just been emptied.
ANSWERS: Mapping[str, Any] = {
    "add": True,
    "set": None,
    "touch": False,
    "delete": False,
    "has_key": False,
    "incr": 1,
    "set_many": [],
    "delete_many": None,
    "clear": False,
}


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache that forgets instead of failing when its server is away."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The remembered value, else `default`: also when the server is away."""
        try:
            return super().get(key, default, version)
        except (RedisError, OSError) as error:
            return _without(error, default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """What is remembered of `keys`: nothing when the server is away."""
        try:
            found: dict[Any, Any] = super().get_many(keys, version)
        except (RedisError, OSError) as error:
            log.warning("the cache is away, going on without it: %s", error)
            return {}
        return found


def _without(error: Exception, answer: Any) -> Any:
    log.warning("the cache is away, going on without it: %s", error)
    return answer


def _forgiving(name: str) -> Any:
    plain = getattr(RedisCache, name)

    def method(self: ForgivingRedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return plain(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            return _without(error, ANSWERS[name])

    method.__doc__ = f"{name}, or {ANSWERS[name]!r} when the server is away."
    return method


for _name in ANSWERS:
    setattr(ForgivingRedisCache, _name, _forgiving(_name))

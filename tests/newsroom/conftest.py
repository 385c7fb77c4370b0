"""What the tests of the frame share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches


@pytest.fixture
def cache_away(settings: Any) -> Iterator[None]:
    """A cache whose server does not answer: its address leads nowhere."""
    before = settings.CACHES
    settings.CACHES = {"default": before["default"] | {"LOCATION": "redis://127.0.0.1:9/0"}}
    yield
    settings.CACHES = before
    caches.close_all()

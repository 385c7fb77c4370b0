"""What every test stands on: real servers, a database a worker, no network beyond this machine."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import plant

plant.start()
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    # Each worker has its own database from pytest-django; its own cache and broker lie in a numbered database too.
    for name in ("REDIS_URL", "CACHE_URL"):
        os.environ[name] = f"{os.environ[name].rsplit('/', 1)[0]}/{int(worker) + 1}"

import django  # noqa: E402 - needs the servers above

django.setup()

from tests import factories  # noqa: E402 - needs the apps


def pytest_unconfigure() -> None:
    """Stops what was started, also after a failure."""
    plant.stop()


class NetworkRefusedError(AssertionError):
    """A test tried to leave this machine."""


_connect = socket.socket.connect


def _connect_on_loopback(self: socket.socket, address: Any) -> None:
    if (
        self.family in {socket.AF_INET, socket.AF_INET6}
        and not ipaddress.ip_address(socket.gethostbyname(address[0])).is_loopback
    ):
        raise NetworkRefusedError(f"tests stay on this machine, and this one wanted {address}")
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuses every connection beyond loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect_on_loopback)
        yield


@pytest.fixture(autouse=True)
def quick_and_tidy(settings: Any, tmp_path: Path) -> None:
    """Pictures go to a folder of the test; passwords are hashed quickly; mail stays in the outbox of Django's test runner."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The desk's own tests sign in with a password alone; what guards it is turned on by tests of their own.
    settings.STAFF_NEED_SECOND_FACTOR = False
    settings.EVEN_ANSWER_SECONDS = 0


@pytest.fixture
def empty_cache() -> None:
    """Nothing remembered from another test: rate limits included."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def reader(db: None) -> Any:
    """A reader with a confirmed address."""
    return factories.reader()


@pytest.fixture
def editor(db: None) -> Any:
    """An editor."""
    return factories.editor()

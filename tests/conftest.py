"""What every test stands on: real servers, a database a worker, no network beyond this machine."""

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import plant, tables

plant.start()
tables.begin()
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    # Each worker has its own database; its own cache and broker lie in a numbered database too.
    for name in ("REDIS_URL", "CACHE_URL"):
        os.environ[name] = f"{os.environ[name].rsplit('/', 1)[0]}/{int(worker) + 1}"

import django  # noqa: E402 - needs the servers above

django.setup()

from django.conf import settings as site  # noqa: E402 - needs the servers above

from tests import factories  # noqa: E402 - needs the apps

# A machine that is busy is no cache that is away: what happens without one has tests of its own.
site.CACHES["default"]["OPTIONS"] |= {"socket_timeout": 30, "socket_connect_timeout": 30}
# How much a process steps back for others, from 0 to 19.
YIELDING = 5


def pytest_unconfigure() -> None:
    """Stops what was started, also after a failure."""
    try:
        if "PYTEST_XDIST_WORKER" not in os.environ:
            tables.end()
    finally:
        plant.stop()


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Any:
    """One more than there are processors: tests that wait for a browser or for a restart leave theirs to the others."""
    return (yield) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one test does for half a minute comes first, so that no worker does it alone at the end."""
    items.sort(key=lambda item: item.path.name != "test_house.py")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Long groups that wait for other processes go first; the tests that only compute take what these leave."""
    if "PYTEST_XDIST_WORKER" in os.environ and not item.get_closest_marker("xdist_group"):
        os.setpriority(os.PRIO_PROCESS, 0, max(os.getpriority(os.PRIO_PROCESS, 0), YIELDING))


def pytest_collection_finish() -> None:
    """What is loaded by now stays; the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of this worker's own, copied from the one that holds this run's tables."""
    from django.db import connections

    name = f"test_newsroom_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    tables.create(name, tables.made())
    site.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["default"].close_pool()
    tables.remove(name)


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
    # A test's browser is a new site to Django, and that would read all static files again; none is asked for here.
    settings.WHITENOISE_AUTOREFRESH = True
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

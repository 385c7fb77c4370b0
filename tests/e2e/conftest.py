"""One real `up` and one real browser for all tests that use the site as people do."""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.people import Account, ask_for_new_password, sign_in
from tests.e2e.starting import MORE_THAN_COURTESY

ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN, STOPPED_WITHIN, SETTLED_WITHIN = 120, 15, 60
# How long a page may take on a machine that does other work beside; nothing waits longer than it must.
PATIENCE = 20
# What the tests' own servers put into the environment, and what else would make this a different site: `up` begins bare.
NAMED = {
    "DATABASE_URL",
    "REDIS_URL",
    "CACHE_URL",
    "SECRET_KEY",
    "MEDIA_ROOT",
    "DEMO",
    "SITE_URL",
    "DJANGO_SETTINGS_MODULE",
}
NAMED |= {"ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "MEDIA_URL", "SUMMARY_PROVIDER", "TRUSTED_PROXIES"}
# Should the tests be killed, the kernel (of Linux) tells `up` to stop.
GUARD = (
    f"import ctypes, os, sys; ctypes.CDLL(None).prctl(1, {int(signal.SIGTERM)}); os.execv(sys.executable, sys.argv[1:])"
)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["background-networking", "component-update", "sync", "quic"]


@dataclass(frozen=True)
class Site:
    """A running newsroom: its address (no slash at the end), the two accounts that it printed, its articles' addresses.

    `data` is its directory.
    """

    url: str
    editor: Account
    reader: Account
    articles: tuple[str, ...] = ()
    data: Path = Path()


def browser_of_this_machine() -> str | None:
    """The browser that BROWSER_PATH names, else the first of the usual ones."""
    return os.environ.get("BROWSER_PATH") or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A Chromium that talks to nobody but the site; without one the tests are skipped, or fail where they must run.

    It ends with these tests and not with the session: as long as it lives Django takes this process for asynchronous.
    """
    with sync_playwright() as playwright:
        path = browser_of_this_machine()
        if not path and not Path(playwright.chromium.executable_path).exists():
            required = os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER") == "1"
            tell = pytest.fail if required else pytest.skip
            tell(f"no browser: install one of {', '.join(BROWSERS)}, or name one with BROWSER_PATH")
        flags = ["--no-first-run", *(f"--disable-{name}" for name in FLAGS)]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        launched = playwright.chromium.launch(executable_path=path, args=flags)
        expect.set_options(timeout=PATIENCE * 1000)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`manage.py up` on an empty directory, once for all these tests; SIGTERM ends it, and it must end well."""
    folder = tmp_path_factory.mktemp("site")
    log = folder / "up.log"
    guard = ["-c", GUARD, sys.executable] if hasattr(ctypes.CDLL(None), "prctl") else []
    command = [sys.executable, *guard, str(ROOT / "manage.py"), "up", "--data-dir", str(folder / "data"), "--port", "0"]
    environ = {name: value for name, value in os.environ.items() if name not in NAMED}
    with log.open("wb") as output:
        up = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=output)
    try:
        found = _wait_until_ready(up, log)
        yield replace(found, articles=_settled(found.url), data=folder / "data")
        up.send_signal(signal.SIGTERM)
        assert up.wait(STOPPED_WITHIN) == 0, log.read_text()
    finally:
        up.kill()
        up.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(up: "subprocess.Popen[bytes]", log: Path) -> Site:
    line = re.compile(r"^Ready: (http://\S+)/\nEditor: (\S+) (\S+)\nReader: (\S+) (\S+)\n", re.MULTILINE)
    begun = time.monotonic()
    while not (found := line.search(log.read_text())):
        assert up.poll() is None and time.monotonic() - begun < READY_WITHIN, log.read_text()
        time.sleep(0.1)
    print(f"Ready after {time.monotonic() - begun:.1f} s")
    return Site(found[1], Account(found[2], found[3]), Account(found[4], found[5]))


def _settled(url: str) -> tuple[str, ...]:
    """Waits for the key points and neighbours of the seeds, which the contract gives a minute after Ready."""
    begun = time.monotonic()
    articles = waiting = re.findall(r"<loc>([^<]*/articles/[^<]*)</loc>", _text(f"{url}/sitemap.xml"))
    assert len(waiting) >= 26, waiting
    while waiting:
        assert time.monotonic() - begun < SETTLED_WITHIN, f"no key points or neighbours after a minute: {waiting}"
        waiting = [address for address in waiting if not {'id="key-points"', 'id="related"'} <= _marks(address)]
        time.sleep(0.5 if waiting else 0)
    print(f"Key points and neighbours of all seeds {time.monotonic() - begun:.1f} s after that")
    return tuple(articles)


def _text(address: str) -> str:
    with urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def _marks(address: str) -> set[str]:
    return set(re.findall(r'id="[^"]+"', _text(address)))


@pytest.fixture(scope="package")
def new_profile(chromium: Browser, site: Site) -> Callable[..., Any]:
    """Makes a browser profile of its own, on a desk's screen and with nothing moving unless told otherwise."""

    def make(**options: Any) -> Any:
        settings = {"base_url": site.url, "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        context = chromium.new_context(**(settings | options))
        context.set_default_timeout(PATIENCE * 1000)
        return context

    return make


@pytest.fixture
def open_page(new_profile: Callable[..., Any]) -> Iterator[Callable[..., Page]]:
    """Opens a page for somebody whom the site has never seen; closes it after the test."""
    contexts = []

    def open_one(**options: Any) -> Page:
        contexts.append(new_profile(**options))
        page: Page = contexts[-1].new_page()
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def signed_in(new_profile: Callable[..., Any], site: Site) -> dict[str, Any]:
    """The cookies of the editor and of the reader, each signed in once."""
    states = {}
    for who, account in {"editor": site.editor, "reader": site.reader}.items():
        context = new_profile()
        sign_in(context.new_page(), account)
        states[who] = context.storage_state()
        context.close()
    return states


@pytest.fixture(scope="package")
def lived_in(new_profile: Callable[..., Any], site: Site) -> None:
    """Twenty thoughts stand under a starting article, a third of them replies, and a letter was sent."""
    # Straight into the database: nobody may post as fast as this.
    environ = {name: value for name, value in os.environ.items() if name not in NAMED}
    command = [sys.executable, "-m", "tests.e2e.living", str(site.data), MORE_THAN_COURTESY, site.reader.email, "20"]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)
    context = new_profile()
    ask_for_new_password(context.new_page(), site.reader)
    context.close()

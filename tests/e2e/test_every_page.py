"""Every page can be used by everybody: in light and dark, wide and narrow, by eye and by screen reader."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from tests.e2e.starting import MORE_THAN_COURTESY, WHAT_CHINA_WANTS

pytestmark = pytest.mark.xdist_group("browser")
EXPLAINER = "/articles/newton-prism-experiment/"
ANYBODY = ["/", "/sections/world/", "/archive/2026/02/24/", MORE_THAN_COURTESY, WHAT_CHINA_WANTS, EXPLAINER]
ANYBODY += [f"{MORE_THAN_COURTESY}thoughts/", "/ai-policy/", "/about/", "/community-rules/", "/privacy/", "/terms/"]
ANYBODY += ["/contact/", "/appearance/", "/mailbox/", "/accounts/login/", "/accounts/signup/"]
ANYBODY += ["/accounts/password/reset/", "/no-such-page/"]
READER = [MORE_THAN_COURTESY, f"{MORE_THAN_COURTESY}thoughts/", "/me/", "/accounts/email/", "/accounts/password/change/"]
READER += ["/accounts/logout/"]
DESK = ["/admin/", "/admin/articles/article/", "/admin/articles/article/1/change/", "/admin/articles/article/add/"]
PAGES = [(who, path) for who, paths in {"": ANYBODY, "reader": READER, "editor": DESK}.items() for path in paths]
WIDTHS = (1280, 1024, 768, 390, 320)
# Each scheme at one end of the widths.
LOOKS = (("light", 1280), ("dark", 390))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Preloading would put styles into the page, which its Content-Security-Policy refuses.
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
TOLD = "document.addEventListener('securitypolicyviolation', e => console.error(`CSP ${e.violatedDirective}: ${e.blockedURI}`))"


def faults_of(page: Page, path: str, status: int = 200) -> list[str]:
    """What is wrong with a page, in words; the empty list where nothing is."""
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        is_own_status = message.location.get("url", "").endswith(path) and f"status of {status}" in message.text
        if message.type in {"error", "warning"} and not is_own_status:
            faults.append(f"console: {message.text} {message.location.get('url', '')}")

    page.add_init_script(TOLD)
    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    answer = page.goto(path, wait_until="load")
    assert answer and answer.status == status and page.url.endswith(path), f"{page.url} answered {answer}"
    outside = {url for url in page.evaluate("performance.getEntriesByType('resource').map(e => e.name)") if path_of(url) is None}
    faults += [f"fetched from elsewhere: {url}" for url in outside if not url.startswith(page.url.removesuffix(path))]
    return faults + too_wide(page) + barriers(page)

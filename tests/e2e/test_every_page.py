"""Every page can be used by everybody: in light and dark, wide and narrow, by eye and with a screen reader."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Route

from tests.e2e.conftest import Site
from tests.e2e.starting import MORE_THAN_COURTESY, WHAT_CHINA_WANTS

pytestmark = pytest.mark.xdist_group("browser")
ANYBODY = ["/", "/sections/world/", "/archive/2026/02/24/", MORE_THAN_COURTESY, WHAT_CHINA_WANTS]
ANYBODY += ["/articles/newton-prism-experiment/", f"{MORE_THAN_COURTESY}thoughts/", "/ai-policy/", "/about/"]
ANYBODY += [
    "/community-rules/",
    "/privacy/",
    "/terms/",
    "/contact/",
    "/notices/",
    "/appearance/",
    "/mailbox/",
    "/no-such-page/",
]
ANYBODY += ["/accounts/login/", "/accounts/signup/", "/accounts/confirm-email/", "/accounts/password/reset/"]
NEWTON = "/articles/newton-prism-experiment/"
ANYBODY += [f"{NEWTON}how-it-was-made/", f"{NEWTON}evidence/2/", f"{NEWTON}versions/", f"{NEWTON}versions/1/"]
ANYBODY += ["/search/", "/search/?q=treaty", "/stories/xi-kim-telegram/"]
READER = [
    MORE_THAN_COURTESY,
    f"{MORE_THAN_COURTESY}thoughts/",
    "/me/",
    "/accounts/email/",
    "/accounts/password/change/",
]
READER += ["/accounts/logout/"]
EDITOR = ["/admin/", "/admin/articles/article/", "/admin/articles/article/add/", "/admin/articles/article/1/change/"]
EDITOR += [
    "/admin/comments/comment/",
    "/admin/articles/source/",
    "/admin/outbox/job/",
    "/admin/articles/story/",
    "/admin/articles/storyproposal/",
    "/admin/articles/article/1/review/",
]
PAGES = [(who, path) for who, paths in (("anybody", ANYBODY), ("reader", READER), ("editor", EDITOR)) for path in paths]
WIDTHS = (1280, 1024, 768, 390, 320)
# Each scheme at one end of the widths.
LOOKS = (("light", 1280), ("dark", 390))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Preloading would copy styles into the page, which its Content-Security-Policy refuses.
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
# Colours that are still on their way to the other scheme would be measured half-way.
SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
REFUSALS = "document.addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.effectiveDirective}`))"
PLANTED = """<!doctype html><html lang="en"><title>Planted</title><main style="color: red"><h1>Planted</h1>
<img src="/static/img/favicon.svg"><pre>{}</pre><script>alert(1)</script></main></html>""".format("wide " * 400)


@pytest.fixture(scope="module")
def profiles(new_profile: Callable[..., Any], signed_in: dict[str, Any], lived_in: None) -> Iterator[dict[str, Any]]:
    """A browser profile of somebody unknown, of a reader and of an editor, on a site that has been used."""
    made = {"anybody": new_profile()} | {who: new_profile(storage_state=state) for who, state in signed_in.items()}
    for profile in made.values():
        profile.add_init_script(REFUSALS)
    yield made
    for profile in made.values():
        profile.close()


def faults_of(profile: BrowserContext, origin: str, path: str, status: int = 200) -> list[str]:
    """What is wrong with a page, in words."""
    faults: list[str] = []
    page = profile.new_page()

    def hear(message: ConsoleMessage) -> None:
        own_status = message.location["url"] == origin + path and f"status of {status}" in message.text
        if message.type in {"error", "warning"} and not own_status:
            faults.append(f"console: {message.text} ({message.location['url']})")

    def watch(request: Request) -> None:
        if not request.url.startswith((f"{origin}/", "data:")):
            faults.append(f"asks somebody else: {request.url}")

    page.on("console", hear)
    page.on("request", watch)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    try:
        answer = page.goto(path)
        assert answer and (answer.status, page.url) == (status, origin + path), f"{answer and answer.status} {page.url}"
        return faults + _overflow(page) + _barriers(page)
    finally:
        page.close()


def _overflow(page: Page) -> list[str]:
    """Widths at which the page can be pushed sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if (wide := page.evaluate("document.scrollingElement.scrollWidth")) > width:
            found.append(f"at {width} px the page is {wide} px wide")
    return found


def _barriers(page: Page) -> list[str]:
    """What axe finds."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLED)
        for violation in page.evaluate("rules => axe.run(rules).then(results => results.violations)", RULES):
            places = [f"{' '.join(node['target'])}: {node['failureSummary']}" for node in violation["nodes"]]
            found.append(f"{scheme} at {width} px, {violation['id']}: {places}")
    return found


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_can_be_used_by_everybody(who: str, path: str, profiles: dict[str, Any], site: Site) -> None:
    faults = faults_of(profiles[who], site.url, path, 404 if "no-such" in path else 200)
    assert not faults, "\n".join(faults)


def test_no_article_can_be_pushed_sideways_on_a_small_phone(profiles: dict[str, Any], site: Site) -> None:
    page = profiles["anybody"].new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    pushed = []
    for address in site.articles:
        page.goto(address, wait_until="domcontentloaded")
        if page.evaluate("document.scrollingElement.scrollWidth") > 320:
            pushed.append(address)
    page.close()
    assert not pushed


def test_what_these_tests_look_for_is_seen_where_it_is(profiles: dict[str, Any], site: Site) -> None:
    def answer(route: Route) -> None:
        policy = {"Content-Security-Policy": "default-src 'self'"}
        route.fulfill(status=200, content_type="text/html", headers=policy, body=PLANTED)

    profiles["anybody"].route("**/planted/", answer)
    faults = "\n".join(faults_of(profiles["anybody"], site.url, "/planted/"))
    for sign in ("image-alt", "CSP: style-src-attr", "CSP: script-src-elem", "at 320 px the page is", "dark at 390 px"):
        assert sign in faults, faults

"""A discussion is read with and without script, and says what is new without moving what is read."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.e2e.starting import MORE_THAN_COURTESY

pytestmark = pytest.mark.xdist_group("browser")
DISCUSSION = f"{MORE_THAN_COURTESY}thoughts/"
FIRST_LOOK = 21_000
A_WHILE = 500
HIDE = """
    Object.defineProperty(document, "hidden", {value: true});
    document.dispatchEvent(new Event("visibilitychange"));
"""


def post(request: APIRequestContext, words: str) -> None:
    """Posts a thought as somebody whom no moderator reads first."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', request.get(MORE_THAN_COURTESY).text())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "idempotency_key": str(uuid.uuid4()), "body": words}
    assert request.post(DISCUSSION, form=form, max_redirects=0).status == 302


def waiting(open_page: Callable[..., Page]) -> tuple[Page, list[str]]:
    """A reader of the discussion whose clock stands still, and what their page asks the site for."""
    page, asked = open_page(), []
    page.on("request", lambda request: "news.json" in request.url and asked.append(request.url))
    page.clock.install()
    page.goto(DISCUSSION)
    return page, asked


def test_new_thoughts_are_announced_and_shown_when_wanted(
    open_page: Callable[..., Page], signed_in: dict[str, Any]
) -> None:
    page, _ = waiting(open_page)
    words = f"Posted while others read, {uuid.uuid4().hex}."
    post(open_page(storage_state=signed_in["editor"]).request, words)
    list_top = page.locator(".thread").bounding_box()
    page.clock.fast_forward(FIRST_LOOK)
    expect(page.locator("[data-news]")).to_contain_text("1 new thought.")
    expect(page.get_by_text(words)).to_have_count(0)
    assert page.locator(".thread").bounding_box() == list_top, "the announcement moved what is read"
    page.get_by_role("button", name="Show it").click()
    thought = page.locator(".thread > li").first.locator(".thought")
    expect(thought).to_contain_text(words)
    expect(thought).to_be_focused()
    expect(page.locator("[data-news]")).to_be_empty()


def test_a_page_that_nobody_looks_at_asks_nothing_and_one_that_is_read_asks_ever_less(
    open_page: Callable[..., Page],
) -> None:
    page, asked = waiting(open_page)
    with page.expect_response("**/news.json*"):
        page.clock.fast_forward(FIRST_LOOK)
    page.clock.fast_forward(FIRST_LOOK)
    page.wait_for_timeout(A_WHILE)
    assert len(asked) == 1, "the second look comes later than the first"
    with page.expect_response("**/news.json*"):
        page.clock.fast_forward(FIRST_LOOK)
    page.evaluate(HIDE)
    page.clock.fast_forward(20 * FIRST_LOOK)
    page.wait_for_timeout(A_WHILE)
    assert len(asked) == 2, asked


def test_where_nobody_is_signed_in_an_article_asks_for_no_news(open_page: Callable[..., Page]) -> None:
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(MORE_THAN_COURTESY)
    assert not [url for url in asked if "thoughts" in url and url.endswith(".js")]


def test_every_order_is_a_link_that_needs_no_script(open_page: Callable[..., Page], signed_in: dict[str, Any]) -> None:
    post(open_page(storage_state=signed_in["editor"]).request, f"So that there is one, {uuid.uuid4().hex}.")
    page = open_page(java_script_enabled=False)
    page.goto(MORE_THAN_COURTESY)
    for order in ("Oldest", "Most respected", "Most discussed", "Editor’s picks", "Newest"):
        page.get_by_role("navigation", name="Sort thoughts").get_by_role("link", name=order).click()
        expect(page.get_by_role("link", name=order)).to_have_attribute("aria-current", "true")
    thought = page.locator(".thought").first
    thought.locator("header time").click()
    expect(page).to_have_url(re.compile(f"#{thought.get_attribute('id')}$"))
    expect(page.locator(".thought:target")).to_be_visible()

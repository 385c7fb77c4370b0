"""The whole way of a thought: held, approved, removed with a reason, told by mail, looked at again and restored."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NAMED, ROOT, Site
from tests.e2e.people import Account, fill_in_sign_in, wait_to_post_again
from tests.e2e.starting import MORE_THAN_COURTESY, WHAT_CHINA_WANTS

pytestmark = pytest.mark.xdist_group("browser")
QUEUE = "/admin/comments/comment/queue/"
SECOND_LOOKS = "/admin/comments/comment/second-looks/"
OTHER = Account("ole@example.org", "another pair of eyes reads")
WIDTHS = (1280, 390)


def faults(page: Page) -> list[Any]:
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]
    ]


@pytest.fixture
def article(site: Site) -> str:
    """An article whose thoughts no other test counts."""
    paths = (urlsplit(address).path for address in site.articles)
    return next(path for path in paths if path not in {MORE_THAN_COURTESY, WHAT_CHINA_WANTS})


def post(page: Page, article: str, words: str) -> Locator:
    page.goto(article)
    page.get_by_label("Share your thoughts on this article").fill(words)
    page.get_by_role("button", name="Post thought").click()
    thought = page.locator(".thought", has_text=words)
    expect(thought).to_contain_text("Waiting for a moderator")
    return thought


def another_moderator(site: Site, page: Page) -> Page:
    """Somebody else than the demo's editor, made by the operator's command and signed in by its link."""
    command = [sys.executable, str(ROOT / "manage.py"), "create_editor", OTHER.email, "--data-dir", str(site.data)]
    environ = {name: value for name, value in os.environ.items() if name not in NAMED}
    printed = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout
    page.goto(re.findall(r"https?://\S+(/accounts/\S+)", printed)[0])
    for field in page.locator("main input[type=password]").all():
        field.fill(OTHER.password)
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/admin/")
    if page.get_by_role("link", name="View site").count() == 0:
        fill_in_sign_in(page, OTHER)
    expect(page.get_by_role("link", name="View site")).to_be_visible()
    return page


def press_until_focused(page: Page, key: str, wanted: Locator, most: int = 80) -> None:
    for _ in range(most):
        if wanted.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never came to {wanted}")


def test_the_whole_way_by_keyboard(
    open_page: Callable[..., Page], signed_in: dict[str, Any], site: Site, article: str
) -> None:
    reader, desk = (open_page(storage_state=signed_in[who]) for who in ("reader", "editor"))
    post(reader, article, "The first of two, which is fine.")
    posted = time.monotonic()
    other = another_moderator(site, open_page())
    wait_to_post_again(reader, posted)
    post(reader, article, "The second, which goes too far.")

    desk.goto(QUEUE)
    for width in WIDTHS:
        desk.set_viewport_size({"width": width, "height": 900})
        assert faults(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    fine, far = (desk.locator(".mod", has_text=words) for words in ("which is fine", "goes too far"))
    press_until_focused(desk, "Tab", fine.get_by_role("checkbox"))
    desk.keyboard.press("a")
    expect(fine).to_have_count(0)
    expect(far).to_be_focused()
    desk.keyboard.press("r")
    expect(far.get_by_role("alert")).to_contain_text("Choose the rule")
    expect(far).to_be_focused()
    desk.keyboard.press("e")
    desk.keyboard.type("It insults the author.")
    desk.keyboard.press("Escape")
    desk.keyboard.press("1")
    desk.keyboard.press("r")
    expect(far).to_have_count(0)

    reader.goto("/mailbox/")
    mail = reader.locator(".mail", has_text="Your thought was removed").first
    expect(mail).to_contain_text("It insults the author.")
    expect(mail).to_contain_text("Be civil")
    reader.goto(article)
    expect(reader.locator(".thought", has_text="which is fine")).not_to_contain_text("Waiting")
    reader.get_by_role("link", name="Ask for a second look").first.click()
    assert faults(reader) == []
    reader.get_by_role("textbox").last.fill("It was about the text, not its author.")
    reader.get_by_role("main").get_by_role("button").last.click()

    desk.goto(SECOND_LOOKS)
    expect(desk.locator(".mod", has_text="goes too far")).to_contain_text("Another moderator has the second look.")
    reverse(other)

    somebody = open_page()
    somebody.goto(article)
    expect(somebody.locator(".thought", has_text="goes too far")).to_be_visible()
    reader.goto("/mailbox/")
    expect(reader.locator(".mail").first).to_contain_text("The author is right: it speaks of the text.")


def reverse(other: Page) -> None:
    """The second look, by somebody else: what was removed stands again, with a reason."""
    other.goto(SECOND_LOOKS)
    assert faults(other) == []
    asked = other.locator(".mod", has_text="goes too far")
    expect(asked).to_contain_text("It was about the text, not its author.")
    asked.get_by_role("button", name="Reverse it").click()
    expect(asked.get_by_role("alert")).to_contain_text("Say why")
    asked.get_by_role("textbox").fill("The author is right: it speaks of the text.")
    asked.get_by_role("button", name="Reverse it").click()
    expect(asked).to_have_count(0)


def test_the_queue_works_without_scripts(open_page: Callable[..., Page], signed_in: dict[str, Any]) -> None:
    page = open_page(java_script_enabled=False, storage_state=signed_in["editor"])
    page.goto(f"{QUEUE}?all=1")
    page.goto("/admin/comments/comment/tuning/?word=fine")
    expect(page.get_by_role("status").first).to_contain_text("thoughts")
    page.goto("/admin/comments/decision/?check=1")
    expect(page.get_by_text("The log is whole.")).to_be_visible()

"""Readers act on thoughts as people do: with and without scripts, on a phone and at a desk, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import fill_in_sign_in
from tests.e2e.starting import MORE_THAN_COURTESY, WHAT_CHINA_WANTS

pytestmark = pytest.mark.xdist_group("browser")
COMPOSER = "Share your thoughts on this article"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def reading(open_page: Callable[..., Page], signed_in: dict[str, Any]) -> Callable[..., Page]:
    """A page of an article, open to the editor, whose thoughts do not wait and may follow each other at any pace."""

    def open_one(path: str, **options: Any) -> Page:
        page = open_page(storage_state=signed_in["editor"], **options)
        page.goto(path)
        return page

    return open_one


def write(page: Page, words: str) -> None:
    """Types a thought and posts it."""
    page.get_by_label(COMPOSER).fill(words)
    page.get_by_role("button", name="Post thought").first.click()


def faults(page: Page) -> list[Any]:
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]
    ]


def test_a_thought_is_posted_answered_edited_and_deleted_in_place(reading: Callable[..., Page]) -> None:
    page = reading(WHAT_CHINA_WANTS)
    address = page.url
    write(page, "Posted without leaving the page.")
    thought = page.locator(".thought", has_text="Posted without leaving the page.")
    expect(thought).to_be_focused()
    expect(page.get_by_label(COMPOSER)).to_have_value("")
    assert page.url == address
    thought.get_by_role("link", name="Reply").click()
    answer = thought.get_by_label("Your answer to")
    expect(answer).to_be_focused()
    assert faults(page) == []
    answer.fill("An answer, below what it answers.")
    thought.get_by_role("button", name="Post thought").click()
    reply = page.locator(".thought", has_text="An answer, below what it answers.")
    expect(reply).to_be_focused()
    expect(thought.get_by_label("Your answer to")).to_have_count(0)
    reply.get_by_role("link", name="Edit").click()
    page.get_by_label("Your thought").fill("An answer, mended.")
    assert faults(page) == []
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator(".thought", has_text="An answer, mended.")).to_contain_text("edited")
    page.locator(".thought", has_text="An answer, mended.").get_by_role("link", name="Delete").click()
    assert faults(page) == []
    page.get_by_role("button", name="Delete thought").click()
    expect(page.get_by_text("Thought deleted.")).to_be_visible()
    expect(page.get_by_text("An answer, mended.")).to_have_count(0)


def test_what_was_typed_stays_on_the_device_until_it_is_posted(reading: Callable[..., Page]) -> None:
    page = reading(MORE_THAN_COURTESY)
    page.context.route(
        "**/thoughts/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    write(page, "The line dropped while I posted this.")
    expect(page.get_by_role("alert")).to_contain_text("Your text is still here")
    page.goto("/")
    page.goto(MORE_THAN_COURTESY)
    expect(page.get_by_label(COMPOSER)).to_have_value("The line dropped while I posted this.")
    page.context.unroute("**/thoughts/")
    page.get_by_role("button", name="Post thought").click()
    expect(page.locator(".thought", has_text="The line dropped while I posted this.")).to_be_focused()
    page.reload()
    expect(page.get_by_label(COMPOSER)).to_have_value("")


def test_a_failing_server_keeps_the_text(reading: Callable[..., Page]) -> None:
    page = reading(MORE_THAN_COURTESY)
    page.context.route(
        "**/thoughts/",
        lambda route: (
            route.fulfill(status=502, body="bad gateway") if route.request.method == "POST" else route.continue_()
        ),
    )
    write(page, "Typed into a fault.")
    expect(page.get_by_role("alert")).to_contain_text("could not be posted just now")
    expect(page.get_by_label(COMPOSER)).to_have_value("Typed into a fault.")
    assert faults(page) == []


def test_a_session_that_ended_costs_no_word(reading: Callable[..., Page], site: Site) -> None:
    page = reading(MORE_THAN_COURTESY)
    page.get_by_label(COMPOSER).fill("Typed before the session ended.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Post thought").click()
    page.wait_for_url("**/accounts/login/**")

    fill_in_sign_in(page, site.editor)
    expect(page.get_by_label(COMPOSER)).to_have_value("Typed before the session ended.")


def test_a_form_that_grew_too_old_is_sent_again_from_the_page_that_says_so(reading: Callable[..., Page]) -> None:
    page = reading(MORE_THAN_COURTESY)
    page.get_by_label(COMPOSER).fill("Typed into an old form.")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Post thought").click()
    expect(page.get_by_role("heading", name="Please send that again")).to_be_visible()
    expect(page.get_by_label("Your text")).to_have_value("Typed into an old form.")
    assert faults(page) == []
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".thought", has_text="Typed into an old form.")).to_be_visible()


def test_how_much_room_is_left_is_said_when_it_matters(reading: Callable[..., Page]) -> None:
    page = reading(MORE_THAN_COURTESY, **PHONE)
    box = page.get_by_label(COMPOSER)
    box.fill("a" * 4_000)
    expect(page.locator(".composer-left")).to_have_text("")
    box.fill("a" * 4_990)
    expect(page.locator(".composer-left")).to_have_text("10 characters left")
    box.fill("a" * 5_003)
    expect(page.locator(".composer-left")).to_have_text("3 characters too many")
    assert faults(page) == []
    box.fill("")


def test_respect_is_given_and_taken_back_in_place(
    reading: Callable[..., Page], open_page: Callable[..., Page], signed_in: dict[str, Any]
) -> None:
    author = open_page(storage_state=signed_in["reader"])
    author.goto(WHAT_CHINA_WANTS)
    mine = reading(WHAT_CHINA_WANTS)
    write(mine, "Worth some respect.")
    expect(mine.locator(".thought", has_text="Worth some respect.")).to_be_visible()
    author.reload()
    thought = author.locator(".thought", has_text="Worth some respect.")
    respect = thought.get_by_role("button", name="Respect")
    expect(respect).to_have_attribute("aria-pressed", "false")
    respect.focus()
    author.keyboard.press("Enter")
    expect(respect).to_have_attribute("aria-pressed", "true")
    expect(respect.locator(".num")).to_have_text("1")
    assert faults(author) == []
    author.keyboard.press("Enter")
    expect(respect).to_have_attribute("aria-pressed", "false")
    thought.get_by_role("link", name="Mute").click()
    expect(thought).to_be_hidden()
    author.get_by_role("button", name="Undo").click()
    expect(thought).to_be_visible()


def test_everything_works_without_scripts(reading: Callable[..., Page]) -> None:
    page = reading(WHAT_CHINA_WANTS, java_script_enabled=False, **PHONE)
    write(page, "Posted by the form alone.")
    thought = page.locator(".thought", has_text="Posted by the form alone.")
    expect(thought).to_be_visible()
    thought.get_by_role("link", name="Edit").click()
    page.get_by_label("Your thought").fill("Mended by the form alone.")
    page.get_by_role("button", name="Save changes").click()
    thought = page.locator(".thought", has_text="Mended by the form alone.")
    thought.get_by_role("link", name="Reply").click()
    page.get_by_label("Your answer to").fill("Answered by the form alone.")
    page.get_by_role("button", name="Post thought").click()
    expect(page.locator(".thought", has_text="Answered by the form alone.")).to_be_visible()
    page.locator(".thought", has_text="Answered by the form alone.").get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete thought").click()
    expect(page.get_by_text("Thought deleted.")).to_be_visible()


def test_a_thought_is_about_one_sentence_and_quotes_it(reading: Callable[..., Page]) -> None:
    page = reading(f"{WHAT_CHINA_WANTS}")
    sentence = page.locator("#s-3").inner_text()
    page.goto(f"{WHAT_CHINA_WANTS}?about=3#composer")
    expect(page.locator("#composer blockquote")).to_have_text(sentence)
    write(page, "About that sentence.")
    expect(page.locator(".thought", has_text="About that sentence.")).to_contain_text(sentence[:40])


SELECT = """([from, to]) => {
    const [first, last] = [from, to].map((n) => document.getElementById(`s-${n}`).firstChild);
    getSelection().setBaseAndExtent(first, 4, last, 12);
}"""


@pytest.mark.parametrize("options", [{}, PHONE])
def test_selected_words_lead_to_a_thought_on_their_sentence(
    open_page: Callable[..., Page], site: Site, options: dict[str, Any]
) -> None:
    page = open_page(**options)
    page.goto(WHAT_CHINA_WANTS)
    sentence = page.locator("#s-3").inner_text()
    page.locator("#s-3").scroll_into_view_if_needed()
    page.evaluate(SELECT, [3, 4])
    offer = page.get_by_role("link", name="Share a thought on this sentence")
    expect(offer).to_be_in_viewport()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    assert faults(page) == []
    page.evaluate("getSelection().collapseToStart()")
    expect(offer).to_have_count(0)
    page.evaluate(SELECT, [3, 3])
    offer.click()
    page.wait_for_url("**?about=3#composer")
    page.locator("#composer").get_by_role("link", name="Sign in").click()
    fill_in_sign_in(page, site.editor)
    expect(page.locator("#composer blockquote")).to_have_text(sentence)

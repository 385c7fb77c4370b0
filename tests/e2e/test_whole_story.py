"""The whole story: an editor publishes, the worker finds the key points, a new reader joins the discussion."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import Account, fill_in_sign_in, is_part_of, wait_to_post_again

pytestmark = pytest.mark.xdist_group("browser")
HEADLINE = "Harbour board votes to deepen the channel by two metres"
ADDRESS = "/articles/harbour-board-votes-to-deepen-the-channel-by-two-metres/"
BODY = """The harbour board voted on Monday to deepen the main channel by two metres. Work begins in June and takes two
summers. It is the largest change to the port since the northern mole was built in 1931.

## What changes

Larger ships will be able to enter at low tide, which the board expects to bring nine more calls a week. Fishing crews
have asked for a lane of their own along the eastern bank. The board will answer them before the work begins.

## What it costs

The board puts the cost at 40 million crowns. The state pays half of it, and the rest comes from port fees over twenty
years. A second basin, which the shipyard had asked for, was put off because no money was found for it.
"""
SOURCE = {
    "Publisher": "Harbour board",
    "Title": "Minutes of the meeting of Monday",
    "Address": "https://example.org/harbour-board/minutes",
    "Text as read": "The board voted to deepen the main channel by two metres. Work begins in June. The cost is put at "
    "40 million crowns, of which the state pays half.",
}
NEWCOMER = Account("ada@example.org", "a lighthouse keeper reads")
POINTS_WITHIN = 5.0


def test_an_article_goes_from_an_empty_form_to_a_discussion(open_page: Callable[..., Page], site: Site) -> None:
    desk, reader = open_page(), open_page()
    enter_the_desk(desk, site.editor)
    write_a_draft(desk)
    draft = reader.goto(ADDRESS)
    assert draft and draft.status == 404, "readers saw a draft"

    pressed = time.monotonic()
    publish(desk)
    points = key_points(reader)
    waited = time.monotonic() - pressed
    print(f"Publishing to key points on the page: {waited:.2f} s")
    assert waited < POINTS_WITHIN
    each_point_leads_to_its_sentence(reader, points)
    reader.goto("/")
    expect(reader.get_by_role("link", name=HEADLINE).first).to_be_visible()

    join_from_the_article(reader)
    discuss(reader, desk)
    leave(reader)


def enter_the_desk(page: Page, editor: Account) -> None:
    """The desk's address leads to the sign-in and back."""
    page.goto("/admin/")
    fill_in_sign_in(page, editor)
    expect(page.get_by_role("link", name="View site")).to_be_visible()


def write_a_draft(page: Page) -> None:
    """Headline, section, body and one source; saved, and told so."""
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=False).first.fill(HEADLINE)
    page.get_by_label("Section", exact=False).first.select_option("World")
    page.get_by_label("Body", exact=False).first.fill(BODY)
    source = page.locator("#citation_set-0")
    for label, words in SOURCE.items():
        source.get_by_label(label, exact=False).fill(words)
    page.locator("[name=_save]").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()


def publish(page: Page) -> None:
    """The button, and the desk's word for it."""
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Version 1 is published.").first).to_be_visible()


def key_points(page: Page) -> list[Locator]:
    """What the worker chose, as soon as a reader who keeps reloading sees it."""
    page.goto(ADDRESS)
    until = time.monotonic() + 30
    while not page.locator("#key-points").count() and time.monotonic() < until:
        page.wait_for_timeout(100)
        page.reload()
    expect(page.locator("#key-points")).to_contain_text("AI-selected from this article, not reviewed")
    points = page.locator("#key-points li").all()
    assert 3 <= len(points) <= 5, points
    return points


def each_point_leads_to_its_sentence(page: Page, points: list[Locator]) -> None:
    """Its marker leads to the sentence that it was taken from, word for word but for a capital at its start."""
    for point in points:
        marker = point.locator("a.marker")
        words = point.inner_text().removesuffix(marker.inner_text()).strip()
        marker.click()
        sentence = page.locator("[id^=s-]:target")
        expect(sentence).to_be_in_viewport()
        assert words and is_part_of(sentence.inner_text(), words), words


def join_from_the_article(page: Page) -> None:
    """From “Sign in” under the article to an account, a confirmed address, and back to the article."""
    page.goto(ADDRESS)
    page.locator("#thoughts").get_by_role("link", name="Sign in").click()
    page.get_by_role("main").get_by_role("link", name="Make an account").click()
    for label, words in {"Email": NEWCOMER.email, "Password": NEWCOMER.password}.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Make an account").click()
    page.get_by_role("main").get_by_role("link", name="mailbox").click()
    letter = page.locator(".mail", has_text=NEWCOMER.email).first
    letter.get_by_role("link").first.click()
    page.get_by_role("button", name="Yes, confirm").click()
    page.wait_for_url(f"**{ADDRESS}#composer")


def discuss(page: Page, desk: Page) -> None:
    """A first thought waits for a moderator; approved, it can be answered."""
    page.get_by_label("Share your thoughts on this article").fill("The fishing crews should be heard first.")
    page.get_by_role("button", name="Post thought").click()
    expect(page.locator(".thought", has_text="heard first")).to_contain_text("Waiting for a moderator")
    posted = time.monotonic()
    desk.goto("/admin/comments/comment/queue/")
    held = desk.locator(".mod", has_text="heard first")
    expect(held).to_contain_text("A new reader: 0 of 2 thoughts approved so far")
    held.get_by_role("button", name="Publish", exact=True).click()
    expect(held).to_have_count(0)
    wait_to_post_again(page, posted)
    page.goto(ADDRESS)
    thought = page.locator(".thought", has_text="heard first")
    expect(thought).not_to_contain_text("Waiting")
    thought.get_by_role("link", name="Reply").click()
    thought.get_by_label("Your answer to").fill("They were, on the last page of the minutes.")
    thought.get_by_role("button", name="Post thought").click()
    expect(page.locator(".replies .thought")).to_contain_text("the last page of the minutes")


def leave(page: Page) -> None:
    """Signed out, the discussion is still there to read, with an invitation to join it."""
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto(ADDRESS)
    thoughts = page.locator("#thoughts")
    for words in ("heard first", "Share your thoughts on this article", "Sign in to join the conversation"):
        expect(thoughts).to_contain_text(words)
    expect(thoughts.get_by_role("textbox")).to_have_count(0)

"""What people do on the site, in the words of the page."""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Account:
    """Who can sign in."""

    email: str
    password: str


def sign_in(page: Page, account: Account, to: str = "/") -> None:
    """Signs in by the form and waits for the page that was wanted."""
    page.goto(f"/accounts/login/?next={to}")
    fill_in_sign_in(page, account)
    page.wait_for_url(lambda address: urlsplit(address).path == to)


def fill_in_sign_in(page: Page, account: Account) -> None:
    """The form alone, wherever it was met."""
    main = page.get_by_role("main")
    main.get_by_label("Email").fill(account.email)
    main.get_by_label("Password").fill(account.password)
    main.get_by_role("button", name="Sign in", exact=True).click()


def is_part_of(sentence: str, words: str) -> bool:
    """Whether these words stand in the sentence as they are, but for a capital at their start."""
    return words in sentence or words[:1].lower() + words[1:] in sentence


def ask_for_new_password(page: Page, account: Account) -> None:
    """Has the site send a letter."""
    page.goto("/accounts/password/reset/")
    page.get_by_role("main").get_by_label("Email").fill(account.email)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/done/")


def wait_to_post_again(page: Page, posted: float) -> None:
    """Waits as long as a reader must who posted at that time (of the monotonic clock): one thought in five seconds."""
    page.wait_for_timeout(1000 * max(0.0, posted + 5.2 - time.monotonic()))


def post_thought(page: Page, words: str) -> None:
    """Types a thought into the form on the page, posts it and sees it, be it waiting for a moderator."""
    page.get_by_label("Share your thoughts on this article").fill(words)
    page.get_by_role("button", name="Post thought").click()
    expect(page.locator(".thought", has_text=words)).to_be_visible()

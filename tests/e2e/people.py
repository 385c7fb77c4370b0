"""What people do on the site, in the words of the page."""

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import APIRequestContext, Page, expect

THOUGHT = (
    "The telegram is read closely here, and the part about trade convinced me most. What I miss is how the two sides "
    "spoke to each other in the year before, since without that a new chapter may be no more than an old one read aloud. "
    "See https://example.org/a-longer-argument for where I disagree."
)


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
    main.get_by_role("button", name="Sign in").click()


def is_part_of(sentence: str, words: str) -> bool:
    """Whether these words stand in the sentence as they are, but for a capital at their start."""
    return words in sentence or words[:1].lower() + words[1:] in sentence


def ask_for_new_password(page: Page, account: Account) -> None:
    """Has the site send a letter."""
    page.goto("/accounts/password/reset/")
    page.get_by_role("main").get_by_label("Email").fill(account.email)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/done/")


def post_thought(page: Page, words: str) -> None:
    """Types a thought into the form on the page, posts it and sees it."""
    page.get_by_label("Share your thoughts on this article").fill(words)
    page.get_by_role("button", name="Post thought").click()
    expect(page.locator(".thought", has_text=words)).to_be_visible()


def post_thoughts(request: APIRequestContext, article: str, count: int) -> None:
    """Posts thoughts of the usual length without opening a page; every third answers the one before."""
    html = request.get(article).text()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token, "the article offers this reader no form"
    newest = ""
    for number in range(1, count + 1):
        form = {"csrfmiddlewaretoken": token[1], "idempotency_key": str(uuid.uuid4()), "body": f"{number}. {THOUGHT}"}
        form |= {"parent": newest} if number % 3 == 0 else {}
        answer = request.post(f"{article}thoughts/", form=form, max_redirects=0)
        newest = answer.headers.get("location", "").rpartition("#thought-")[2]
        assert answer.status == 302 and newest, answer.text()

"""A reader keeps what they want to read, takes a name and their data, leaves and stays; with and without script."""

import io
import re
import zipfile
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import Account, fill_in_sign_in
from tests.e2e.starting import MORE_THAN_COURTESY
from tests.e2e.test_accounts import PASSWORD, newest_letter, path_in, sign_up
from tests.e2e.test_every_page import REFUSALS, faults_of

pytestmark = pytest.mark.xdist_group("browser")
OWN = ["", "saved/", "following/", "thoughts/", "notifications/", "name/", "export/", "delete/"]
STORY = "/stories/xi-kim-telegram/"


def main_of(page: Page, path: str) -> Page:
    page.goto(path)
    return page.get_by_role("main")  # type: ignore[return-value]


def letter_that_says(page: Page, to: str, words: str) -> str:
    """The last mail to somebody, once it is the one that is waited for."""
    for _ in range(60):
        if words in (letter := newest_letter(page, to)):
            return letter
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail that says {words}")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_saves_and_follows(open_page: Callable[..., Page], script: bool) -> None:
    page = open_page(java_script_enabled=script, viewport={"width": 390, "height": 800})
    page.goto(MORE_THAN_COURTESY)
    page.get_by_role("link", name="Save", exact=True).click()
    page.wait_for_url(lambda address: urlsplit(address).path == "/accounts/login/")
    sign_up(page, Account(f"keeper-{script}@example.org".lower(), PASSWORD), f"{MORE_THAN_COURTESY}save/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Saved")).to_have_attribute("aria-pressed", "true")
    if not script:
        expect(page).to_have_url(re.compile(f"{MORE_THAN_COURTESY}$"))
    page.goto(MORE_THAN_COURTESY)
    page.get_by_role("button", name="Saved").press("Enter")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    if script:
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    for path in ("/sections/world/", STORY):
        page.goto(path)
        page.get_by_role("button", name="Follow", exact=True).click()
        expect(page.get_by_role("button", name="Following")).to_be_visible()
    main = main_of(page, "/me/")
    expect(main.get_by_role("link", name="More Than Diplomatic Courtesy")).to_be_visible()
    main = main_of(page, "/me/following/")
    expect(main.get_by_role("link", name="World", exact=True)).to_be_visible()
    main.get_by_role("button", name="Unfollow World").click()
    expect(page.get_by_role("button", name="Unfollow World")).to_have_count(0)


def test_a_reader_takes_a_name_and_their_data_leaves_and_stays(open_page: Callable[..., Page], site: Site) -> None:
    account = Account("leaver@example.org", PASSWORD)
    page = open_page()
    sign_up(page, account, "/me/")
    page.get_by_role("link", name="Change your public name").click()
    main = page.get_by_role("main")
    main.get_by_label("Public name").fill("The Editor")
    main.get_by_role("button", name="Change name").click()
    expect(main.get_by_role("alert")).to_contain_text("taken for somebody of the newsroom")
    expect(main.get_by_label("Public name")).to_have_value("The Editor")
    main.get_by_label("Public name").fill("Hana Lim")
    main.get_by_role("button", name="Change name").click()
    expect(page.get_by_role("heading", name="Hana Lim", level=1)).to_be_visible()
    assert page.goto("/readers/hana-lim/").status == 200  # type: ignore[union-attr]

    main_of(page, "/me/export/").get_by_role("button", name="Export my data").click()
    expect(page.get_by_text("being put together").first).to_be_visible()
    link = path_in(letter_that_says(page, account.email, "Your data is ready"), "me/export")
    answer = page.request.get(link)
    with zipfile.ZipFile(io.BytesIO(answer.body())) as bundle:
        assert "Hana Lim" in bundle.read("index.html").decode()
    assert "login" in open_page().request.get(link).url

    main = main_of(page, "/me/delete/")
    main.get_by_label("Type your email to confirm").fill(account.email)
    main.get_by_role("button", name="Delete my account").click()
    page.get_by_role("main").get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Goodbye")).to_be_visible()
    page.goto("/accounts/login/")
    fill_in_sign_in(page, account)
    page.wait_for_url(lambda address: urlsplit(address).path == "/me/stay/")
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_text("Good that you stay.")).to_be_visible()


def test_own_pages_have_no_faults(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    page.context.add_init_script(REFUSALS)
    sign_up(page, Account("looker@example.org", PASSWORD), "/me/")
    slug = page.get_by_role("main").locator('a[href^="/readers/"]').get_attribute("href")
    paths = [*(f"/me/{path}" for path in OWN), str(slug), f"{MORE_THAN_COURTESY}save/", f"{STORY}follow/"]
    faults = {path: faults_of(page.context, site.url, path) for path in paths}
    assert [fault for found in faults.values() for fault in found] == []

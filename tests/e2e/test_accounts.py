"""Readers make an account and come in by link, code, app and passkey; by keyboard alone, and without script."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import Account, fill_in_sign_in
from tests.e2e.starting import MORE_THAN_COURTESY
from tests.e2e.test_every_page import REFUSALS, faults_of

pytestmark = pytest.mark.xdist_group("browser")
PASSWORD = "a long enough secret"
# Browsers keep passkeys for names and not for numbers.
KEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SETTINGS = ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/"]
SETTINGS += ["/accounts/2fa/totp/activate/", "/accounts/sessions/"]


def newest_letter(page: Page, to: str) -> str:
    """The text of the last mail to somebody; the mailbox is the demo's."""
    for _ in range(40):
        page.goto("/mailbox/")
        letter = page.locator("details", has_text=f"To {to}").first
        if letter.count():
            return letter.inner_text() + letter.inner_html()
        time.sleep(0.25)
    raise AssertionError(f"no mail to {to}")


def path_in(letter: str, part: str) -> str:
    found = re.search(rf"https?://[^/\s\"]+(/[^\s\"<]*{part}[^\s\"<]*)", letter)
    assert found, letter
    return found[1]


def sign_up(page: Page, account: Account, back: str = "/about/") -> None:
    """Makes an account by the page, confirms it by the mailed link, and is back where it began."""
    page.goto(f"/accounts/signup/?next={back}")
    main = page.get_by_role("main")
    main.get_by_label("Email").fill(account.email)
    main.get_by_label("Password").fill(account.password)
    main.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    page.goto(path_in(newest_letter(page, account.email), "confirm-email"))
    page.get_by_role("button", name="Yes, confirm").click()
    _arrives(page, back)


def _arrives(page: Page, path: str) -> None:
    """Waits for a page by its path: the address before has it too, as what comes next."""
    page.wait_for_url(lambda address: urlsplit(address).path == path)


@pytest.fixture
def at_a_name(site: Site, new_profile: Callable[..., Any]) -> Iterator[BrowserContext]:
    """A browser that opens the site by a name, with a device that keeps passkeys."""
    context = new_profile(base_url=site.url.replace("127.0.0.1", "localhost"))
    yield context
    context.close()


def with_passkeys(page: Page) -> None:
    """A device that keeps passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEYS})


def test_a_reader_signs_up_adds_a_passkey_and_an_app_and_signs_in_with_each(at_a_name: BrowserContext) -> None:
    page = at_a_name.new_page()
    reader = Account("passkey@example.org", PASSWORD)
    sign_up(page, reader)
    with_passkeys(page)
    _add_passkey(page, reader)
    secret = _set_up_app(page)
    _sign_out(page)
    # The device offers the passkey in the email field, and its owner takes it there.
    page.goto("/accounts/login/?next=/about/", wait_until="commit")
    _arrives(page, "/about/")
    _sign_out(page)
    # As in a browser that cannot offer it: the button asks for it.
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    page.goto("/accounts/login/?next=/terms/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    _arrives(page, "/terms/")
    _sign_out(page)
    page.goto("/accounts/login/?next=/privacy/")
    fill_in_sign_in(page, reader)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_label("Code").fill(_digits(secret))
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    _arrives(page, "/privacy/")


def _add_passkey(page: Page, reader: Account) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(reader.password)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="Work laptop")).to_be_visible()


def _set_up_app(page: Page) -> str:
    page.goto("/accounts/2fa/totp/activate/")
    expect(page.locator("img.qr")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0, "the policy lets the picture in"
    page.get_by_text("The app cannot read the picture?").click()
    secret = page.locator("code").inner_text()
    page.get_by_label("Six digits").fill(_digits(secret))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_text("Set up. After your password")).to_be_visible()
    return secret


def _digits(secret: str) -> str:
    if (left := 30 - time.time() % 30) < 5:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    _arrives(page, "/")


def test_without_script_a_reader_signs_up_and_comes_back_by_a_code(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    reader = Account("scriptless@example.org", PASSWORD)
    back = urlsplit(MORE_THAN_COURTESY).path
    sign_up(page, reader, back)
    _sign_out(page)
    page.goto(f"/accounts/login/?next={back}%23composer")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    page.get_by_role("main").get_by_label("Email").fill(reader.email)
    page.get_by_role("button", name="Email me a code").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    here = page.url
    letter = newest_letter(page, reader.email)
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", letter)
    assert code, letter
    page.goto(here)
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{back}#composer")


def test_by_keyboard_alone_a_reader_signs_in_and_looks_at_the_devices(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page()
    page.goto("/accounts/login/?next=/accounts/sessions/")
    field = page.get_by_role("main").get_by_label("Email").bounding_box()
    assert field and field["height"] >= 44, "a thumb hits it"
    _tab_to(page, "Email")
    page.keyboard.type(site.reader.email)
    page.keyboard.press("Tab")
    page.keyboard.type(site.reader.password)
    page.keyboard.press("Enter")
    _arrives(page, "/accounts/sessions/")
    expect(page.get_by_role("heading", name="This device")).to_be_visible()
    _tab_to(page, "Passkeys and codes")
    page.keyboard.press("Enter")
    _arrives(page, "/accounts/2fa/")


def _tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        said = "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"
        if page.evaluate(said).strip().startswith(name):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_the_demos_editor_gets_to_the_desk_with_the_printed_password(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page()
    page.goto("/admin/")
    fill_in_sign_in(page, site.editor)
    _arrives(page, "/admin/")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_every_page_of_an_account_can_be_used_by_everybody(
    new_profile: Callable[..., Any], site: Site, at_a_name: BrowserContext
) -> None:
    """What a stranger meets on the way in, and what a reader may set; the pages of a passkey where there are some."""
    faults = {}
    stranger, reader = new_profile(), at_a_name
    for profile in (stranger, reader):
        profile.add_init_script(REFUSALS)
    page = stranger.new_page()
    for address in ("/accounts/login/code/", "/accounts/inactive/", "/accounts/3rdparty/login/cancelled/"):
        faults[address] = faults_of(stranger, site.url, address)
    page.goto("/accounts/login/code/")
    page.get_by_role("main").get_by_label("Email").fill("nobody@example.org")
    page.get_by_role("button", name="Email me a code").click()
    faults["code"] = faults_of(stranger, site.url, "/accounts/login/code/confirm/")
    stranger.close()
    page = reader.new_page()
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    fill_in_sign_in(page, site.reader)
    page.get_by_label("Password").fill(site.reader.password)
    origin = site.url.replace("127.0.0.1", "localhost")
    faults["again"] = faults_of(reader, origin, "/accounts/reauthenticate/")
    page.get_by_role("button", name="Go on").click()
    _arrives(page, "/accounts/2fa/webauthn/add/")
    for address in SETTINGS:
        faults[address] = faults_of(reader, origin, address)
    assert not any(faults.values()), {address: found for address, found in faults.items() if found}

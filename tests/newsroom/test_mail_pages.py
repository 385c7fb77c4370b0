"""The demo's mailbox, and the mails of the sign-in pages."""

import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse

from newsroom.mail.models import Mail
from newsroom.mail.rendering import render
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script><img src="https://evil.test/x.png"><form action="/x"><button>Go</button></form>'
ALLAUTH = Path(allauth.__file__).parent / "templates"
THEIRS = [path for path in sorted(ALLAUTH.glob("*/email/*_message.txt")) if path.stem != "base_message"]


@pytest.fixture(autouse=True)
def demo(settings: Any, empty_cache: None) -> None:
    """A demo."""
    settings.DEMO = True


def kept(**values: Any) -> Mail:
    """A mail as the demo keeps it."""
    return Mail.objects.create(**{"key": "a", "kind": "test", "to": "ann@example.org", "subject": "Hello"} | values)


def test_outgoing_mail_of_the_demo_is_at_the_mailbox_and_nowhere_else(client: Client, settings: Any) -> None:
    mail = kept(subject="Hello <b>", text="Go to http://127.0.0.1:8000/x?a=1 now <script>", html="<p>Hello</p>")
    page = client.get("/mailbox/").content.decode()
    assert '<a href="http://127.0.0.1:8000/x?a=1">' in page
    assert "<script>" not in page
    assert f'href="/mailbox/{mail.pk}/"' in page
    assert client.get(f"/mailbox/{mail.pk}/").content == b"<p>Hello</p>"
    settings.DEMO = False
    assert client.get("/mailbox/").status_code == 404
    assert client.get(f"/mailbox/{mail.pk}/").status_code == 404


def test_the_newest_mail_stands_first(client: Client) -> None:
    for subject in ("Older", "Newer"):
        kept(key=subject, subject=subject)
    page = client.get("/mailbox/").content.decode()
    assert page.index("Newer") < page.index("Older")


def test_a_mails_html_is_shut_in_a_sandbox(client: Client) -> None:
    answer = client.get(f"/mailbox/{kept(html=HOSTILE).pk}/")
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox;"), "no script, no form, no origin"
    assert "allow-" not in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]


def test_an_account_is_made_with_a_link_from_a_posted_mail(client: Client) -> None:
    new = {
        "email": "new@example.org",
        "username": "newcomer",
        "public_name": "New Comer",
        "password1": "correct horse battery",
    }
    client.post(reverse("account_signup"), new)
    mail = Mail.objects.get()
    assert (mail.to, mail.kind, mail.sent_at) == ("new@example.org", "account", None)
    assert not outgoing.outbox, "nobody waits for a mail server"
    work_off()
    (sent,) = outgoing.outbox
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", str(sent.body))
    assert link
    assert f'href="{link.group()}"' in Mail.objects.get().html
    assert client.get(link.group(1)).status_code in {200, 302}


def test_who_asks_twice_for_a_new_password_gets_two_mails(client: Client) -> None:
    user = factories.reader()
    for _ in range(2):
        client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert list(Mail.objects.values_list("subject", flat=True)) == [
        "No account with this address", "Set a new password", "Set a new password"
    ]  # fmt: skip


@pytest.mark.parametrize("theirs", THEIRS, ids=lambda path: path.stem)
def test_each_mail_that_allauth_can_send_has_words_of_ours(theirs: Path) -> None:
    name = f"{theirs.parent.parent.name}/{theirs.stem.removesuffix('_message')}"
    letter = render(name, {"code": "ABCD-EFGH", "ip": "192.0.2.1", "user_agent": HOSTILE, "provider": "Example"})
    assert letter.subject
    assert letter.text.rstrip().endswith("Newsroom\nhttp://127.0.0.1:8000/")
    assert f">{letter.subject}</h1>" in letter.html
    assert "<script" not in letter.html
    assert "evil.test" not in "".join(re.findall(r'href="([^"]*)"', letter.html)), "a stranger's address is no link"


def test_text_and_html_say_the_same(client: Client) -> None:
    letter = render("account/login_code", {"code": "ABCD-EFGH"})
    words = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]+>", " ", letter.html, flags=re.DOTALL).split()
    said = " ".join(words)
    for paragraph in letter.text.partition("--")[0].split("\n\n"):
        assert " ".join(paragraph.split()) in said
    assert re.search(r"font-size: 28px[^>]*>ABCD-EFGH<", letter.html)


@pytest.mark.parametrize(
    "address", ["https://evil.test/", "http://testserver.evil.test/", "http:evil", "javascript:alert(1)"]
)
def test_a_strangers_address_in_a_quoted_text_is_no_button(address: str) -> None:
    letter = render("account/unknown_account", {"email": "ann@example.org", "signup_url": address})
    assert address in letter.text
    assert 'class="button"' not in letter.html
    assert (
        'class="button"'
        in render("account/unknown_account", {"signup_url": "http://127.0.0.1:8000/accounts/signup/"}).html
    )

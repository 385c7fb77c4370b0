"""The frame: headers, appearance, mailbox, health."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from newsroom.outbox.tasks import look
from newsroom.stylesheet import put_together, stylesheet_url
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = ["/", "/ai-policy/", "/about/", "/community-rules/", "/privacy/", "/terms/", "/contact/", "/accounts/login/",
         "/accounts/signup/", "/accounts/password/reset/", "/appearance/", "/nowhere/"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_strict_headers(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_strangers_host_name_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.test"}).status_code == 400


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_chosen_appearance_is_a_private_line_of_style(client: Client, theme: str) -> None:
    answer = client.post("/appearance/", {"theme": theme, "next": "/about/"})
    assert answer.url == "/about/"
    style = client.get("/theme.css")
    assert "private" in style["Cache-Control"]
    assert (f"color-scheme:{theme}" in style.content.decode()) == (theme != "auto")


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "javascript:alert(1)",
        "https:evil",
        "http:///evil",
        "\t//evil.test",
    ],
)
def test_nobody_is_sent_to_a_strangers_address(client: Client, following: str) -> None:
    assert client.post("/appearance/", {"theme": "dark", "next": following}).url == "/"
    user = factories.reader()
    cache.clear()
    answer = client.post(
        "/accounts/login/", {"login": user.email, "password": "correct horse battery", "next": following}
    )
    assert answer.url == "/"


def test_after_choosing_an_appearance_a_reader_is_back_where_the_link_stood(client: Client) -> None:
    page = client.get("/appearance/", headers={"Referer": "http://testserver/about/"}).content.decode()
    assert 'name="next" value="/about/"' in page
    elsewhere = client.get("/appearance/", headers={"Referer": "https://evil.test/about/"}).content.decode()
    assert 'name="next" value="/"' in elsewhere


def test_an_unknown_theme_is_not_kept(client: Client) -> None:
    client.post("/appearance/", {"theme": "}body{display:none", "next": "/"})
    assert "theme" not in client.cookies


def test_the_stylesheets_are_named_by_their_content_and_together_light(client: Client) -> None:
    answer = client.get(stylesheet_url())
    assert "immutable" in answer["Cache-Control"]
    rooms = client.get(stylesheet_url("rooms"))
    assert "immutable" in rooms["Cache-Control"]
    assert answer.content.decode().index("@layer tokens") < answer.content.decode().index("@layer components")
    assert client.get("/site-000000000000.css")["Cache-Control"] == "no-cache", "an older page still finds a stylesheet"
    assert len(answer.content) + len(rooms.content) < 40_000


def test_readiness_names_when_a_worker_last_answered(client: Client) -> None:
    cache.clear()
    assert json.loads(client.get("/readyz").content)["worker_seen_at"] is None
    look()
    seen = json.loads(client.get("/readyz").content)["worker_seen_at"]
    assert timezone.now() - timezone.datetime.fromisoformat(seen) < timedelta(seconds=5)


def test_signing_out_needs_a_confirmation_and_the_own_page_a_sign_in(client: Client) -> None:
    assert client.get("/me/").url.startswith("/accounts/login/")
    client.force_login(factories.reader("ann"))
    assert "ann" in client.get("/me/").content.decode()
    assert client.get("/accounts/logout/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_no_form_is_taken_without_its_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("/appearance/", "/accounts/login/", "/accounts/signup/", "/articles/any/thoughts/"):
        answer = strict.post(path, {"body": "Typed with care."})
        assert answer.status_code == 403, path
        assert "Typed with care." in answer.content.decode()


def test_minifying_joins_no_selector_to_the_one_before_it() -> None:
    text = put_together()[1].decode()
    assert ".field *:where(input" in text
    assert ".field:where(" not in text
    assert ".prose *:is(ul" in text

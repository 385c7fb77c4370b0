"""The desk opens to a second factor, used in this very session, and closes after half an hour of nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin import site
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import newsroom.settings
from articles.models import Article, Section
from newsroom.desk import UNSHOWN
from tests import factories
from tests.newsroom.entering import PASSWORD, digits, sign_in, with_app, with_recovery_codes, wrong_digits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
DESK = ["/admin/", "/admin/articles/article/", "/admin/login/", "/admin/nowhere/", "/admin/jsi18n/"]


@pytest.fixture(autouse=True)
def as_on_a_real_site(settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True


def test_the_rule_is_off_for_a_demonstration_and_nowhere_else() -> None:
    assert newsroom.settings.STAFF_NEED_SECOND_FACTOR is not newsroom.settings.DEMO


@pytest.mark.parametrize("path", DESK)
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/admin/")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", DESK)
def test_a_reader_is_refused(client: Client, path: str) -> None:
    sign_in(client, factories.reader())
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", DESK)
def test_staff_without_a_second_factor_are_sent_to_set_one_up(client: Client, path: str) -> None:
    sign_in(client, factories.editor())
    for method in (client.get, client.post):
        assert method(path).url == reverse("mfa_index")


@pytest.mark.parametrize("path", DESK[:2])
def test_a_session_made_without_the_second_factor_is_asked_for_it(client: Client, path: str) -> None:
    editor = factories.editor()
    sign_in(client, editor)
    secret = with_app(editor)
    answer = client.get(path)
    assert answer.url.startswith("/accounts/2fa/reauthenticate/?next=")
    assert client.post(answer.url, {"code": digits(secret)}).url == path
    assert client.get(path).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    editor = factories.editor()
    sign_in(client, editor)
    with_recovery_codes(editor)
    assert client.get("/admin/").url == reverse("mfa_index")


def test_staff_sign_in_with_password_and_app_and_are_at_the_desk(client: Client) -> None:
    editor = factories.editor()
    secret = with_app(editor)
    assert sign_in(client, editor).url == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302, "one factor opens nothing"
    assert client.post("/accounts/2fa/authenticate/", {"code": digits(secret)}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_another_persons_proof_does_not_count(client: Client) -> None:
    first, second = factories.editor(), factories.editor()
    sign_in(client, first)
    client.get("/admin/")
    client.post("/accounts/2fa/reauthenticate/", {"code": digits(with_app(first))})
    with_app(second)
    client.force_login(second)
    assert client.get("/admin/").url.startswith("/accounts/2fa/reauthenticate/")


def test_a_code_of_the_app_counts_once(client: Client) -> None:
    reader = factories.reader()
    code = digits(with_app(reader))
    for device, opened in ((client, True), (Client(), False)):
        sign_in(device, reader)
        answer = device.post("/accounts/2fa/authenticate/", {"code": code})
        assert (answer.status_code == 302) is opened
        assert (device.get("/me/").status_code == 200) is opened


def test_a_code_of_the_app_counts_once_even_while_the_cache_is_away(client: Client, cache_away: None) -> None:
    test_a_code_of_the_app_counts_once(client)


def test_a_recovery_code_opens_once(client: Client) -> None:
    reader = factories.reader()
    with_app(reader)
    code = with_recovery_codes(reader)[0]
    for device, opened in ((client, True), (Client(), False)):
        sign_in(device, reader)
        device.post("/accounts/2fa/authenticate/", {"code": code})
        assert (device.get("/me/").status_code == 200) is opened


def test_eleven_wrong_codes_are_too_many_and_the_right_one_no_longer_helps(client: Client) -> None:
    reader = factories.reader()
    secret = with_app(reader)
    sign_in(client, reader)
    answers = [client.post("/accounts/2fa/authenticate/", {"code": wrong_digits(secret)}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 6
    assert answers[-1]["Retry-After"] == "300"
    assert "Too many tries" in answers[-1].content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": digits(secret)}).status_code == 429
    assert client.get("/me/").status_code == 302


def test_the_app_is_set_up_with_a_picture_that_no_other_page_may_show(client: Client) -> None:
    reader = factories.reader()
    sign_in(client, reader)
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    client.post(asked.url, {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert "img-src 'self' data:" in page["Content-Security-Policy"].split("; ")
    assert '<img class="qr" src="data:image/svg+xml' in page.content.decode()
    assert "data:" not in client.get("/accounts/2fa/")["Content-Security-Policy"]
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": digits(secret)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert client.get(answer.url).content.decode().count("<li><code>") == 10
    kinds = set(Authenticator.objects.filter(user=reader).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_staff_who_do_nothing_for_half_an_hour_are_signed_out(
    client: Client, settings: Any, minutes: int, stays: bool
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    sign_in(client, factories.editor())
    _later(minutes)
    assert (client.get("/admin/").status_code == 200) is stays
    assert (client.get("/me/").status_code == 200) is stays


def test_each_page_gives_staff_another_half_hour(client: Client, settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    sign_in(client, factories.editor())
    for _ in range(3):
        _later(20)
        assert client.get("/admin/").status_code == 200


def test_readers_stay_signed_in(client: Client) -> None:
    sign_in(client, factories.reader())
    _later(31)
    assert client.get("/me/").status_code == 200


def _later(minutes: int) -> None:
    """Lets time pass for every session: when it ends, and when it was last seen."""
    for row in Session.objects.all():
        said = row.get_decoded()
        said["staff_seen_at"] = said.get("staff_seen_at", 0) - minutes * 60
        row.session_data = Session.get_session_store_class()().encode(said)
        row.expire_date -= timedelta(minutes=minutes)
        row.save()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def test_keys_and_tokens_have_no_page_at_the_desk() -> None:
    assert not [model for model in site._registry if model.__module__.startswith(UNSHOWN)]
    assert Article in site._registry


def test_who_deletes_at_the_desk_is_asked_once_more(client: Client, settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    chief, section = factories.editor(), factories.section("gone", "Gone")
    chief.is_superuser = True
    chief.save()
    sign_in(client, chief)
    path = f"/admin/articles/section/{section.pk}/delete/"
    answer = client.post(path, {"post": "yes"})
    assert answer.url.startswith("/accounts/reauthenticate/?next=")
    assert Section.objects.filter(pk=section.pk).exists()
    client.post(answer.url, {"password": PASSWORD})
    assert not Section.objects.filter(pk=section.pk).exists(), "what was asked for goes on after the password"


def test_the_desks_own_password_page_is_the_accounts(client: Client, settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    sign_in(client, factories.editor())
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"


def test_the_deployment_check_finds_nothing(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    secure = {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 63_072_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "ALLOWED_HOSTS": ["news.example.org"],
        "SECRET_KEY": "x7" * 40 + "abcdefghij",
    }
    for name, value in secure.items():
        setattr(settings, name, value)
    call_command("check", deploy=True, fail_level="WARNING")
    assert "0 silenced" in "".join(capsys.readouterr())


def test_a_passkey_is_offered_to_script_and_asks_the_server_for_a_fresh_question(client: Client) -> None:
    options = [
        json.loads(client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).content)
        for _ in range(2)
    ]
    asked = [one["request_options"]["publicKey"] for one in options]
    assert asked[0]["challenge"] != asked[1]["challenge"]
    assert asked[0]["userVerification"] == "required"
    assert not asked[0].get("allowCredentials"), "nothing tells who has one"

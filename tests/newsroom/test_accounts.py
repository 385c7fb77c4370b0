"""Accounts: made with an address, opened in several ways, changed by their owner and by nobody else."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from newsroom.accounts import end_sessions, make_editor, one_time_link
from newsroom.limits.models import Note
from newsroom.mail.models import Mail
from newsroom.models import User
from tests import factories
from tests.newsroom.entering import PASSWORD, code_in, link_in, newest_letter, sign_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
ELSEWHERE = [
    "https://evil.test/x",
    "//evil.test",
    "/\\evil.test",
    "javascript:alert(1)",
    "https:evil",
    "http:///evil",
    "\t//evil.test",
]
BACK = "/articles/any/#composer"


def test_an_account_takes_an_address_and_a_password_and_opens_by_the_mailed_link(client: Client) -> None:
    answer = sign_up(client, "new@example.org", next=BACK)
    assert answer.url == "/accounts/confirm-email/"
    assert client.get("/me/").status_code == 302, "not before the address is confirmed"
    answer = client.post(link_in(newest_letter("new@example.org"), "confirm-email"))
    assert answer.url == BACK
    assert client.get("/me/").status_code == 200
    user = User.objects.get(email="new@example.org")
    assert "new" not in user.username + user.public_name


def test_opening_the_link_asks_first_and_confirms_nothing(client: Client) -> None:
    sign_up(client, "new@example.org")
    page = client.get(link_in(newest_letter("new@example.org"), "confirm-email"))
    assert "Yes, confirm" in page.content.decode()
    assert not EmailAddress.objects.get().verified


PROTECTED = [field.name for field in User._meta.get_fields() if field.name not in {"email", "password"}]


@pytest.mark.parametrize("field", PROTECTED)
def test_the_form_sets_nothing_but_address_and_password(client: Client, field: str) -> None:
    sign_up(client, "plain@example.org")
    sign_up(Client(), "new@example.org", **{field: "1"})
    plain, new = User.objects.get(email="plain@example.org"), User.objects.get(email="new@example.org")
    assert (new.is_staff, new.is_superuser, new.is_active) == (False, False, True)
    value = getattr(new, field, None)
    assert not hasattr(value, "all") or not value.exists() or field == "emailaddress_set"
    assert str(value) != "1" or str(getattr(plain, field)) == "1"


def test_a_code_by_mail_signs_in_and_leads_back(client: Client) -> None:
    user = factories.reader()
    page = client.get(f"/accounts/login/?next={BACK.replace('#', '%23')}").content.decode()
    assert f'name="next" value="{BACK}"' in page
    answer = client.post("/accounts/login/code/", {"login": user.email, "password": "", "next": BACK})
    assert answer.url == "/accounts/login/code/confirm/?next=%2Farticles%2Fany%2F%23composer"
    code = code_in(newest_letter(user.email))
    assert client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA", "next": BACK}).status_code == 200
    assert client.post("/accounts/login/code/confirm/", {"code": code.lower(), "next": BACK}).url == BACK
    assert client.get("/me/").status_code == 200


def test_a_code_is_void_after_three_wrong_ones(client: Client) -> None:
    user = factories.reader()
    client.post("/accounts/login/code/", {"email": user.email})
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    client.post("/accounts/login/code/confirm/", {"code": code_in(newest_letter(user.email))})
    assert client.get("/me/").status_code == 302


def test_a_new_code_can_be_had_and_the_old_one_is_void(client: Client) -> None:
    user = factories.reader()
    client.post("/accounts/login/code/", {"email": user.email})
    old = code_in(newest_letter(user.email))
    client.post("/accounts/login/code/confirm/", {"action": "resend"})
    new = code_in(newest_letter(user.email))
    client.post("/accounts/login/code/confirm/", {"code": old})
    assert client.get("/me/").status_code == 302
    client.post("/accounts/login/code/confirm/", {"code": new})
    assert client.get("/me/").status_code == 200


def test_who_made_an_account_with_anothers_address_stays_out_when_its_owner_comes(client: Client) -> None:
    sign_up(Client(), "owner@example.org", "chosen by a stranger")
    client.post("/accounts/login/code/", {"email": "owner@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": code_in(newest_letter("owner@example.org"))})
    assert client.get("/me/").status_code == 200
    stranger = Client()
    sign_in(stranger, User.objects.get(email="owner@example.org"), "chosen by a stranger")
    assert stranger.get("/me/").status_code == 302


def test_who_confirms_an_address_gets_it_from_an_account_that_nobody_ever_confirmed(client: Client) -> None:
    sign_up(Client(), "wanted@example.org", "chosen by a stranger")
    squatter, user = User.objects.get(), factories.reader()
    Note.objects.all().delete()  # three minutes later, when the next letter to that address may go
    sign_in(client, user)
    _change_address(client, "wanted@example.org")
    user.refresh_from_db()
    assert user.email == "wanted@example.org"
    assert not User.objects.filter(pk=squatter.pk).exists()


def test_an_address_that_somebody_uses_goes_to_nobody_else(client: Client) -> None:
    owner, user = factories.reader(), factories.reader()
    sign_in(client, user)
    _change_address(client, owner.email)
    user.refresh_from_db()
    assert user.email != owner.email
    assert User.objects.get(email=owner.email) == owner


def _change_address(client: Client, to: str) -> None:
    client.post("/accounts/email/", {"email": to, "action_add": ""})
    answer = client.post("/accounts/reauthenticate/?next=/accounts/email/", {"password": PASSWORD})
    assert answer.status_code == 302
    client.post(link_in(newest_letter(to), "confirm-email"))


def test_a_change_of_address_is_asked_for_twice_confirmed_and_told_to_the_old_one(client: Client) -> None:
    user = factories.reader()
    old = user.email
    sign_in(client, user)
    answer = client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not Mail.objects.exists()
    client.post(answer.url, {"password": PASSWORD})
    assert "new@example.org" in client.get("/accounts/email/").content.decode()
    user.refresh_from_db()
    assert user.email == old, "not before the new one is confirmed"
    client.post(link_in(newest_letter("new@example.org"), "confirm-email"))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert "new@example.org" in newest_letter(old).text
    assert [address.email for address in EmailAddress.objects.filter(user=user)] == ["new@example.org"]


def test_a_forgotten_password_is_set_anew_once_by_the_mailed_link(client: Client) -> None:
    user = factories.reader()
    client.post("/accounts/password/reset/", {"email": user.email})
    link = link_in(newest_letter(user.email), "password/reset/key")
    form = client.get(link).url
    assert "set-password" in form, "the key does not stay in the address"
    answer = client.post(form, {"password1": "another long secret", "password2": "another long secret"})
    assert answer.url == "/"
    assert client.get("/me/").status_code == 200
    assert "no longer works" in Client().get(link).content.decode()
    stranger = Client()
    sign_in(stranger, user)
    assert stranger.get("/me/").status_code == 302


def test_the_session_gets_a_new_name_at_sign_in(client: Client) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value if "sessionid" in client.cookies else session.session_key
    sign_in(client, factories.reader())
    assert client.cookies["sessionid"].value != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/me/").status_code == 302


def test_other_devices_are_signed_out_by_a_change_of_password(client: Client) -> None:
    user, phone = factories.reader(), Client()
    for device in (client, phone):
        sign_in(device, user)
    words = {"oldpassword": PASSWORD, "password1": "another long secret", "password2": "another long secret"}
    assert client.post("/accounts/password/change/", words).status_code == 302
    assert client.get("/me/").status_code == 200
    assert phone.get("/me/").status_code == 302
    assert "changed" in newest_letter(user.email).subject


def test_all_sessions_of_somebody_can_be_ended_at_once(client: Client) -> None:
    user, phone, other = factories.reader(), Client(), Client()
    for device in (client, phone):
        sign_in(device, user)
    sign_in(other, factories.reader())
    assert end_sessions(user) == 2
    assert [device.get("/me/").status_code for device in (client, phone, other)] == [302, 302, 200]
    assert end_sessions(user) == 0


def test_a_reader_sees_the_devices_and_signs_one_or_all_others_out(client: Client) -> None:
    user, phone, tablet = factories.reader(), Client(HTTP_USER_AGENT="Phone 1"), Client(HTTP_USER_AGENT="Tablet 2")
    for device in (client, phone, tablet):
        sign_in(device, user)
    page = client.get("/accounts/sessions/").content.decode()
    assert page.count("Another device") == 2
    assert "Phone 1" in page
    chosen = UserSession.objects.get(user_agent="Phone 1")
    client.post("/accounts/sessions/", {"session": chosen.pk})
    assert [device.get("/me/").status_code for device in (client, phone, tablet)] == [200, 302, 200]
    assert "signed out already" in client.post("/accounts/sessions/", {"session": chosen.pk}).content.decode()
    client.post("/accounts/sessions/")
    assert [device.get("/me/").status_code for device in (client, tablet)] == [200, 302]


def test_nobody_ends_anothers_session(client: Client) -> None:
    other = Client()
    sign_in(other, factories.reader())
    sign_in(client, factories.reader())
    client.post("/accounts/sessions/", {"session": UserSession.objects.first().pk})
    client.post("/accounts/sessions/", {"session": UserSession.objects.last().pk})
    assert other.get("/me/").status_code == 200


@pytest.mark.parametrize("following", ELSEWHERE)
def test_no_form_of_the_accounts_leads_to_another_site(client: Client, following: str) -> None:
    def stays(answer: Any) -> None:
        assert answer.status_code in {200, 302}, answer
        assert "evil" not in answer.headers.get("Location", "").partition("?")[0]
        assert answer.headers.get("Location", "/").startswith("/")

    user = factories.reader()
    stays(sign_up(Client(), "new@example.org", next=following))
    code = Client()
    stays(code.post("/accounts/login/code/", {"email": user.email, "next": following}))
    last = {"code": code_in(newest_letter(user.email)), "next": following}
    assert code.post("/accounts/login/code/confirm/", last).url == "/"
    confirming = Client()
    stays(confirming.post(link_in(newest_letter("new@example.org"), "confirm-email"), {"next": following}))
    assert sign_in(client, user, next=following).url == "/"
    for path in ("/accounts/login/", "/accounts/signup/"):
        assert client.get(path, {"next": following}).url == "/"
    stays(client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": following}))
    assert client.post("/accounts/logout/", {"next": following}).url == "/"
    editor = Client()
    sign_in(editor, factories.editor())
    assert editor.get("/admin/login/", {"next": following}).url == "/admin/"


def test_signing_out_needs_a_form(client: Client) -> None:
    sign_in(client, factories.reader())
    page = client.get("/accounts/logout/")
    assert page.status_code == 200
    assert '<form class="row" method="post"' in page.content.decode()
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_links_in_mails_lead_to_the_sites_own_address(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["news.example.org", "old.example.org"]
    settings.SITE_URL, settings.LOOPBACK = "https://news.example.org", False
    user = factories.reader()
    client.post("/accounts/password/reset/", {"email": user.email}, headers={"host": "old.example.org"})
    text = newest_letter(user.email).text
    assert "https://news.example.org/accounts/password/reset/key/" in text
    assert "old.example.org" not in text
    answer = client.post("/accounts/password/reset/", {"email": user.email}, headers={"host": "evil.test"})
    assert answer.status_code == 400


def test_an_editors_one_time_link_sets_the_password_and_leads_to_the_second_factor(
    client: Client, settings: Any
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    editor = make_editor("desk@example.org")
    path = one_time_link(editor).removeprefix(settings.SITE_URL)
    words = {"password1": "another long secret", "password2": "another long secret"}
    answer = client.post(client.get(path).url, words)
    assert answer.url == reverse("admin:index")
    assert client.get(answer.url).url == reverse("mfa_index")
    assert "The desk opens only to accounts with a second factor" in client.get(reverse("mfa_index")).content.decode()
    cache.clear()
    assert "no longer works" in Client().get(path).content.decode()

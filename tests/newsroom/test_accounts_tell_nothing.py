"""No form of the accounts tells whether an address has one: not by words, not by mails, not by time."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from newsroom.mail.models import Mail
from tests import factories
from tests.newsroom.entering import PASSWORD, CountingHasher, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


def _sign_in(email: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": email, "password": "a wrong password"})


def _sign_up(email: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/signup/", {"email": email, "password1": "a long enough secret"})


def _reset(email: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/password/reset/", {"email": email})


def _code(email: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/login/code/", {"email": email})


def _resend(email: str) -> tuple[Client, Any]:
    client, _ = _code(email)
    return client, client.post("/accounts/login/code/confirm/", {"action": "resend"})


def _wrong_code(email: str) -> tuple[Client, Any]:
    client, _ = _code(email)
    return client, client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})


def _change(email: str) -> tuple[Client, Any]:
    client, user = Client(), factories.reader()
    sign_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client, client.post("/accounts/email/", {"email": email, "action_add": ""})


FORMS = {
    "sign in": (_sign_in, 0),
    "sign up": (_sign_up, 1),
    "reset": (_reset, 1),
    "code": (_code, 1),
    "wrong code": (_wrong_code, 1),
    "change": (_change, 1),
}


@pytest.mark.parametrize(("form", "mails"), FORMS.values(), ids=FORMS)
def test_known_and_unknown_addresses_get_the_same_answer_and_as_many_mails(
    form: Callable[[str], tuple[Client, Any]], mails: int
) -> None:
    known, unknown = factories.reader().email, "unknown@example.org"
    assert _all_that_is_seen(form, known) == _all_that_is_seen(form, unknown)
    assert Mail.objects.filter(to=known).count() == Mail.objects.filter(to=unknown).count() == mails


def _all_that_is_seen(form: Callable[[str], tuple[Client, Any]], email: str) -> list[Any]:
    client, answer = form(email)
    seen: list[Any] = [answer.status_code, answer.headers.get("Location"), _masked(answer, email)]
    if answer.status_code == 302:
        following = client.get(answer.url)
        seen += [following.status_code, _masked(following, email)]
    return seen


def _masked(answer: Any, email: str) -> str:
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode().replace(email, "EMAIL"))
    return re.sub(r"reader\d+(@example.org)?", "SOMEBODY", page)


def test_a_second_code_is_promised_to_everybody_alike() -> None:
    known, unknown = factories.reader().email, "unknown@example.org"
    assert _all_that_is_seen(_resend, known) == _all_that_is_seen(_resend, unknown)


@pytest.mark.parametrize("form", [_sign_in, _sign_up], ids=["sign in", "sign up"])
def test_a_password_is_hashed_as_often_for_an_unknown_address(
    form: Callable[[str], tuple[Client, Any]], settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["tests.newsroom.entering.CountingHasher"]
    times = []
    for email in (factories.reader().email, "unknown@example.org"):
        before = CountingHasher.times
        form(email)
        times.append(CountingHasher.times - before)
    assert times == [1, 1]


@pytest.mark.parametrize("form", [_sign_up, _reset, _code], ids=["sign up", "reset", "code"])
def test_what_takes_less_work_does_not_answer_sooner(form: Callable[[str], tuple[Client, Any]], settings: Any) -> None:
    settings.EVEN_ANSWER_SECONDS = 0.3
    for email in (factories.reader().email, "unknown@example.org"):
        begun = time.monotonic()
        form(email)
        assert time.monotonic() - begun >= 0.3

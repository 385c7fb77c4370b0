"""Who guesses is stopped: by account and by place, behind proxies, and also while the cache is away."""

import json
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from newsroom.limits import book
from newsroom.limits.models import Note
from tests import factories
from tests.newsroom.entering import code_in, newest_letter, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
TOO_MANY = "Too many tries"


def _wrong(user: Any, times: int, **headers: str) -> list[Any]:
    return [sign_in(Client(**headers), user, "a wrong password") for _ in range(times)]


def test_after_five_wrong_passwords_an_account_takes_none_for_five_minutes() -> None:
    user = factories.reader()
    answers = [answer.content.decode() for answer in _wrong(user, 12)]
    assert [TOO_MANY in answer for answer in answers] == [False] * 5 + [True] * 7
    assert TOO_MANY in sign_in(Client(), user).content.decode(), "the right one neither, from nowhere"
    assert sign_in(Client(REMOTE_ADDR="203.0.113.1"), factories.reader()).status_code == 302, "others are not touched"
    _later(301)
    assert sign_in(Client(), user).status_code == 302


def test_a_locked_account_still_opens_by_code(client: Client) -> None:
    user = factories.reader()
    _wrong(user, 6)
    client.post("/accounts/login/code/", {"email": user.email})
    client.post("/accounts/login/code/confirm/", {"code": code_in(newest_letter(user.email))})
    assert client.get("/me/").status_code == 200


def _later(seconds: int) -> None:
    """Lets time pass for every note of the doorkeeper."""
    for note in Note.objects.all():
        note.value = [at - seconds for at in note.value] if isinstance(note.value, list) else note.value
        note.save()


def _statuses(times: int, sender: str = "203.0.113.1", forwarded: Any = None) -> list[int]:
    found = []
    for n in range(times):
        headers = {"x-forwarded-for": forwarded(n)} if forwarded else {}
        found.append(Client(REMOTE_ADDR=sender).post("/accounts/signup/", {}, headers=headers).status_code)
    return found


def test_a_forged_sender_does_not_get_round_the_limit() -> None:
    assert _statuses(25, forwarded=lambda n: f"198.51.100.{n}") == [200] * 20 + [429] * 5


def test_behind_a_proxy_only_what_it_adds_counts_and_one_reader_does_not_stop_another(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = _statuses(25, "10.0.0.1", lambda n: f"192.0.2.{n}, 198.51.100.7")
    assert forged == [200] * 20 + [429] * 5
    assert _statuses(1, "10.0.0.1", lambda _: "198.51.100.8") == [200]


def test_a_request_that_went_past_the_proxies_is_counted_by_where_it_comes_from(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert _statuses(22, "203.0.113.9", lambda n: f"198.51.100.{n}") == [200] * 20 + [429] * 2


def test_the_proxies_of_the_settings_are_those_that_sign_in_counts(settings: Any) -> None:
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == settings.TRUSTED_PROXIES


def test_a_line_of_ipv6_is_one_sender() -> None:
    same = [Client(REMOTE_ADDR=f"2001:db8:1:2::{n:x}").post("/accounts/signup/", {}).status_code for n in range(21)]
    assert same == [200] * 20 + [429]


def test_while_the_cache_is_away_sign_in_goes_on_with_its_limits_and_reading_too(
    client: Client, cache_away: None
) -> None:
    user = factories.reader()
    answers = [*_wrong(user, 60), *_wrong(user, 40, REMOTE_ADDR="203.0.113.5")]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert TOO_MANY in sign_in(Client(REMOTE_ADDR="203.0.113.6"), user).content.decode()
    assert sign_in(Client(REMOTE_ADDR="203.0.113.7"), factories.reader()).status_code == 302
    assert client.get("/").status_code == 200


def test_a_hundred_readers_sign_in_while_the_cache_is_away(cache_away: None) -> None:
    users = [factories.reader() for _ in range(100)]
    answers = [sign_in(Client(REMOTE_ADDR=f"203.0.113.{n}"), user) for n, user in enumerate(users)]
    assert {answer.status_code for answer in answers} == {302}


def test_emptying_the_cache_forgets_no_guess() -> None:
    user = factories.reader()
    _wrong(user, 5)
    cache.clear()
    assert TOO_MANY in _wrong(user, 1)[0].content.decode()


def test_a_note_is_taken_once_and_can_be_taken_again_when_it_expired() -> None:
    assert book.claim("allauth:x", "first", 60)
    assert not book.claim("allauth:x", "second", 60)
    assert cache.get("allauth:x") == "first"
    book.write("allauth:x", "old", -1)
    assert cache.get("allauth:x", "nothing") == "nothing"
    assert book.claim("allauth:x", "second", 60)
    assert cache.delete("allauth:x")
    assert not cache.delete("allauth:x")


def test_expired_notes_are_struck_out_by_later_ones() -> None:
    for n in range(book.STRUCK_OUT):
        book.claim(f"allauth:{n}", n, -1)
    book.write("allauth:new", [time.time()], 60)
    assert list(Note.objects.values_list("key", flat=True)) == ["allauth:new"]


def test_the_book_holds_no_address_in_clear() -> None:
    user = factories.reader()
    _wrong(user, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key || value::text FROM limits_note")
        assert user.email not in json.dumps(cursor.fetchall())

"""Who floods the site is held off at the door: others lose no time by it, and even the flooder loses no word."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.floods import MOST_REMEMBERED, PATIENCE, Floods
from comments.models import Comment
from tests import factories
from tests.comments.acting import SCRIPT, open_doors, post


def test_who_was_told_often_enough_is_held_off_until_the_wait_is_over() -> None:
    floods = Floods()
    for _ in range(PATIENCE):
        assert floods.seconds_left("ann", at=100) == 0, "not yet"
        floods.tell("ann", 5, at=100)
    assert [floods.seconds_left("ann", at=at) for at in (100, 104.5, 105, 200)] == [5, 1, 0, 0]
    assert floods.seconds_left("bob", at=100) == 0


def test_after_a_wait_patience_begins_anew() -> None:
    floods = Floods()
    for _ in range(PATIENCE):
        floods.tell("ann", 5, at=100)
    floods.tell("ann", 5, at=106)
    assert floods.seconds_left("ann", at=106) == 0


def test_memory_has_an_end() -> None:
    floods = Floods()
    for _ in range(PATIENCE):
        floods.tell("first", 1_000, at=0)
    for number in range(MOST_REMEMBERED):
        floods.tell(f"reader {number}", 5, at=0)
    assert floods.seconds_left("first", at=1) == 0


@pytest.fixture
def article() -> Any:
    open_doors()
    return factories.published()


@pytest.fixture
def flooder(article: Any) -> Client:
    """Somebody who was told to wait as often as anybody is with a whole page."""
    client = Client()
    client.force_login(factories.reader())
    post(client, article, "The first of many.", headers=SCRIPT)
    for number in range(PATIENCE):
        assert post(client, article, f"Number {number}.", headers=SCRIPT).status_code == 429
    return client


@pytest.mark.django_db
def test_a_flood_is_refused_without_asking_the_database(flooder: Client, article: Any) -> None:
    post(flooder, article, "Makes the page.")
    with CaptureQueriesContext(connection) as queries:
        as_script, as_form = post(flooder, article, "More.", headers=SCRIPT), post(flooder, article, "And more.")
    assert len(queries) == 0
    for answer in (as_script, as_form):
        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= 6
    assert "Post again in" in as_script.json()["error"]
    assert Comment.objects.count() == 1


@pytest.mark.django_db
def test_what_is_held_off_is_given_back_and_shown_to_nobody_else(flooder: Client, article: Any) -> None:
    answer = post(flooder, article, 'Mine </textarea><script>alert("x")</script>')
    page = answer.content.decode()
    assert "Mine &lt;/textarea&gt;&lt;script&gt;" in page
    assert "no-store" in answer["Cache-Control"]
    assert f'href="{article.get_absolute_url()}#composer"' in page


@pytest.mark.django_db
def test_a_flood_without_a_token_is_no_flood_of_anybody(flooder: Client, article: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = flooder.cookies
    assert post(strict, article, "Forged.").status_code == 403


@pytest.mark.django_db
def test_others_post_meanwhile_and_the_flooder_after_the_wait(
    flooder: Client, article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Client()
    other.force_login(factories.reader())
    assert post(other, article, "And I speak, too.", headers=SCRIPT).status_code == 201
    Comment.objects.update(created_at="2020-01-01T00:00Z")
    later = time.monotonic() + 7
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert post(flooder, article, "Calmly.", headers=SCRIPT).status_code == 201

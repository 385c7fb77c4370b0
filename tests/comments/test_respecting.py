"""Respect: one a reader, never for oneself, and it can be taken back."""

from typing import Any

import pytest
from django.test import Client

from comments.models import Comment, Respect, State
from comments.refusing import Refused
from comments.respecting import respect, take_back_respect
from tests import factories
from tests.comments.acting import SCRIPT, act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def thought() -> Comment:
    return factories.thought(factories.published(), factories.reader())


@pytest.fixture
def signed_in(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def test_one_reader_respects_a_thought_once_and_takes_it_back(thought: Comment, reader: Any) -> None:
    assert [respect(thought, reader), respect(thought, reader)] == [True, False]
    thought.refresh_from_db()
    assert thought.respects == 1
    assert [take_back_respect(thought, reader), take_back_respect(thought, reader)] == [True, False]
    thought.refresh_from_db()
    assert thought.respects == 0


def test_nobody_respects_their_own_thought(client: Client, thought: Comment) -> None:
    with pytest.raises(Refused):
        respect(thought, thought.author)
    client.force_login(thought.author)
    assert client.get(f"{thought.get_absolute_url()}respect/").status_code == 403
    assert act(client, thought, "respect").status_code == 403
    assert not Respect.objects.exists()


def test_only_what_readers_see_is_respected(thought: Comment, reader: Any) -> None:
    held = factories.thought(thought.article, thought.author, state=State.WITHHELD)
    with pytest.raises(Refused):
        respect(held, reader)


def test_a_page_with_one_button_works_without_a_script(signed_in: Client, thought: Comment) -> None:
    assert "Respect this thought?" in signed_in.get(f"{thought.get_absolute_url()}respect/").content.decode()
    answer = act(signed_in, thought, "respect", respect="1")
    assert answer.url == thought.get_absolute_url()
    assert "Take back respect" in signed_in.get(f"{thought.get_absolute_url()}respect/").content.decode()
    act(signed_in, thought, "respect", respect="0")
    assert not Respect.objects.exists()


def test_a_script_gets_the_count(signed_in: Client, thought: Comment) -> None:
    respect(thought, factories.reader())
    given = act(signed_in, thought, "respect", headers=SCRIPT, respect="1")
    assert given.json() == {"respects": 2, "respected": True}
    assert act(signed_in, thought, "respect", headers=SCRIPT, respect="0").json() == {"respects": 1, "respected": False}
    assert "no-store" in given["Cache-Control"]


def test_who_is_not_signed_in_signs_in_first_and_comes_back(client: Client, thought: Comment) -> None:
    answer = client.get(f"{thought.get_absolute_url()}respect/")
    assert answer.url == f"/accounts/login/?next={thought.get_absolute_url()}respect/"

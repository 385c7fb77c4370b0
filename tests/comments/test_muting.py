"""Muting: for oneself alone, and nobody else learns of it."""

from typing import Any

import pytest
from django.test import Client

from comments.models import Comment, Mute
from comments.muting import mute, unmute
from comments.refusing import Refused
from tests import factories
from tests.comments.acting import SCRIPT, act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def thought() -> Comment:
    return factories.thought(factories.published(), factories.reader("ann"), "Xqzzyvoid.")


@pytest.fixture
def signed_in(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def test_a_reader_mutes_another_once_and_hears_them_again(reader: Any) -> None:
    other = factories.reader()
    assert [mute(reader, other), mute(reader, other)] == [True, False]
    assert [unmute(reader, other), unmute(reader, other)] == [True, False]
    with pytest.raises(Refused):
        mute(reader, reader)


def test_the_author_of_a_thought_is_muted_from_it_and_heard_again(
    signed_in: Client, thought: Comment, reader: Any
) -> None:
    assert "Mute ann?" in signed_in.get(f"{thought.get_absolute_url()}mute/").content.decode()
    assert act(signed_in, thought, "mute", mute="1").status_code == 302
    assert Mute.objects.get().reader == reader
    assert "See ann again" in signed_in.get(f"{thought.get_absolute_url()}mute/").content.decode()
    answer = act(signed_in, thought, "mute", headers=SCRIPT, mute="0")
    assert answer.json() == {"muted": False, "says": "You see thoughts by ann again."}
    assert not Mute.objects.exists()


def test_others_go_on_reading_who_was_muted(signed_in: Client, thought: Comment) -> None:
    act(signed_in, thought, "mute", mute="1")
    for name in ("ann", "somebody"):
        other = Client()
        other.force_login(thought.author if name == "ann" else factories.reader())
        page = other.get(thought.article.get_absolute_url()).content.decode()
        assert "Xqzzyvoid." in page
        assert "you muted" not in page


def test_nobody_mutes_themselves_nor_somebody_who_left(client: Client, thought: Comment, reader: Any) -> None:
    client.force_login(thought.author)
    assert act(client, thought, "mute").status_code == 403
    assert client.get(f"{thought.get_absolute_url()}mute/").status_code == 403
    Comment.objects.update(author=None)
    client.force_login(reader)
    assert client.get(f"{thought.get_absolute_url()}mute/").status_code == 404

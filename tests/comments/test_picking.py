"""Editors pick what is worth reading, and its author is told."""

from typing import Any

import pytest
from django.test import Client

from comments.models import Comment, Notification, State
from comments.picking import pick, unpick
from comments.refusing import Refused
from tests import factories
from tests.comments.acting import act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def thought() -> Comment:
    return factories.thought(factories.published(), factories.reader())


def test_an_editor_picks_a_thought_once_and_takes_the_mark_away(thought: Comment, editor: Any) -> None:
    assert [pick(thought, editor), pick(thought, editor)] == [True, False]
    thought.refresh_from_db()
    assert thought.picked_by == editor
    assert Notification.objects.filter(kind="pick", reader=thought.author).count() == 1
    assert [unpick(thought), unpick(thought)] == [True, False]
    thought.refresh_from_db()
    assert (thought.picked_at, thought.picked_by) == (None, None)


@pytest.mark.parametrize("state", [State.PREMOD, State.WITHHELD, State.REJECTED])
def test_only_what_readers_see_is_picked(thought: Comment, editor: Any, state: State) -> None:
    held = factories.thought(thought.article, thought.author, state=state)
    with pytest.raises(Refused):
        pick(held, editor)


def test_the_page_is_for_those_who_may_pick(client: Client, thought: Comment, editor: Any, reader: Any) -> None:
    address = f"{thought.get_absolute_url()}pick/"
    client.force_login(reader)
    assert client.get(address).status_code == act(client, thought, "pick", pick="1").status_code == 404
    client.force_login(editor)
    assert "Pick this thought?" in client.get(address).content.decode()
    assert act(client, thought, "pick", pick="1").url == thought.get_absolute_url()
    thought.refresh_from_db()
    assert thought.picked_by == editor
    assert "Take the mark away" in client.get(address).content.decode()
    act(client, thought, "pick", pick="0")
    thought.refresh_from_db()
    assert thought.picked_at is None

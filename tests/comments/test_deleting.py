"""An author takes a thought back: its words are gone at once, its place stays while others answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from comments.deleting import delete_thought
from comments.forgetting import forget_old, forgetting
from comments.models import Comment, Notice, Revision, State, Tally
from newsroom.outbox.models import Job
from newsroom.outbox.working import work_off
from tests import factories
from tests.comments.acting import act, aged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def thought(reader: Any) -> Comment:
    article = factories.published()
    sentence = article.live.sentences.get(number=2)
    about = {"about_version": sentence.version, "about_sentence": 2, "about_text": sentence.text}
    return factories.thought(article, reader, "Xqzzyvoid.", **about)


@pytest.fixture
def author(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def test_the_words_are_gone_from_the_row_and_the_pages_at_once(author: Client, thought: Comment) -> None:
    page = author.get(f"{thought.get_absolute_url()}delete/").content.decode()
    assert "Delete your thought?" in page
    answer = act(author, thought, "delete")
    assert answer.status_code == 302
    thought.refresh_from_db()
    assert (thought.body, thought.html, thought.about_text, thought.about_version) == ("", "", "", None)
    assert thought.turn == 1
    assert not thought.is_public
    for client in (author, Client()):
        for path in (thought.article.get_absolute_url(), f"{thought.article.get_absolute_url()}thoughts/"):
            assert "Xqzzyvoid" not in client.get(path).content.decode()
        assert client.get(thought.get_absolute_url()).status_code == 404
    assert Tally.objects.get().public == 0


def test_its_place_stays_while_others_answer(author: Client, thought: Comment) -> None:
    factories.thought(thought.article, factories.reader(), "I disagree.", thought)
    assert "others answered" in author.get(f"{thought.get_absolute_url()}delete/").content.decode()
    delete_thought(thought)
    page = Client().get(thought.article.get_absolute_url()).content.decode()
    assert "I disagree." in page
    assert "This thought was deleted by its author." in page


@pytest.mark.parametrize("state", State)
def test_a_thought_is_deleted_in_any_state_and_only_once(thought: Comment, state: State) -> None:
    if state == State.APPROVED:
        return
    one = factories.thought(thought.article, thought.author, "One more.", state=state)
    assert delete_thought(one)
    assert not delete_thought(one)
    assert not Comment.objects.waiting().exists()


def test_moderators_can_read_it_for_thirty_days_and_its_author_can_not(author: Client, thought: Comment) -> None:
    act(author, thought, "delete")
    moderator = Client()
    moderator.force_login(factories.editor())
    address = f"{thought.get_absolute_url()}history/"
    assert "<p>Xqzzyvoid.</p>" in moderator.get(address).content.decode()
    assert author.get(address).status_code == 404
    for days, left in ((29, True), (31, False)):
        Comment.objects.filter(pk=thought.pk).update(deleted_at=Now() - timedelta(days=days))
        forget_old()
        assert Revision.objects.exists() is left
    assert "Xqzzyvoid" not in moderator.get(address).content.decode()


def test_forgetting_is_posted_once_a_day_where_there_is_something_to_forget(thought: Comment) -> None:
    assert forgetting() == 0
    assert not Job.objects.filter(kind="forget-thoughts").exists()
    Comment.objects.filter(pk=thought.pk).update(sent_from="192.0.2.1")
    aged(thought, days=31)
    for _ in range(2):
        assert forgetting() == 0
    assert Job.objects.filter(kind="forget-thoughts").count() == 1
    work_off()
    thought.refresh_from_db()
    assert thought.sent_from is None
    assert thought.body == "Xqzzyvoid."


def test_where_a_notice_came_from_is_forgotten_after_thirty_days() -> None:
    for days in (29, 31):
        Notice.objects.create(
            url=f"http://x/{days}", explanation="It is.", name="N", email="n@example.org", good_faith=True,
            sent_from="203.0.113.7", at=timezone.now() - timedelta(days=days),
        )  # fmt: skip
    forget_old()
    assert Notice.objects.get(sent_from__isnull=False).url == "http://x/29"


def test_what_was_edited_and_stands_keeps_its_history(thought: Comment) -> None:
    Revision.objects.create(comment=thought, turn=7, body="As it was.")
    aged(thought, days=400)
    forget_old()
    assert Revision.objects.count() == 1

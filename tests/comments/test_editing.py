"""For five minutes an author mends a thought; it is screened again, and what it said before is kept."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments.editing import MOST, edit_thought
from comments.models import MOVES, Act, Comment, Mover, Penalty, Revision, State, Word
from comments.moderation.deciding import decide
from comments.moderation.log import record
from comments.refusing import Refused
from tests import factories
from tests.comments.acting import act, aged, open_doors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture(autouse=True)
def doors(db: None) -> None:
    open_doors()


@pytest.fixture
def thought(reader: Any) -> Comment:
    return factories.thought(factories.published(), reader, "The fish come frist.")


@pytest.fixture
def author(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def edit(client: Client, thought: Comment, body: str, turn: int | None = None) -> Any:
    return act(client, thought, "edit", body=body, turn=str(thought.turn if turn is None else turn))


def test_an_edit_within_five_minutes_changes_the_words_and_keeps_the_old_ones(author: Client, thought: Comment) -> None:
    page = author.get(f"{thought.get_absolute_url()}edit/").content.decode()
    assert "The fish come frist.</textarea>" in page
    answer = edit(author, thought, "The fish come first.")
    assert answer.url == thought.get_absolute_url()
    thought.refresh_from_db()
    assert (thought.body, thought.html, thought.turn) == ("The fish come first.", "<p>The fish come first.</p>", 1)
    assert thought.edited_at is not None
    assert [(one.turn, one.body) for one in Revision.objects.all()] == [(0, "The fish come frist.")]
    assert "edited" in author.get(thought.article.get_absolute_url()).content.decode()


def test_saving_without_a_change_is_no_edit(author: Client, thought: Comment) -> None:
    assert edit(author, thought, " The fish come frist.\r\n").status_code == 302
    thought.refresh_from_db()
    assert (thought.edited_at, thought.turn) == (None, 0)


def test_after_five_minutes_a_page_says_so_and_keeps_what_was_typed(author: Client, thought: Comment) -> None:
    assert edit(author, aged(thought, minutes=4, seconds=55), "In time.").status_code == 302
    thought.refresh_from_db()
    aged(thought, minutes=5, seconds=1)
    assert author.get(f"{thought.get_absolute_url()}edit/").status_code == 403
    answer = edit(author, thought, "Too late.")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "five minutes" in page
    assert re.search(r"readonly[^>]*>\nToo late.</textarea>", page)
    thought.refresh_from_db()
    assert thought.body == "In time."


def test_a_removed_thought_is_not_edited(author: Client, thought: Comment) -> None:
    decide(thought, False, by=factories.editor(), seen_turn=0, rule="civil")
    thought.refresh_from_db()
    answer = edit(author, thought, "Nicer now.")
    assert answer.status_code == 403
    assert "removed" in answer.content.decode()
    assert "Nicer now." in answer.content.decode()


def test_a_deleted_thought_has_no_such_page(author: Client, thought: Comment) -> None:
    act(author, thought, "delete")
    assert author.get(f"{thought.get_absolute_url()}edit/").status_code == 404
    assert edit(author, thought, "Back again.").status_code == 404


def test_who_is_suspended_does_not_edit(author: Client, thought: Comment, reader: Any) -> None:
    why = record(None, Act.LIFTED, reader=reader)
    Penalty.objects.create(reader=reader, decision=why, kind=Penalty.Kind.BAN)
    answer = edit(author, thought, "Still here.")
    assert answer.status_code == 403
    assert "Still here.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("body", ["", "x" * 5001, "y" * 100_000])
def test_an_edit_that_cannot_be_is_given_back(author: Client, thought: Comment, body: str) -> None:
    answer = edit(author, thought, body)
    assert answer.status_code == 400
    assert f"\n{body}</textarea>" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_an_edit_with_a_banned_word_removes_and_with_a_suspect_one_holds(author: Client, thought: Comment) -> None:
    Word.objects.create(text="bilgewater", kind=Word.Kind.BANNED)
    Word.objects.create(text="flotsam", kind=Word.Kind.SUSPECT)
    edit(author, thought, "Flotsam.")
    thought.refresh_from_db()
    assert (thought.state, thought.moved_as, thought.held_by) == (State.WITHHELD, Mover.AUTHOR, "words")
    assert thought.held_at is not None
    assert "Flotsam" not in Client().get(thought.article.get_absolute_url()).content.decode()
    edit(author, thought, "Bilgewater.")
    thought.refresh_from_db()
    assert thought.state == State.REJECTED
    assert [decision.act for decision in thought.decisions.order_by("id")] == [Act.HELD, Act.REMOVED]


# What an author's edit may do to a state: the rows of the table, each tried with every outcome of the screening.
OUTCOMES = {State.NONE: "Calm.", State.WITHHELD: "Flotsam.", State.REJECTED: "Bilgewater."}
AFTER = {
    (State.NONE, State.NONE): State.NONE,
    (State.NONE, State.WITHHELD): State.WITHHELD,
    (State.NONE, State.REJECTED): State.REJECTED,
    (State.APPROVED, State.NONE): State.NONE,
    (State.APPROVED, State.WITHHELD): State.WITHHELD,
    (State.APPROVED, State.REJECTED): State.REJECTED,
    (State.PREMOD, State.NONE): State.PREMOD,
    (State.PREMOD, State.WITHHELD): State.WITHHELD,
    (State.PREMOD, State.REJECTED): State.REJECTED,
    (State.WITHHELD, State.NONE): State.WITHHELD,
    (State.WITHHELD, State.WITHHELD): State.WITHHELD,
    (State.WITHHELD, State.REJECTED): State.REJECTED,
}


@pytest.mark.parametrize(("before", "screened"), AFTER)
def test_an_edit_holds_or_removes_and_never_lifts_a_hold(
    author: Client, thought: Comment, before: State, screened: State
) -> None:
    Word.objects.create(text="bilgewater", kind=Word.Kind.BANNED)
    Word.objects.create(text="flotsam", kind=Word.Kind.SUSPECT)
    if before == State.APPROVED:
        decide(thought, True, by=factories.editor(), seen_turn=0)
    elif before != State.NONE:
        thought = factories.thought(thought.article, thought.author, "Another.", state=before)
    thought.refresh_from_db()
    after = edit_thought(thought, OUTCOMES[screened], seen_turn=thought.turn).state
    assert after == AFTER[before, screened]
    assert after == before or after in MOVES[Mover.AUTHOR][before]


def test_a_form_opened_before_the_thought_changed_is_given_back(author: Client, thought: Comment) -> None:
    edit(author, thought, "First window.")
    answer = edit(author, thought, "Second window.", turn=0)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "changed while you wrote" in page
    assert "Second window.</textarea>" in page
    assert 'name="turn" value="1"' in page
    for turn in ("", "x", "-1", "9" * 30, "\x00"):
        assert act(author, thought, "edit", body="Nonsense.", turn=turn).status_code == 409


def test_an_edit_takes_an_editors_pick_away(author: Client, thought: Comment) -> None:
    Comment.objects.filter(pk=thought.pk).update(picked_at=timezone.now())
    edit(author, thought, "Other words than the editor picked.")
    thought.refresh_from_db()
    assert thought.picked_at is None


def test_a_thought_is_edited_so_often_and_no_more(thought: Comment) -> None:
    for number in range(MOST):
        thought = edit_thought(thought, f"Number {number}.", seen_turn=thought.turn)
    with pytest.raises(Refused, match=f"{MOST} times"):
        edit_thought(thought, "Once more.", seen_turn=thought.turn)


def test_what_was_typed_survives_signing_in(client: Client, thought: Comment) -> None:
    answer = edit(client, thought, "Typed while signed out.")
    assert answer.url == f"/accounts/login/?next={thought.get_absolute_url()}edit/"
    client.post("/accounts/login/", {"login": thought.author.email, "password": "correct horse battery"})
    page = client.get(f"{thought.get_absolute_url()}edit/").content.decode()
    assert "Typed while signed out.</textarea>" in page


def test_the_history_is_for_the_author_and_moderators(author: Client, thought: Comment) -> None:
    edit(author, thought, "The fish come first.")
    address = f"{thought.get_absolute_url()}history/"
    moderator, other = Client(), Client()
    moderator.force_login(factories.editor())
    other.force_login(factories.reader())
    for client in (author, moderator):
        page = client.get(address).content.decode()
        assert "<p>The fish come frist.</p>" in page
        assert "<p>The fish come first.</p>" in page
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 302

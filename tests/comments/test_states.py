"""Only the moves that somebody may make are made; whatever else is tried changes nothing, and counts stay counts."""

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from comments.consistency import PROMISES
from comments.deleting import delete_thought
from comments.models import MOVES, Act, Comment, Decision, Mover, State, Tally
from comments.moderation.deciding import decide
from comments.moderation.log import record
from comments.moderation.undecided import AlreadyDecidedError, NotDecidedError
from newsroom.models import User
from newsroom.readers.erasing import erase
from tests import factories
from tests.comments.moderating import check_log, moderator, thought_in

REASONS = {
    "restriction": "x", "scope": "x", "duration": "x", "facts": "x", "ground": "terms", "ground_reference": "x",
    "ground_explanation": "x", "redress": "x",
}  # fmt: skip
ACTS = {
    State.NONE: Act.EDITED,
    State.APPROVED: Act.APPROVED,
    State.REJECTED: Act.REMOVED,
    State.PREMOD: Act.HELD,
    State.WITHHELD: Act.HELD,
}


def move_by_hand(comment: Comment, mover: Mover, state: State, by: User) -> None:
    """Moves a thought past all our verbs, with a row in the log: only the database can refuse it."""
    with transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state=state, moved_as=mover, turn=comment.turn + 1)
        comment.refresh_from_db()
        actor = None if mover == Mover.SYSTEM else by
        record(comment, ACTS[state], by=actor, role=mover, state_to=state, **REASONS)
        check_log()


@pytest.mark.django_db
@pytest.mark.parametrize("mover", Mover)
def test_of_all_moves_by_all_movers_only_those_of_the_table_are_made(mover: Mover) -> None:
    article, by = factories.published(), moderator()
    for before, after in product(State, State):
        comment = thought_in(before, article)
        turn, rows = comment.turn, Decision.objects.filter(comment=comment).count()
        if after == before or after in MOVES[mover].get(before, set()):
            move_by_hand(comment, mover, after, by)
            comment.refresh_from_db()
            assert comment.state == after
        else:
            with pytest.raises(DatabaseError, match=f"{mover} may not move a thought from {before} to {after}"):
                move_by_hand(comment, mover, after, by)
            comment.refresh_from_db()
            assert (comment.state, comment.turn) == (before, turn)
            assert Decision.objects.filter(comment=comment).count() == rows


@pytest.mark.django_db
def test_a_move_without_a_row_in_the_log_or_without_a_new_turn_is_refused() -> None:
    comment = thought_in(State.NONE)
    with pytest.raises(DatabaseError, match="the log does not say why"), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state="approved", moved_as="moderator", turn=1)
        check_log()
    with pytest.raises(DatabaseError, match="raises the turn"), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state="approved", moved_as="moderator")
    with pytest.raises(DatabaseError, match="not approved before it is there"), transaction.atomic():
        factories.thought(comment.article, factories.reader(), state=State.APPROVED)
    comment.refresh_from_db()
    assert comment.state == State.NONE


class Conversation(RuleBasedStateMachine):
    """A conversation in which everybody does what they like, in any order; the model is a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.article = factories.published()
        self.readers = [factories.reader() for _ in range(3)]
        self.desk = moderator()
        self.states: dict[int, str] = {}

    def thought(self, data: Any) -> Comment | None:
        if not self.states:
            return None
        return Comment.objects.get(pk=data.draw(st.sampled_from(sorted(self.states))))

    @rule(state=st.sampled_from([s for s in State if s != State.APPROVED]), data=st.data())
    def post(self, state: State, data: Any) -> None:
        parent = self.thought(data) if data.draw(st.booleans()) else None
        author = data.draw(st.sampled_from(self.readers))
        self.states[factories.thought(self.article, author, parent=parent, state=state).pk] = state

    @rule(mover=st.sampled_from(list(Mover)), state=st.sampled_from(list(State)), data=st.data())
    def move(self, mover: Mover, state: State, data: Any) -> None:
        if comment := self.thought(data):
            before = State(comment.state)
            allowed = state == before or state in MOVES[mover].get(before, set())
            try:
                move_by_hand(comment, mover, state, self.desk)
            except DatabaseError:
                assert not allowed
            else:
                assert allowed
                if self.states[comment.pk] != "deleted":
                    self.states[comment.pk] = state

    @rule(approve=st.booleans(), seen=st.integers(0, 1), data=st.data())
    def decide(self, approve: bool, seen: int, data: Any) -> None:
        if comment := self.thought(data):
            try:
                decide(comment, approve, by=self.desk, seen_turn=comment.turn - seen, rule="civil")
            except NotDecidedError:
                return
            self.states[comment.pk] = State.APPROVED if approve else State.REJECTED

    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        if (comment := self.thought(data)) and delete_thought(comment):
            self.states[comment.pk] = "deleted"

    @invariant()
    def every_count_is_what_is_counted(self) -> None:
        counted = Counter(self.states.values())
        wanted = {name: counted[name] for name in (*State.values, "deleted")}
        wanted["public"] = counted["none"] + counted["approved"]
        tally = Tally.objects.filter(article=self.article).values(*wanted).first()
        assert tally == wanted or (tally is None and not self.states)
        assert Comment.objects.public().filter(article=self.article).count() == wanted["public"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("conversations", [5, pytest.param(40, marks=pytest.mark.faults)])
def test_after_random_moves_fifty_a_conversation_every_count_is_what_is_counted(conversations: int) -> None:
    held = settings(
        max_examples=conversations,
        stateful_step_count=50,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Conversation, settings=held)
    for promise in PROMISES:
        assert promise.broken(5) == [], promise.says


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Does each in a thread with a connection of its own, all let go at the same moment; returns what came of each."""
    gate, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            came[number] = act()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
            came[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def race(rounds: int) -> None:
    article, first, second = factories.published(), moderator(), moderator()
    for _ in range(rounds):
        author = factories.reader()
        comment = factories.thought(article, author, state=random.choice([State.NONE, State.WITHHELD]))
        Comment.objects.filter(pk=comment.pk).update(turn=0)

        def approve(comment: Comment = comment) -> Decision:
            return decide(comment, True, by=first, seen_turn=0)

        def remove(comment: Comment = comment) -> Decision:
            return decide(comment, False, by=second, seen_turn=0, rule="civil")

        def edit(comment: Comment = comment) -> Comment:
            from comments.editing import edit_thought

            return edit_thought(Comment.objects.get(pk=comment.pk), f"Other words {uuid.uuid4()}.", seen_turn=0)

        def leave(author: User = author) -> None:
            erase(User.objects.get(pk=author.pk), keeps_thoughts=random.choice([True, False]))

        acts = [approve, remove, edit, leave]
        random.shuffle(acts)
        came = dict(zip((act.__name__ for act in acts), at_once(*acts), strict=True))
        comment.refresh_from_db()
        decided = [came[name] for name in ("approve", "remove") if isinstance(came[name], Decision)]
        refused = [came[name] for name in ("approve", "remove") if not isinstance(came[name], Decision)]
        edited, gone = isinstance(came["edit"], Comment), comment.deleted_at is not None
        assert len(decided) == 1 or (not decided and (edited or gone)), came
        assert not (decided and edited), came
        assert all(isinstance(one, AlreadyDecidedError) for one in refused), came
        if decided:
            assert all(gone or one.decision == decided[0] for one in refused), came
            assert comment.state == decided[0].state_to
        assert came["leave"] is None, came
        assert comment.author is None
        if comment.state != State.NONE:
            assert Decision.objects.filter(comment=comment, state_to=comment.state).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [15, pytest.param(200, marks=pytest.mark.faults)])
def test_two_moderators_the_author_and_a_deletion_at_once_make_one_decision_and_the_other_sees_it(rounds: int) -> None:
    race(rounds)
    for promise in PROMISES:
        assert promise.broken(5) == [], promise.says

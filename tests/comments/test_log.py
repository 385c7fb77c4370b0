"""The log of moderation: rows are only added, each holds the hash of the one before, and what was changed is found."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from comments.consistency import PROMISES
from comments.models import Act, Decision, State
from comments.moderation.log import record
from tests.comments.moderating import approved, moderator, removed, thought_in, triggers_off

WHOLE = next(promise for promise in PROMISES if promise.says.startswith("The log of moderation is whole"))


@pytest.fixture
def decisions(db: Any) -> list[Decision]:
    comment = thought_in(State.WITHHELD)
    return [approved(comment), removed(comment), approved(comment), removed(comment, rule="spam")]


@pytest.mark.parametrize("statement", ["UPDATE comments_decision SET facts = ''", "DELETE FROM comments_decision"])
def test_a_row_of_the_log_is_neither_changed_nor_taken_away(decisions: list[Decision], statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Decision.objects.count() == 5


def test_each_row_holds_the_hash_of_the_one_before(decisions: list[Decision]) -> None:
    rows = list(Decision.objects.order_by("id"))
    assert [row.previous_hash for row in rows] == ["", *(row.hash for row in rows[:-1])]
    assert len({row.hash for row in rows}) == 5
    assert WHOLE.broken(5) == []


COLUMNS = {
    "at": "now() + interval '1 second'", "comment_id": "NULL", "reader_mark": "gen_random_uuid()",
    "actor_mark": "gen_random_uuid()", "actor_role": "'admin'", "act": "'upheld'", "state_from": "'premod'",
    "state_to": "'premod'", "turn": "99", "body_hash": "'0'", "rule": "'law'", "restriction": "'none'",
    "scope": "'none'", "duration": "'none'", "facts": "'none'", "detected_automatically": "true",
    "decided_automatically": "true", "ground": "'law'", "ground_reference": "'none'", "ground_explanation": "'none'",
    "redress": "'none'", "ref": "'forged'", "previous_hash": "'0'", "hash": "'0'",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_that_is_changed_past_the_triggers_is_found(decisions: list[Decision], column: str) -> None:
    changed = decisions[1]
    with triggers_off() as cursor:
        cursor.execute(f"UPDATE comments_decision SET {column} = {COLUMNS[column]} WHERE id = %s", [changed.pk])  # noqa: S608 - fixed columns
    assert WHOLE.broken(9)


def test_a_row_taken_out_of_the_middle_is_found(decisions: list[Decision]) -> None:
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM comments_decision WHERE id = %s", [decisions[1].pk])
    assert WHOLE.broken(5) == [f"decision {decisions[2].ref}"]


def test_two_rows_that_changed_places_are_found(decisions: list[Decision]) -> None:
    one, two = decisions[1].pk, decisions[2].pk
    with triggers_off() as cursor:
        cursor.execute("UPDATE comments_decision SET id = -id WHERE id IN (%s, %s)", [one, two])
        cursor.execute(
            "UPDATE comments_decision SET id = CASE id WHEN %s THEN %s ELSE %s END WHERE id < 0", [-one, two, one]
        )
    assert WHOLE.broken(5)


def test_who_writes_brings_neither_number_nor_hash(db: Any) -> None:
    made = record(None, Act.UPHELD, by=moderator(), role="moderator")
    forged = Decision(pk=10_000, act=Act.UPHELD, actor_role="system", previous_hash="f" * 64, hash="f" * 64)
    forged.save(force_insert=True)
    row = Decision.objects.order_by("-id")[0]
    made.refresh_from_db()
    assert row.pk != 10_000
    assert row.previous_hash == made.hash
    assert row.hash != "f" * 64
    assert WHOLE.broken(5) == []


def test_nothing_in_the_log_names_a_person(decisions: list[Decision]) -> None:
    columns = {field.attname for field in Decision._meta.concrete_fields}
    assert not columns & {"actor_id", "reader_id", "author_id", "email", "name"}
    assert {"actor_mark", "reader_mark"} <= columns


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_while_many_write_at_once() -> None:
    by = moderator()

    def write() -> None:
        for _ in range(10):
            with transaction.atomic():
                record(None, Act.UPHELD, by=by, role="moderator")
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Decision.objects.count() == 60
    assert WHOLE.broken(5) == []

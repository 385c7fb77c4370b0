"""Who may do what: every address, every verb, everybody. The table is roles.yaml; an address without a row fails."""

from typing import Any

import pytest
from django.db import transaction

from tests.comments.roles import ROLES, TABLE, World, addresses, outcome, writes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
ROWS: dict[str, dict[str, list[Any]]] = TABLE["addresses"]
UNKNOWN_VERBS = ("PUT", "PATCH", "DELETE")
CHANGED_BY = {"away", 200, 201}


@pytest.fixture
def world(settings: Any) -> World:
    # How the desk asks for a second factor is a promise of its own.
    settings.STAFF_NEED_SECOND_FACTOR = False
    return World()


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted({row.partition("@")[0] for row in ROWS}) == addresses()


def _answers(world: World, row: str, verb: str, roles: list[str] = ROLES) -> list[Any]:
    """What each role gets; whoever is refused has changed nothing, and neither has anybody who only looked."""
    answers = []
    address = world.address(row)
    for role in roles:
        with transaction.atomic():
            client = world.client(role)
            with writes() as written:
                sent = {"data": world.form(row)} if verb == "POST" else {}
                got = outcome(getattr(client, verb.lower())(address, **sent))
            assert not written or (verb == "POST" and got in CHANGED_BY), f"{row} {verb} as {role}: {got}, {written}"
            transaction.set_rollback(True)
        answers.append(got)
    return answers


@pytest.mark.parametrize("part", ["comments:", "admin:", ""])
def test_everybody_gets_what_the_table_says(world: World, part: str) -> None:
    wrong = []
    for row, verbs in ROWS.items():
        if row.startswith(part) if part else not row.startswith(("comments:", "admin:")):
            for verb, expected in verbs.items():
                got = _answers(world, row, verb)
                if got != expected:
                    wrong.append(f"{row} {verb}\n  got      {got}\n  expected {expected}")
    assert not wrong, "\n".join(wrong)


def test_no_other_verb_does_anything(world: World) -> None:
    for row in ROWS:
        for verb in UNKNOWN_VERBS:
            _answers(world, row, verb, ["author", "admin"])

"""The numbers for monitoring: right, the same from every process, and not for everybody."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from comments.models import Decision
from comments.moderation.deciding import decide
from newsroom.llm.clock import now
from newsroom.llm.models import Breaker, BudgetDay
from newsroom.outbox import posting, reconciling, tally
from newsroom.outbox.models import Job, Lane, State, Tally
from tests import factories

pytestmark = pytest.mark.django_db
LINE = re.compile(r'([a-z_]+)(\{[a-z_]+="[a-z0-9_]+"(,[a-z_]+="[a-z0-9_]+")*\})? [0-9.e+-]+')


def numbers(client: Client, **headers: str) -> dict[str, float]:
    """Each sample by its name and labels."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    samples = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in samples)
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in samples)}


def test_it_counts_jobs_money_breakers_and_faults(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SUMMARY_DAILY_BUDGET = "2.00"
    Job.objects.create(kind="a", key="1", run_at=Now() - timedelta(seconds=90))
    Job.objects.create(kind="a", key="2", lane=Lane.MAIL, state=State.RETRY, run_at=Now() + timedelta(hours=1))
    Job.objects.create(kind="a", key="3", state=State.DEAD)
    BudgetDay.objects.create(day=now().date(), spent=Decimal("0.50"), reserved=Decimal("0.10"))
    Breaker.objects.create(provider="openai", opened_at=now())
    Breaker.objects.create(provider="anthropic")
    monkeypatch.setattr(reconciling, "_reconcilers", [lambda: 3])
    Tally.objects.all().delete()
    reconciling.reconcile_all()
    tally.count(tally.NUDGE_FAILURES, 2)
    tally.count(tally.NUDGE_FAILURES)
    found = numbers(client)
    assert 89 < found.pop("newsroom_oldest_pending_seconds") < 120
    assert 89 < found.pop('newsroom_lane_oldest_pending_seconds{lane="desk"}') < 120
    assert {name: value for name, value in found.items() if value} == {
        'newsroom_jobs_due{lane="desk"}': 1,
        'newsroom_jobs_later{lane="mail"}': 1,
        "newsroom_jobs_dead": 1,
        "newsroom_spent_today": 0.6,
        "newsroom_budget_today": 2,
        'newsroom_breaker_open{provider="openai"}': 1,
        "newsroom_nudge_failures_total": 3,
        "newsroom_reconciler_finds_total": 3,
    }
    assert found['newsroom_breaker_open{provider="anthropic"}'] == 0


def test_without_a_budget_there_is_no_such_number(client: Client) -> None:
    assert "newsroom_budget_today" not in numbers(client)


def test_every_number_says_what_it_is(client: Client) -> None:
    text = client.get("/metrics").content.decode()
    names = set(re.findall(r"^(newsroom_\w+)", text, re.MULTILINE))
    assert names == set(re.findall(r"^# HELP (newsroom_\w+) .+\.$", text, re.MULTILINE)) - {"newsroom_breaker_open"}
    assert names <= set(re.findall(r"^# TYPE (newsroom_\w+) (?:gauge|counter)$", text, re.MULTILINE))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_what_a_proxy_hands_on_is_not_from_this_machine(client: Client, header: str) -> None:
    answer = client.get("/metrics", headers={header: "192.0.2.1"})
    assert answer.status_code == 401
    assert b"newsroom_" not in answer.content


def test_elsewhere_it_takes_the_token(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    elsewhere = Client(REMOTE_ADDR="192.0.2.1")
    assert elsewhere.get("/metrics").status_code == 401
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer a-wrong-token"}).status_code == 401
    assert "newsroom_jobs_dead" in numbers(elsewhere, Authorization="Bearer a-long-token")
    settings.METRICS_TOKEN = ""
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401, "no token opens nothing"


def test_asking_changes_nothing(client: Client) -> None:
    posting.post("note", "a")
    assert numbers(client) | {
        "newsroom_oldest_pending_seconds": 0,
        'newsroom_lane_oldest_pending_seconds{lane="desk"}': 0,
    } == (
        numbers(client) | {"newsroom_oldest_pending_seconds": 0, 'newsroom_lane_oldest_pending_seconds{lane="desk"}': 0}
    )
    assert client.post("/metrics").status_code == 405


def test_it_says_what_waits_for_a_moderator_and_how_long_decisions_take(client: Client) -> None:
    article, moderator = factories.published(), factories.editor()
    held = [factories.thought(article, factories.reader(), f"Thought {n}.", state="withheld") for n in range(3)]
    with connection.cursor() as cursor:
        # The log is frozen: to let time pass, the trigger is set aside for a moment.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE comments_decision DISABLE TRIGGER frozen")
        Decision.objects.update(at=Now() - timedelta(minutes=10))
        cursor.execute("ALTER TABLE comments_decision ENABLE TRIGGER frozen")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    decide(held[0], approve=True, by=moderator, seen_turn=0)
    decide(held[1], approve=False, by=moderator, seen_turn=0, rule="civil")
    found = numbers(client)
    assert found['newsroom_moderation_waiting{kind="waiting"}'] == 1
    assert 590 < found["newsroom_moderation_median_seconds"] < 620

"""The post loses nothing and does nothing twice."""

import time
from contextlib import suppress
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from articles.models import Article
from newsroom.outbox import claiming, leaving, nudging, posting, reconciling, tally, tasks, working
from newsroom.outbox.models import MAX_ATTEMPTS, MOVES, Job, Lane, State
from newsroom.outbox.tasks import look
from tests import factories
from tests.articles.test_desk import form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of job that only notes that it was done, and one that always fails."""
    seen: list[int] = []

    def fail(claim: claiming.Claim) -> None:
        raise ValueError("no luck")

    monkeypatch.setitem(working._handlers, "note", lambda claim: seen.append(claim.id))
    monkeypatch.setitem(working._handlers, "fail", fail)
    return seen


def overdue(job: Job) -> None:
    """As if the worker that holds it had died, or its waiting time were over."""
    past = Now() - timedelta(seconds=1)
    job.refresh_from_db()
    if job.state == State.RUNNING:
        Job.objects.filter(pk=job.pk).update(lease_until=past)
    else:
        Job.objects.filter(pk=job.pk).update(run_at=past)


def test_the_same_inputs_are_one_job_however_often_they_are_posted() -> None:
    assert posting.post("note", "a")
    assert not posting.post("note", "a")
    assert posting.post("note", "b")
    assert Job.objects.count() == 2


def test_a_due_job_is_done_once(done: list[int]) -> None:
    posting.post("note", "a")
    assert working.work_off() == 1
    assert working.work_off() == 0
    job = Job.objects.get()
    assert done == [job.pk]
    assert (job.state, job.attempts) == (State.DONE, 1)
    assert job.finished_at


def test_a_job_posted_in_a_transaction_that_fails_was_never_posted() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        posting.post("note", "a")
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_a_failing_job_waits_longer_each_time_and_is_dead_after_five_attempts_with_its_reason() -> None:
    posting.post("fail", "a")
    job = Job.objects.get()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert working.work_off() == 1
        job.refresh_from_db()
        assert job.attempts == attempt
        overdue(job)
    assert job.state == State.DEAD
    assert job.last_error == "ValueError: no luck"
    assert working.work_off() == 0


def test_a_job_whose_worker_died_is_done_by_another(done: list[int]) -> None:
    posting.post("note", "a")
    lost = claiming.claim_next()
    assert lost and claiming.claim_next() is None, "a leased job is nobody else's"
    overdue(Job.objects.get())
    assert working.work_off() == 1
    assert done == [lost.id]


def test_a_job_that_took_its_worker_down_waits_behind_those_never_tried() -> None:
    for key in ("first", "second", "third"):
        posting.post("note", key)
    first = claiming.claim_next()
    overdue(Job.objects.get(key="first"))
    others = [claiming.claim_next(), claiming.claim_next()]
    assert first and [claim.kind for claim in others if claim and claim.id != first.id] == ["note", "note"]
    again = claiming.claim_next()
    assert again and (again.id, again.attempts) == (first.id, 2)


def test_a_job_that_kills_each_worker_ends_dead_and_not_in_a_loop(done: list[int]) -> None:
    posting.post("note", "a")
    for _ in range(MAX_ATTEMPTS):
        assert claiming.claim_next()
        overdue(Job.objects.get())
    assert claiming.claim_next() is None
    assert Job.objects.get().state == State.DEAD
    assert done == []


def test_the_result_of_a_worker_that_lost_its_lease_is_not_written() -> None:
    posting.post("note", "a")
    slow = claiming.claim_next()
    overdue(Job.objects.get())
    assert claiming.claim_next()
    assert slow
    with pytest.raises(claiming.LostLeaseError), slow.finishing():
        posting.post("note", "written by the slow one")
    assert Job.objects.count() == 1


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_the_database_allows_exactly_the_moves_of_the_table(before: State, after: State) -> None:
    held = {"lease_until": Now(), "token": "7b1d7a6e-4f0b-4f43-9a85-1a0e7f8a5f10"}
    free = {"lease_until": None, "token": None}
    job = Job.objects.create(kind="note", key="a", state=before, **(held if before == State.RUNNING else {}))
    move = Job.objects.filter(pk=job.pk)
    values = held if after == State.RUNNING else free
    if after in MOVES[before]:
        move.update(state=after, **values)
    else:
        with pytest.raises(DatabaseError, match="does not go"), transaction.atomic():
            move.update(state=after, **values)


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Job:
    """A job whose work ends with that error, worked off once."""

    def handler(claim: claiming.Claim) -> None:
        raise error

    monkeypatch.setitem(working._handlers, "odd", handler)
    posting.post("odd", "a")
    with suppress(SystemExit):
        working.work_off(1)
    return Job.objects.get(kind="odd")


def waits(job: Job) -> float:
    """Seconds from now until the job is due, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM run_at - now()) FROM outbox_job WHERE id = %s", [job.pk])
        return float(cursor.fetchone()[0])


def test_what_is_to_come_later_waits_at_least_so_long_and_counts_as_an_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    job = raising(monkeypatch, working.LaterError("the provider asks for seven seconds", 7))
    assert (job.state, job.attempts, job.last_error) == (State.RETRY, 1, "the provider asks for seven seconds")
    assert 6.5 < waits(job) < 9


def test_what_was_not_tried_at_all_costs_no_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    job = raising(monkeypatch, working.NotNowError("the provider is down", 30))
    assert (job.state, job.attempts) == (State.RETRY, 0)
    assert 29 < waits(job) < 37


def test_a_worker_that_is_stopped_hands_its_job_back_and_takes_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving._leaving, "value", 0)
    job = raising(monkeypatch, leaving.LeavingError())
    assert (job.state, job.attempts) == (State.RETRY, 0)
    assert waits(job) < 1
    leaving._leaving.value = 1
    assert working.work_off() == 0
    leaving._leaving.value = 0
    monkeypatch.setitem(working._handlers, "odd", lambda _: None)
    assert working.work_off() == 1


def test_a_slow_lane_holds_up_nothing_that_is_quick(done: list[int]) -> None:
    posting.post("note", "a call", lane=Lane.PROVIDER)
    posting.post("note", "a picture")
    quick = Job.objects.get(key="a picture")
    assert working.work_off(lanes=[Lane.DESK]) == 1
    assert done == [quick.pk]
    assert working.work_off() == 1, "a worker without lanes does everything"


@pytest.mark.parametrize("state", [State.DEAD, State.NEEDS_REVIEW])
def test_an_editor_gives_a_failed_job_five_new_attempts(state: State, done: list[int]) -> None:
    job = Job.objects.create(kind="note", key="a", state=state, attempts=5, last_error="no luck")
    assert posting.try_again(job)
    assert not posting.try_again(job), "it waits already"
    assert working.work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (State.DONE, 1, "")


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lives_keeps_its_lease_however_long_the_work_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "RENEWAL_SECONDS", 0.05)
    posting.post("note", "a")
    claim = claiming.claim_next()
    assert claim
    Job.objects.update(lease_until=Now() + timedelta(seconds=0.3))
    with claim.kept():
        time.sleep(0.8)
        assert claiming.claim_next() is None
    overdue(Job.objects.get())
    assert claiming.claim_next(), "a dead one does not"


def test_what_should_have_been_posted_is_posted_by_the_reconciler(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reconciling, "_reconcilers", [lambda: int(posting.post("note", "forgotten"))])
    before = tally.counted(tally.RECONCILER_FINDS)
    assert reconciling.reconcile_all() == 1
    assert "1 jobs were missing" in caplog.text
    assert tally.counted(tally.RECONCILER_FINDS) == before + 1
    assert reconciling.reconcile_all() == 0


def test_a_broker_that_fails_or_hangs_does_not_disturb_a_save(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hangs = Event()

    def away(*_: object, **__: object) -> None:
        hangs.wait(5)
        raise ConnectionError("away")

    monkeypatch.setattr(look, "apply_async", away)
    began = time.monotonic()
    for _ in range(20):
        nudging.nudge("desk")
    assert time.monotonic() - began < 1
    assert not nudging.settle(0.2), "the thread is still waiting for the broker"
    hangs.set()
    assert nudging.settle(5)
    assert "the broker is away, the sweep will find the job: away" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_twenty_saves_whose_message_fails_are_twenty_in_the_metric_and_no_failed_save(
    monkeypatch: pytest.MonkeyPatch, client: Client, editor: Any
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no broker here")

    monkeypatch.setattr(look, "apply_async", broken)
    article = factories.draft()
    nudging.settle(5)
    before = tally.counted(tally.NUDGE_FAILURES)
    client.force_login(editor)
    for number in range(20):
        assert save(client, article, f"The board meets again, part {number}.") == 302
    assert nudging.settle(5)
    assert tally.counted(tally.NUDGE_FAILURES) == before + 20
    assert f"newsroom_nudge_failures_total {before + 20}" in client.get("/metrics").content.decode()
    assert Job.objects.filter(kind="gate", state=State.PENDING).count() == 20, "and the sweep finds every one"


def save(client: Client, article: Article, dek: str) -> int:
    """An editor saves the article's form at the desk; the status of the answer."""
    address = reverse("admin:articles_article_change", args=[article.pk])
    return client.post(address, {**form(client, address), "dek": dek}).status_code


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_posts_many_jobs_nudges_each_lane_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(posting, "nudge", told.append)
    with transaction.atomic():
        for key in "abc":
            posting.post("note", key)
        posting.post("note", "d", lane=Lane.MAIL)
        with suppress(ZeroDivisionError), transaction.atomic():
            posting.post("note", "e", lane=Lane.FETCH)
            raise ZeroDivisionError
        assert not told
    assert told == [Lane.DESK, Lane.MAIL]
    posting.post("note", "f")
    assert told == [Lane.DESK, Lane.MAIL, Lane.DESK]


def test_a_lane_with_much_to_do_lets_the_others_go_first_after_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(tasks, "TURN", 0.05)
    monkeypatch.setattr(tasks, "nudge", told.append)
    monkeypatch.setitem(working._handlers, "note", lambda _: time.sleep(0.06))
    for key in "abc":
        posting.post("note", key)
    assert look() == 1
    assert told == [Lane.DESK], "the rest is looked for again, behind the other lanes"
    monkeypatch.setattr(tasks, "TURN", 60)
    assert look() == 2
    assert told == [Lane.DESK], "and where nothing is left nobody is told"

"""The post loses nothing and does nothing twice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from newsroom.outbox import posting, working
from newsroom.outbox.models import MAX_ATTEMPTS, MOVES, Job, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of job that only notes that it was done, and one that always fails."""
    seen: list[int] = []

    def fail(claim: working.Claim) -> None:
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
    lost = working.claim_next()
    assert lost and working.claim_next() is None, "a leased job is nobody else's"
    overdue(Job.objects.get())
    assert working.work_off() == 1
    assert done == [lost.id]


def test_a_job_that_kills_each_worker_ends_dead_and_not_in_a_loop(done: list[int]) -> None:
    posting.post("note", "a")
    for _ in range(MAX_ATTEMPTS):
        assert working.claim_next()
        overdue(Job.objects.get())
    assert working.claim_next() is None
    assert Job.objects.get().state == State.DEAD
    assert done == []


def test_the_result_of_a_worker_that_lost_its_lease_is_not_written() -> None:
    posting.post("note", "a")
    slow = working.claim_next()
    overdue(Job.objects.get())
    assert working.claim_next()
    assert slow
    with pytest.raises(working.LostLeaseError), slow.finishing():
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


def test_a_broker_that_is_away_does_not_disturb_a_save(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsroom.outbox.tasks import look

    def away(**_: object) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr(look, "apply_async", away)
    posting.nudge()

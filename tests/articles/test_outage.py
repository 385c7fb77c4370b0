"""A provider that is away, however long, costs an article nothing but time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from newsroom.llm.models import Breaker
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories
from tests.stub_provider import StubProvider

pytestmark = pytest.mark.django_db


@pytest.fixture
def stub(settings: Any) -> Iterator[StubProvider]:
    """A provider that the settings name."""
    with StubProvider() as stub:
        settings.SUMMARY_PROVIDER, settings.SUMMARY_MODEL = "openai", "stub-1"
        settings.SUMMARY_BASE_URL, settings.SUMMARY_API_KEY = stub.openai, "a-key"
        settings.SUMMARY_PRICES, settings.SUMMARY_DAILY_BUDGET = "1,10", ""
        yield stub


def tried() -> Job:
    """The summary's job after another try, as if its waiting time, and the breaker's, were over."""
    Job.objects.filter(state=State.RETRY).update(run_at=Now() - timedelta(seconds=1))
    Breaker.objects.filter(opened_at__isnull=False).update(opened_at=Now() - timedelta(minutes=1))
    work_off()
    return Job.objects.get(kind="summary")


def test_nobody_at_the_providers_address_costs_no_attempt(stub: StubProvider, settings: Any) -> None:
    settings.SUMMARY_BASE_URL = "http://127.0.0.1:9/v1"
    factories.published()
    for _ in range(20):
        job = tried()
        assert (job.state, job.attempts) == (State.RETRY, 0)
    assert job.last_error.startswith("Waiting: ")
    waits = Job.objects.filter(
        pk=job.pk, run_at__gt=Now() + timedelta(seconds=25), run_at__lt=Now() + timedelta(seconds=40)
    )
    assert waits.exists(), "it looks again within a minute, not at once"
    settings.SUMMARY_BASE_URL = stub.openai
    assert tried().attempts == 1
    assert stub.calls == 1, "and is done as soon as somebody is there"


def test_a_provider_that_is_there_and_fails_costs_one(stub: StubProvider) -> None:
    stub.behave("error")
    factories.published()
    for attempt in range(1, 6):
        job = tried()
        assert job.attempts == attempt
    assert job.state == State.DEAD

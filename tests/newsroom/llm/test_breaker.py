"""The breaker: five failures in a minute open it, and exactly one call in all processes tries whether it is over."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from newsroom.llm import BreakerOpenError, Prompt, ProviderDownError, breaker, complete
from newsroom.llm.breaker import FAILURES, PROBE, REST
from newsroom.llm.models import Breaker
from tests.newsroom.llm.points import Points
from tests.stub_provider import StubProvider

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def let_through(at: datetime) -> bool:
    """Whether a call may be made then."""
    try:
        breaker.admit("openai", at)
    except BreakerOpenError:
        return False
    return True


def open_at(moment: datetime) -> None:
    """Five failures within the seconds before."""
    for earlier in reversed(range(FAILURES)):
        breaker.failed("openai", moment - earlier * SECOND)


@pytest.mark.django_db
class TestBreaker:
    def test_four_failures_are_bad_luck_and_the_fifth_opens_it(self) -> None:
        for second in range(FAILURES - 1):
            breaker.failed("openai", NOON + second * SECOND)
        assert let_through(NOON + 5 * SECOND)
        breaker.failed("openai", NOON + 5 * SECOND)
        assert not let_through(NOON + 6 * SECOND)

    def test_five_failures_in_more_than_a_minute_do_not(self) -> None:
        for each in range(FAILURES):
            breaker.failed("openai", NOON + each * 16 * SECOND)
        assert let_through(NOON + 70 * SECOND)

    def test_one_provider_that_is_down_does_not_stop_the_other(self) -> None:
        open_at(NOON)
        breaker.admit("anthropic", NOON)

    def test_it_says_until_when(self) -> None:
        open_at(NOON)
        with pytest.raises(BreakerOpenError) as caught:
            breaker.admit("openai", NOON + SECOND)
        assert caught.value.until == NOON + REST

    def test_after_the_rest_one_call_tries_and_an_answer_closes_it(self) -> None:
        open_at(NOON)
        later = NOON + REST
        assert let_through(later)
        assert not let_through(later)
        breaker.answered("openai")
        assert let_through(later)
        assert let_through(later)
        assert Breaker.objects.get().failures == []

    def test_a_probe_that_fails_opens_it_for_another_rest(self) -> None:
        open_at(NOON)
        assert let_through(NOON + REST)
        breaker.failed("openai", NOON + REST + SECOND)
        assert not let_through(NOON + 2 * REST)
        assert let_through(NOON + 2 * REST + SECOND)

    def test_a_probe_whose_process_died_is_given_up(self) -> None:
        open_at(NOON)
        assert let_through(NOON + REST)
        assert not let_through(NOON + REST + PROBE)
        assert let_through(NOON + REST + PROBE + SECOND)

    def test_an_answer_that_was_under_way_before_does_not_close_it(self) -> None:
        open_at(NOON)
        breaker.answered("openai")
        assert not let_through(NOON + SECOND)

    def test_a_failure_that_was_under_way_before_does_not_prolong_it(self) -> None:
        open_at(NOON)
        breaker.failed("openai", NOON + 20 * SECOND)
        assert let_through(NOON + REST)

    def test_ten_minutes_down_and_a_call_wanted_each_second_are_few_calls(self) -> None:
        calls = 0
        for second in range(600):
            if let_through(NOON + second * SECOND):
                calls += 1
                breaker.failed("openai", NOON + second * SECOND)
        print(f"calls in ten minutes: {calls}")
        assert calls <= 40

    def test_calls_that_fail_open_it_and_the_provider_is_left_alone(
        self, wired: StubProvider, prompt: Prompt[Points]
    ) -> None:
        wired.behave("error")
        for _ in range(FAILURES):
            with pytest.raises(ProviderDownError):
                complete(prompt)
        with pytest.raises(BreakerOpenError):
            complete(prompt)
        assert wired.calls == FAILURES
        wired.behave("good")
        Breaker.objects.update(opened_at=NOON - timedelta(days=365))
        complete(prompt)
        complete(prompt)
        assert wired.calls == FAILURES + 2
        assert Breaker.objects.get().opened_at is None

    @pytest.mark.parametrize("mode", ["auth", "wrong_schema"])
    def test_a_provider_that_answers_nonsense_or_no_is_not_down(
        self, wired: StubProvider, prompt: Prompt[Points], mode: str
    ) -> None:
        from newsroom.llm import WireError

        wired.behave(mode)
        for _ in range(FAILURES + 1):
            with pytest.raises(WireError):
                complete(prompt)
        assert not Breaker.objects.exclude(opened_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_exactly_one_tries() -> None:
    open_at(NOON)
    together = threading.Barrier(8)

    def try_it(_: int) -> bool:
        try:
            together.wait(10)
            return let_through(NOON + REST)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(8))) == 1


@pytest.mark.django_db(transaction=True)
def test_failures_noted_at_the_same_time_are_all_counted() -> None:
    def fail(second: int) -> None:
        try:
            breaker.failed("openai", NOON + second * SECOND)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(fail, range(FAILURES)))
    assert Breaker.objects.get().opened_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_call_inside_a_transaction_is_refused(wired: StubProvider, prompt: Prompt[Points]) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        complete(prompt)
    assert wired.calls == 0

"""The budget: a day never costs more than its cap, whoever asks at the same time."""

import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from newsroom.llm import LIMITS, BudgetSpentError, Limits, Prompt, WireError, budget, complete
from newsroom.llm.models import BudgetDay
from tests.newsroom.llm.points import Points
from tests.stub_provider import StubProvider

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
CENTS = Decimal("0.03")


@pytest.fixture(autouse=True)
def cap(settings: Any) -> None:
    settings.SUMMARY_DAILY_BUDGET = "1.00"


@pytest.mark.django_db
class TestBudget:
    def test_money_set_aside_counts_until_it_is_squared(self) -> None:
        held = budget.reserve(Decimal("0.90"), NOON)
        assert budget.spent_today(NOON) == Decimal("0.90")
        with pytest.raises(BudgetSpentError):
            budget.reserve(Decimal("0.20"), NOON)
        budget.settle(held, Decimal("0.10"))
        assert budget.spent_today(NOON) == Decimal("0.10")
        budget.reserve(Decimal("0.90"), NOON)

    def test_the_cap_itself_may_be_spent_and_nothing_beyond_it(self) -> None:
        budget.reserve(Decimal("1.00"), NOON)
        with pytest.raises(BudgetSpentError):
            budget.reserve(Decimal("0.000000001"), NOON)

    def test_what_calls_under_way_hold_comes_free_soon_and_what_is_spent_at_midnight(self) -> None:
        held = budget.reserve(Decimal("0.90"), NOON)
        with pytest.raises(BudgetSpentError) as soon:
            budget.reserve(Decimal("0.20"), NOON)
        assert soon.value.until == NOON + budget.SOON
        budget.settle(held, Decimal("0.90"))
        with pytest.raises(BudgetSpentError) as tomorrow:
            budget.reserve(Decimal("0.20"), NOON)
        assert tomorrow.value.until == MIDNIGHT

    def test_a_new_day_has_new_money(self) -> None:
        budget.reserve(Decimal("1.00"), NOON)
        budget.reserve(Decimal("1.00"), MIDNIGHT)

    def test_a_call_over_midnight_is_squared_on_the_day_it_began(self) -> None:
        held = budget.reserve(Decimal("0.50"), MIDNIGHT - timedelta(seconds=1))
        budget.reserve(Decimal("0.20"), MIDNIGHT)
        budget.settle(held, Decimal("0.40"))
        assert dict(BudgetDay.objects.values_list("day", "spent")) == {NOON.date(): Decimal("0.40"), MIDNIGHT.date(): 0}

    def test_that_the_budget_is_spent_is_said_once_a_day(self, caplog: pytest.LogCaptureFixture) -> None:
        budget.settle(budget.reserve(Decimal("1.00"), NOON), Decimal("1.00"))
        for _ in range(5):
            with pytest.raises(BudgetSpentError):
                budget.reserve(CENTS, NOON)
        assert [record.levelno for record in caplog.records] == [logging.ERROR]

    def test_without_a_limit_everything_goes_and_is_counted(self, settings: Any) -> None:
        settings.SUMMARY_DAILY_BUDGET = ""
        budget.settle(budget.reserve(Decimal(5000), NOON), Decimal(4000))
        assert budget.spent_today(NOON) == 4000

    def test_a_budget_of_nothing_lets_nothing_through(self, settings: Any) -> None:
        settings.SUMMARY_DAILY_BUDGET = "0"
        with pytest.raises(BudgetSpentError):
            budget.reserve(CENTS, NOON)

    def test_the_day_is_the_database_s(self) -> None:
        budget.reserve(CENTS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT (now() AT TIME ZONE 'UTC')::date")
            assert BudgetDay.objects.get().day == cursor.fetchone()[0]
        assert budget.spent_today() == CENTS

    @pytest.mark.parametrize(
        "mode, paid", [("good", True), ("hang", True), ("reset", True), ("error", False), ("busy", False)]
    )
    def test_what_the_provider_may_bill_is_paid_and_what_it_cannot_is_given_back(
        self, wired: StubProvider, prompt: Prompt[Points], mode: str, paid: bool
    ) -> None:
        wired.behave(mode)
        with contextlib.suppress(WireError):
            complete(prompt, Limits(1, 1) if mode == "hang" else LIMITS)
        row = BudgetDay.objects.get()
        assert (row.spent > 0) is paid
        assert row.reserved == 0


@pytest.mark.django_db(transaction=True)
def test_eight_workers_and_a_hundred_tries_spend_exactly_thirty_three_times_three_cents() -> None:
    def try_it(_: int) -> bool:
        try:
            budget.reserve(CENTS)
        except BudgetSpentError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(try_it, range(100)))
    print(f"reserved {done} times, spent {budget.spent_today()}")
    assert (done, budget.spent_today()) == (33, Decimal("0.99"))


@pytest.mark.django_db(transaction=True)
def test_eight_workers_and_a_hundred_questions_make_exactly_thirty_three_calls(
    wired: StubProvider, prompt: Prompt[Points], settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer of 100 tokens at 300 a million costs three cents, and cannot cost more."""
    settings.SUMMARY_PRICES, settings.SUMMARY_DAILY_BUDGET = "0,300", "1.00"
    wired.behave(delay=0.02, tokens_out=100)

    def try_it(number: int) -> WireError | None:
        try:
            complete(replace(prompt, max_tokens=100, idempotency_key=f"job-{number}"))
        except WireError as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(try_it, range(100)))
    refused = [error for error in outcomes if error]
    print(f"calls {wired.calls}, spent {budget.spent_today()}, refused {len(refused)}")
    assert wired.calls == 33
    assert BudgetDay.objects.get().spent == Decimal("0.99")
    assert {type(error) for error in refused} == {BudgetSpentError}
    assert caplog.text.count("has no room") == 1

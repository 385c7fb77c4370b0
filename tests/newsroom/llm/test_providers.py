"""Both providers on a real socket: a good answer comes back whole, a bad one never does, and nothing holds a worker."""

import logging
import threading
import time
import traceback
from decimal import Decimal
from email.utils import formatdate
from typing import Any

import pytest

from newsroom.llm import (
    LIMITS,
    Limits,
    MalformedError,
    Prompt,
    ProviderBusyError,
    ProviderDownError,
    RefusedError,
    WireError,
    complete,
)
from newsroom.llm.models import BudgetDay
from tests.newsroom.llm.points import KEY, Points
from tests.stub_provider import StubProvider

pytestmark = pytest.mark.django_db

QUICK = Limits(connect=0.5, total=1)
DOWN = ["error", "reset", "cut", "hang", "drip", "drip_headers"]
MALFORMED = ["truncated", "html", "nothing", "gzip", "empty", "prose", "wrong_schema", "length", "nul"]
REFUSED = ["auth", "unknown_model", "redirect", "refusal"]
BUSY = ["busy", "unavailable", "overloaded"]


def test_a_good_answer_comes_back_with_what_it_took(wired: StubProvider, prompt: Prompt[Points], settings: Any) -> None:
    wired.behave(delay=0.1, tokens_in=1000, tokens_out=100)
    completion = complete(prompt)
    assert completion.output.points[0] == "The harbour opened on Monday."
    assert (completion.provider, completion.model) == (settings.SUMMARY_PROVIDER, "small")
    assert (completion.tokens_in, completion.tokens_out, completion.cost) == (1000, 100, Decimal("0.003"))
    assert 100 <= completion.milliseconds < 30_000
    assert '"points"' in completion.raw


def test_the_question_says_what_it_must_and_offers_no_tools(wired: StubProvider, prompt: Prompt[Points]) -> None:
    complete(prompt)
    asked, headers = wired.log.requests[0], wired.log.headers[0]
    assert headers["idempotency-key"] == "job-7"
    assert asked["max_tokens"] == 200
    assert not {"tools", "functions", "stream"} & set(asked)
    shape = asked["response_format"]["json_schema"] if "response_format" in asked else asked["output_config"]["format"]
    assert shape["schema"]["additionalProperties"] is False
    assert shape["schema"]["required"] == ["points", "kind"]
    assert "minItems" not in str(shape), "providers refuse lengths"
    assert KEY not in str(asked)


@pytest.mark.parametrize("mode", BUSY)
def test_a_busy_provider_is_asked_once_and_says_when_to_come_back(
    wired: StubProvider, prompt: Prompt[Points], mode: str
) -> None:
    wired.behave(mode, retry_after=7)
    with pytest.raises(ProviderBusyError) as caught:
        complete(prompt)
    assert caught.value.retry_after == 7
    assert wired.calls == 1


@pytest.mark.parametrize(
    "said, seconds",
    [("soon", None), ("nan", None), ("inf", None), ("-3", 0), ("9999999", 3600), (None, None), ("date", 60)],
)
def test_a_retry_after_that_makes_no_sense_is_none(
    wired: StubProvider, prompt: Prompt[Points], said: str | None, seconds: float | None
) -> None:
    wired.behave("busy", retry_after=formatdate(time.time() + 60, usegmt=True) if said == "date" else said)
    with pytest.raises(ProviderBusyError) as caught:
        complete(prompt)
    assert caught.value.retry_after == (seconds if seconds is None else pytest.approx(seconds, abs=2))


@pytest.mark.parametrize("mode", DOWN)
def test_a_provider_that_does_not_answer_is_down_and_holds_nobody_longer_than_the_limit(
    wired: StubProvider, prompt: Prompt[Points], mode: str
) -> None:
    wired.behave(mode)
    began = time.monotonic()
    with pytest.raises(ProviderDownError):
        complete(prompt, QUICK)
    assert time.monotonic() - began < QUICK.total + 2
    assert wired.calls == 1, "repeating is the post's business"


@pytest.mark.parametrize("mode", MALFORMED)
def test_an_answer_that_is_not_what_was_asked_for_is_asked_for_once_more_and_then_given_to_people(
    wired: StubProvider, prompt: Prompt[Points], mode: str
) -> None:
    wired.behave(mode)
    with pytest.raises(MalformedError) as caught:
        complete(prompt)
    assert wired.log.keys == ["job-7", "job-7-again"]
    assert caught.value.cost == BudgetDay.objects.get().spent > 0


def test_a_second_answer_that_is_right_is_taken_and_both_are_paid(wired: StubProvider, prompt: Prompt[Points]) -> None:
    wired.behave("wrong_schema", times=1)
    completion = complete(prompt)
    assert completion.output.points
    assert (completion.tokens_in, completion.cost) == (2000, Decimal("0.006"))
    assert BudgetDay.objects.get().spent == Decimal("0.006")


def test_both_tries_together_take_no_longer_than_the_limit(wired: StubProvider, prompt: Prompt[Points]) -> None:
    wired.behave("empty", delay=2.5)
    began = time.monotonic()
    with pytest.raises(ProviderDownError):
        complete(prompt, Limits(total=4))
    assert time.monotonic() - began < 4.9
    assert wired.calls == 2


@pytest.mark.parametrize("mode", REFUSED)
def test_a_refusal_is_not_repeated(wired: StubProvider, prompt: Prompt[Points], mode: str) -> None:
    wired.behave(mode)
    with pytest.raises(RefusedError):
        complete(prompt)
    assert wired.calls == 1, "neither repeated nor, where it leads elsewhere, followed: the key would go along"


@pytest.mark.parametrize("mode", ["huge", "endless"])
def test_an_answer_of_more_than_a_megabyte_is_not_read_to_its_end(
    wired: StubProvider, prompt: Prompt[Points], mode: str
) -> None:
    wired.behave(mode)
    with pytest.raises(MalformedError, match="longer than 1000000 bytes"):
        complete(prompt, Limits(total=20))


def test_an_answer_longer_than_its_schema_allows_is_malformed(wired: StubProvider, prompt: Prompt[Points]) -> None:
    wired.behave(answer={"points": ["one", "two", "three", "four"], "kind": None})
    with pytest.raises(MalformedError, match="points: List should have at most 3 items"):
        complete(prompt)


def test_counts_that_nobody_gave_cost_what_they_may_have_cost(wired: StubProvider, prompt: Prompt[Points]) -> None:
    wired.behave(tokens_in=None)
    completion = complete(prompt)
    assert (completion.tokens_in, completion.tokens_out) == (None, None)
    assert completion.cost == BudgetDay.objects.get().spent > Decimal("0.002")


def test_counts_below_nothing_are_no_counts(wired: StubProvider, prompt: Prompt[Points]) -> None:
    wired.behave(tokens_in=-1_000_000_000)
    with pytest.raises(MalformedError):
        complete(prompt)
    assert BudgetDay.objects.get().spent > 0


@pytest.mark.parametrize("mode", ["good", *DOWN, *BUSY, *REFUSED, "wrong_schema", "huge"])
def test_the_key_is_in_no_log_and_no_error(
    wired: StubProvider, prompt: Prompt[Points], mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    wired.behave(mode)
    said = ""
    with caplog.at_level(logging.DEBUG):
        for name in ("openai", "anthropic", "httpx2", "httpcore2"):
            caplog.set_level(logging.DEBUG, logger=name)
        try:
            said = repr(complete(prompt, QUICK if mode in DOWN else LIMITS))
        except WireError as error:
            said = repr(error) + "".join(traceback.format_exception(error))
    assert "Authorization" not in caplog.text
    assert KEY in str(wired.log.headers), "the provider got it"
    assert KEY not in caplog.text + said


def test_what_was_asked_and_answered_is_in_no_repr(wired: StubProvider, prompt: Prompt[Points]) -> None:
    assert "harbour" not in repr(prompt) + repr(complete(prompt))


def test_a_provider_that_nobody_finds_is_down(wired: StubProvider, prompt: Prompt[Points], settings: Any) -> None:
    settings.SUMMARY_BASE_URL = "http://127.0.0.1:9"
    with pytest.raises(ProviderDownError, match="cannot be reached"):
        complete(prompt)
    assert BudgetDay.objects.get().spent == 0


def test_a_name_that_is_looked_up_for_ever_holds_nobody(
    wired: StubProvider, prompt: Prompt[Points], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: over.wait(20) and [])
    settings.SUMMARY_BASE_URL = "http://provider.example/v1"
    began = time.monotonic()
    with pytest.raises(ProviderDownError):
        complete(prompt, QUICK)
    assert time.monotonic() - began < QUICK.total + 2
    over.set()


@pytest.mark.parametrize("host, name", [("http://127.0.0.1:1/v1", "max_tokens"), ("", "max_completion_tokens")])
def test_the_limit_has_the_name_that_the_address_knows(host: str, name: str, prompt: Prompt[Points]) -> None:
    from newsroom.llm.openai import question
    from newsroom.llm.wire import Wire

    wire = Wire("openai", "small", host, KEY, Decimal(1), Decimal(1))
    assert question(prompt, wire)[name] == 200


def test_without_a_provider_there_is_nobody_to_ask(prompt: Prompt[Points]) -> None:
    with pytest.raises(RefusedError, match="extractive"):
        complete(prompt)

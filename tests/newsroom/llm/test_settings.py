"""Settings that cannot work are refused in one sentence that says what to do, and never show the key."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.llm import wire
from newsroom.llm.prompt import Prompt
from tests.newsroom.llm.points import KEY, Points

ROOT = Path(__file__).parents[3]
GOOD = {"SUMMARY_PROVIDER": "openai", "SUMMARY_MODEL": "small", "SUMMARY_API_KEY": KEY}


@pytest.fixture
def configure(settings: Any) -> Any:
    """Settings by name; those not named are empty."""

    def set_to(**named: str) -> wire.Wire | None:
        names = ("PROVIDER", "MODEL", "BASE_URL", "API_KEY", "DAILY_BUDGET", "PRICES")
        for name in (f"SUMMARY_{name}" for name in names):
            setattr(settings, name, named.get(name, ""))
        return wire.configured()

    return set_to


@pytest.mark.parametrize(
    "named, sentence",
    [
        ({"SUMMARY_PROVIDER": "oracle"}, "SUMMARY_PROVIDER is 'oracle'; it may be extractive, openai or anthropic"),
        (GOOD | {"SUMMARY_MODEL": ""}, "set SUMMARY_MODEL"),
        (GOOD | {"SUMMARY_API_KEY": ""}, "needs SUMMARY_API_KEY, or SUMMARY_BASE_URL"),
        (GOOD | {"SUMMARY_API_KEY": f"{KEY}\nx"}, "SUMMARY_API_KEY holds a blank"),
        (GOOD | {"SUMMARY_BASE_URL": f"https://me:{KEY}@example.org"}, "without user or password"),
        (GOOD | {"SUMMARY_BASE_URL": "file:///etc/passwd"}, "http"),
        (GOOD | {"SUMMARY_DAILY_BUDGET": "a lot"}, "SUMMARY_DAILY_BUDGET holds 'a lot'"),
        (GOOD | {"SUMMARY_DAILY_BUDGET": "NaN"}, "SUMMARY_DAILY_BUDGET"),
        (GOOD | {"SUMMARY_DAILY_BUDGET": "-1"}, "SUMMARY_DAILY_BUDGET"),
        (GOOD | {"SUMMARY_PRICES": "1"}, "SUMMARY_PRICES is two numbers"),
        (GOOD | {"SUMMARY_PRICES": "1,free"}, "SUMMARY_PRICES holds 'free'"),
    ],
)
def test_what_cannot_work_is_refused(configure: Any, named: dict[str, str], sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        configure(**named)
    assert sentence in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_missing_client_is_named_with_its_remedy(configure: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "find_spec", lambda _: None)
    with pytest.raises(ImproperlyConfigured, match=r"uv sync .* --extra openai"):
        configure(**GOOD)


def test_a_provider_that_is_set_right_is_taken_and_hides_its_key(configure: Any) -> None:
    chosen = configure(**GOOD, SUMMARY_PRICES="0.25, 2.00", SUMMARY_DAILY_BUDGET="1.50")
    assert (chosen.provider, chosen.price_in, chosen.price_out) == ("openai", Decimal("0.25"), Decimal("2.00"))
    assert wire.cap() == Decimal("1.50")
    assert KEY not in repr(chosen)


def test_a_server_of_ones_own_needs_no_key(configure: Any) -> None:
    assert configure(SUMMARY_PROVIDER="openai", SUMMARY_MODEL="m", SUMMARY_BASE_URL="http://127.0.0.1:11434/v1")


def test_extractive_needs_nothing_and_has_no_limit(configure: Any) -> None:
    assert configure(SUMMARY_PROVIDER="extractive") is None
    assert wire.cap() is None


def test_the_worst_case_is_never_below_what_a_call_can_cost(configure: Any) -> None:
    chosen = configure(**GOOD, SUMMARY_PRICES="1,1")
    prompt = Prompt("s" * 10, "ü" * 100, Points, max_tokens=50, idempotency_key="k")
    assert chosen.worst_case(prompt) >= chosen.cost(210, 50)
    assert chosen.cost(1, 0) == Decimal("0.000001")


def test_the_site_does_not_start_with_a_provider_that_does_not_exist() -> None:
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False,
        env=environment | {"SUMMARY_PROVIDER": "oracle"},
    )  # fmt: skip
    assert result.returncode == 1
    assert "it may be extractive, openai or anthropic" in result.stderr
    assert "Traceback" not in result.stderr

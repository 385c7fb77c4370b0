"""A provider on a real socket, and settings that lead to it."""

from collections.abc import Iterator
from typing import Any

import pytest

from newsroom.llm import Prompt
from tests.newsroom.llm.points import KEY, Points
from tests.stub_provider import StubProvider


@pytest.fixture(autouse=True, scope="session")
def loaded() -> None:
    """The clients take seconds to load; no test is measured with that."""
    import newsroom.llm.anthropic
    import newsroom.llm.openai  # noqa: F401


@pytest.fixture
def stub() -> Iterator[StubProvider]:
    with StubProvider() as provider:
        yield provider


@pytest.fixture(params=["openai", "anthropic"])
def wired(request: pytest.FixtureRequest, settings: Any, stub: StubProvider) -> StubProvider:
    """The settings of each provider in turn; two a million tokens in, ten a million out."""
    settings.SUMMARY_PROVIDER = request.param
    settings.SUMMARY_MODEL = "small"
    settings.SUMMARY_BASE_URL = getattr(stub, request.param)
    settings.SUMMARY_API_KEY = KEY
    settings.SUMMARY_DAILY_BUDGET = ""
    settings.SUMMARY_PRICES = "2,10"
    return stub


@pytest.fixture
def prompt() -> Prompt[Points]:
    text = "The harbour opened on Monday. Two ships came in before noon. Nobody was hurt."
    return Prompt("Choose points.", text, Points, max_tokens=200, idempotency_key="job-7")

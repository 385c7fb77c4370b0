"""Which provider, model and prices the settings name; settings that cannot work are refused in one sentence."""

import json
import re
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom.llm.prompt import Prompt

PROVIDERS = ("openai", "anthropic")
# Per million tokens in and out: among the dearest list prices, so that a budget without known prices ends early, not late.
UNKNOWN_PRICES = "15,75"
# What providers put around a prompt (roles, the schema's wording) counts as tokens too; tens to hundreds of them.
SURROUNDINGS = 1_000
NANO = Decimal("0.000000001")


@dataclass(frozen=True)
class Wire:
    """One provider as configured; prices are for a million tokens, in the provider's currency."""

    provider: str
    model: str
    base_url: str
    api_key: str = field(repr=False)
    price_in: Decimal
    price_out: Decimal

    def cost(self, tokens_in: int, tokens_out: int) -> Decimal:
        """What so many tokens cost, rounded up to a billionth."""
        exact = (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000
        return exact.quantize(NANO, ROUND_CEILING)

    def worst_case(self, prompt: Prompt[Any]) -> Decimal:
        """What one call may cost at most: a token is at least a byte, and the answer is as long as it may be."""
        text = prompt.system + prompt.user + json.dumps(prompt.schema.model_json_schema())
        return self.cost(len(text.encode()) + SURROUNDINGS, prompt.max_tokens)


def configured() -> Wire | None:
    """The provider of the settings, None where summaries are extractive; raises ImproperlyConfigured with the remedy."""
    cap()
    price_in, price_out = _prices()
    provider = settings.SUMMARY_PROVIDER
    if provider == "extractive":
        return None
    if provider not in PROVIDERS:
        raise ImproperlyConfigured(f"SUMMARY_PROVIDER is {provider!r}; it may be extractive, openai or anthropic")
    if not settings.SUMMARY_MODEL:
        raise ImproperlyConfigured(f"SUMMARY_PROVIDER={provider} needs a model: set SUMMARY_MODEL")
    if find_spec(provider) is None:
        remedy = f"run `uv sync --frozen --no-dev --inexact --extra {provider}`"
        raise ImproperlyConfigured(f"SUMMARY_PROVIDER={provider} needs a package that is not installed: {remedy}")
    return Wire(provider, settings.SUMMARY_MODEL, _address(), _key(provider), price_in, price_out)


def cap() -> Decimal | None:
    """The most that a day may cost, None without a limit."""
    text = settings.SUMMARY_DAILY_BUDGET.strip()
    return _money("SUMMARY_DAILY_BUDGET", text) if text else None


def _prices() -> tuple[Decimal, Decimal]:
    parts = (settings.SUMMARY_PRICES.strip() or UNKNOWN_PRICES).split(",")
    if len(parts) != 2:  # noqa: PLR2004 - in and out
        raise ImproperlyConfigured("SUMMARY_PRICES is two numbers, for a million tokens in and out, like 0.25,2.00")
    return _money("SUMMARY_PRICES", parts[0]), _money("SUMMARY_PRICES", parts[1])


def _money(name: str, text: str) -> Decimal:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= 1_000_000:  # noqa: PLR2004 - more is a slip of the pen
        raise ImproperlyConfigured(f"{name} holds {text!r}, which is no amount between 0 and 1000000, like 2.50")
    return amount


def _address() -> str:
    """The provider's address as set; a password in it would show in logs, so it is refused."""
    address = settings.SUMMARY_BASE_URL.strip()
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc):
        raise ImproperlyConfigured(
            "SUMMARY_BASE_URL is an http(s) address without user or password; the key is SUMMARY_API_KEY"
        )
    return str(address)


def _key(provider: str) -> str:
    key = settings.SUMMARY_API_KEY.strip()
    if not key and not settings.SUMMARY_BASE_URL.strip():
        raise ImproperlyConfigured(
            f"SUMMARY_PROVIDER={provider} needs SUMMARY_API_KEY, or SUMMARY_BASE_URL of a server of yours"
        )
    if not re.fullmatch(r"[!-~]*", key):
        raise ImproperlyConfigured("SUMMARY_API_KEY holds a blank or a character that no key has")
    return str(key)

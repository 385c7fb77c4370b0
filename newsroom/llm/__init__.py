"""The wire: a prompt goes to a provider and one checked answer comes back, or an error that says what is to be done.

Imports nothing of the house but settings. What may be said to readers is decided elsewhere: the wire only carries.
"""

from newsroom.llm.errors import (
    BreakerOpenError,
    BudgetSpentError,
    MalformedError,
    ProviderBusyError,
    ProviderDownError,
    RefusedError,
    WireError,
)
from newsroom.llm.prompt import LIMITS, Completion, Limits, Prompt, Shape

__all__ = [
    "LIMITS",
    "BreakerOpenError",
    "BudgetSpentError",
    "Completion",
    "Limits",
    "MalformedError",
    "Prompt",
    "ProviderBusyError",
    "ProviderDownError",
    "RefusedError",
    "WireError",
    "complete",
    "load",
]


def complete(prompt: Prompt[Shape], limits: Limits = LIMITS) -> Completion[Shape]:
    """Asks the provider of the settings, at most twice; belongs outside any transaction, and may take `limits.total`."""
    from newsroom.llm.completing import ask  # noqa: PLC0415 - models are loaded later than this package, clients later still

    return ask(prompt, limits)


def load() -> None:
    """Loads the client of the provider in the settings, if any: it takes most of a second, which no question should wait for."""
    from newsroom.llm.carrying import trust  # noqa: PLC0415 - as above
    from newsroom.llm.completing import client  # noqa: PLC0415
    from newsroom.llm.wire import configured  # noqa: PLC0415

    if wire := configured():
        client(wire)
        trust()

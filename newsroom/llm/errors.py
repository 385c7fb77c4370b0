"""What can go wrong on the wire, by what is to be done about it.

No message holds the key, a header or a traceback of a provider's client: all of them may reach a log or an editor.
"""

from datetime import datetime
from decimal import Decimal


class WireError(Exception):
    """Something on the wire; `charged` says whether the provider may bill the call that failed."""

    charged = False


class ProviderBusyError(WireError):
    """The provider asks to come back later (429, 503, 529), in `retry_after` seconds where it says so."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ProviderDownError(WireError):
    """No answer: the connection, the time or the provider (5xx) gave out; `away` where it never heard the question."""

    def __init__(self, message: str, *, charged: bool = False, away: bool = False) -> None:
        super().__init__(message)
        self.charged = charged
        self.away = away


class MalformedError(WireError):
    """An answer came and is not what was asked for, twice: a person must look. `cost` is what the tries cost."""

    charged = True

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.cost = Decimal(0)


class RefusedError(WireError):
    """The provider will not do it (key, model, permission, a request it does not take): no repetition mends that."""

    def __init__(self, message: str, *, charged: bool = False) -> None:
        super().__init__(message)
        self.charged = charged


class BreakerOpenError(WireError):
    """The provider failed too often just now and is left alone until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the provider failed too often and is left alone until {until:%H:%M:%S} UTC")
        self.until = until


class BudgetSpentError(WireError):
    """The day's budget has no room for this call; there may be some at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the day's budget has no room for this call until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until

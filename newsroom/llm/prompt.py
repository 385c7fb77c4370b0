"""What goes onto the wire and what comes back."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

Shape = TypeVar("Shape", bound="BaseModel")


@dataclass(frozen=True)
class Limits:
    """How long and how large an answer may be: seconds to connect, seconds for everything, bytes."""

    connect: float = 3.0
    total: float = 30.0
    size: int = 1_000_000


LIMITS = Limits()


@dataclass(frozen=True)
class Prompt(Generic[Shape]):
    """One question: what the model is told, what it is given, and the shape its answer must have.

    `schema` is a pydantic model without defaults and with `extra="forbid"`; its constraints are checked here, not by the
    provider. `max_tokens` bounds the answer. `idempotency_key` is the same for the same job and attempt.
    """

    system: str = field(repr=False)
    user: str = field(repr=False)
    schema: type[Shape]
    max_tokens: int
    idempotency_key: str


@dataclass(frozen=True)
class Reply:
    """What a provider sent: the text of the answer, and the tokens it counted (None where it did not say)."""

    text: str = field(repr=False)
    whole: bool
    tokens_in: int | None
    tokens_out: int | None


@dataclass(frozen=True)
class Completion(Generic[Shape]):
    """An answer that has the shape that was asked for, and what it took, a repetition included.

    Counts are None where the provider did not give them; the cost is then the most it can have been. `cost` is in the
    provider's currency; `milliseconds` is the time on the wire.
    """

    provider: str
    model: str
    output: Shape = field(repr=False)
    raw: str = field(repr=False)
    tokens_in: int | None
    tokens_out: int | None
    cost: Decimal
    milliseconds: int

"""One question from end to end: money set aside, breaker asked, call made, bill squared, answer checked."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import import_module
from time import monotonic
from typing import Any

from django.db import transaction

from newsroom.llm import breaker, budget
from newsroom.llm.carrying import within
from newsroom.llm.errors import (
    BreakerOpenError,
    MalformedError,
    ProviderBusyError,
    ProviderDownError,
    RefusedError,
    WireError,
)
from newsroom.llm.prompt import Completion, Limits, Prompt, Reply, Shape
from newsroom.llm.shape import read
from newsroom.llm.wire import Wire, configured

Carry = Callable[[Prompt[Any], Wire, Limits], Coroutine[Any, Any, Reply]]


def client(wire: Wire) -> Carry:
    """What asks that provider. Loaded here: it takes most of a second or more, and most processes never need one."""
    carry: Carry = import_module(f"newsroom.llm.{wire.provider}").ask
    return carry


@dataclass
class Bill:
    """What one question has taken so far, repetition included; a count is None once a provider did not give it."""

    tokens_in: int | None = 0
    tokens_out: int | None = 0
    cost: Decimal = Decimal(0)


def ask(prompt: Prompt[Shape], limits: Limits) -> Completion[Shape]:
    """The checked answer; one that is not what was asked for is asked for once more, within the same time."""
    wire = configured()
    if wire is None:
        raise RefusedError("SUMMARY_PROVIDER is extractive: there is nobody to ask")
    carry, bill, began = client(wire), Bill(), monotonic()
    try:
        reply, output = _try(carry, prompt, wire, limits, bill)
    except MalformedError as error:
        left = limits.total - (monotonic() - began)
        if left < limits.total / 10:
            raise
        # A key of its own, or a provider that honours keys would repeat the same answer.
        again = replace(prompt, idempotency_key=f"{prompt.idempotency_key}-again")
        try:
            reply, output = _try(carry, again, wire, replace(limits, total=left), bill)
        except MalformedError as second:
            raise second from error
    took = round((monotonic() - began) * 1000)
    return Completion(wire.provider, wire.model, output, reply.text, bill.tokens_in, bill.tokens_out, bill.cost, took)


def _try(carry: Carry, prompt: Prompt[Shape], wire: Wire, limits: Limits, bill: Bill) -> tuple[Reply, Shape]:
    try:
        reply = _call(carry, prompt, wire, limits, bill)
        return reply, read(reply, prompt.schema)
    except MalformedError as error:
        error.cost = bill.cost
        raise


def _call(carry: Carry, prompt: Prompt[Any], wire: Wire, limits: Limits, bill: Bill) -> Reply:
    """One call, paid for; the breaker learns how the provider is."""
    held = budget.reserve(wire.worst_case(prompt))
    try:
        # Inside a caller's transaction, the money's row would be locked for as long as the provider takes.
        with transaction.atomic(durable=True):
            breaker.admit(wire.provider)
        reply = within(limits.total, carry(prompt, wire, limits))
    except WireError as error:
        _pay(held, held.amount if error.charged else Decimal(0), bill)
        if isinstance(error, (ProviderBusyError, ProviderDownError)):
            breaker.failed(wire.provider)
        elif not isinstance(error, BreakerOpenError):
            breaker.answered(wire.provider)
        raise
    counted = reply.tokens_in is not None and reply.tokens_out is not None
    _pay(held, wire.cost(reply.tokens_in or 0, reply.tokens_out or 0) if counted else held.amount, bill)
    bill.tokens_in = _sum(bill.tokens_in, reply.tokens_in)
    bill.tokens_out = _sum(bill.tokens_out, reply.tokens_out)
    breaker.answered(wire.provider)
    return reply


def _pay(held: budget.Reservation, cost: Decimal, bill: Bill) -> None:
    budget.settle(held, cost)
    bill.cost += cost


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second

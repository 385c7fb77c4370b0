"""Processes that load side by side: each sets Django up for itself before it imports any of the product."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

Slice = tuple[int, int, str]


def loaded(slices: Iterable[Slice]) -> Iterator[int]:
    """How many articles each slice brought, in their order."""
    # Processes of their own, not forks: a fork would share this one's connections.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), initializer=_begin) as processes:
        yield from processes.map(_load, slices)


def _begin() -> None:
    import django

    django.setup()


def _load(asked: Slice) -> int:
    from tests.benchmarks.loading import load_slice

    return load_slice(asked)

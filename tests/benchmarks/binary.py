"""Postgres' binary COPY: a head, then each row as the number of its fields and each field with its length before it."""

from struct import pack

import numpy as np

HEAD, END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
SMALL, INTEGER = 21, 23
"""The types int2 and int4 in Postgres' catalogue."""


def row(*fields: bytes) -> bytes:
    """A row of fields that have their lengths already."""
    return pack(">h", len(fields)) + b"".join(fields)


def key(number: int) -> bytes:
    """A bigint."""
    return pack(">iq", 8, number)


def integer(number: int) -> bytes:
    """An int4."""
    return pack(">ii", 4, number)


def text(value: str) -> bytes:
    """A text."""
    written = value.encode()
    return pack(">i", len(written)) + written


def vector(values: np.ndarray) -> bytes:
    """A vector of pgvector: its dimensions, two spare bytes, its numbers."""
    return pack(">iHH", 4 + 4 * len(values), len(values), 0) + values.astype(">f4").tobytes()


def sparse(numbers: np.ndarray, values: np.ndarray, dimensions: int) -> bytes:
    """A sparsevec: dimensions, how many are not zero, four spare bytes, their places from 0 in order, their numbers."""
    order = np.argsort(numbers)
    head = pack(">iiii", 12 + 8 * len(numbers), dimensions, len(numbers), 0)
    return head + numbers[order].astype(">i4").tobytes() + values[order].astype(">f4").tobytes()


def array(numbers: np.ndarray) -> bytes:
    """An int4[]: one dimension, no nulls, the element's type, how many from 1 on, each with its length."""
    return _array(numbers, INTEGER, np.dtype([("long", ">i4"), ("value", ">i4")]))


def small_array(numbers: np.ndarray) -> bytes:
    """An int2[], likewise."""
    return _array(numbers, SMALL, np.dtype([("long", ">i4"), ("value", ">i2")]))


def _array(numbers: np.ndarray, kind: int, element: np.dtype) -> bytes:
    held = np.empty(len(numbers), dtype=element)
    held["long"], held["value"] = element["value"].itemsize, numbers
    return pack(">iiiiii", 20 + held.nbytes, 1, 0, kind, len(numbers), 1) + held.tobytes()

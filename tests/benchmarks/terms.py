"""The terms and weights of drawn articles, a story at a time by arrays: what the product's functions give, fifty times sooner.

Words are ranks here, and the number of a pair is put together from the checksums of its words, as zlib's crc32_combine does.
A test holds it to the product's own.
"""

import zlib
from functools import cache
from typing import NamedTuple

import numpy as np

from articles.models.vector import TERM_SPACE
from articles.related import terms as product
from tests.benchmarks import drawing

POLYNOMIAL = 0xEDB88320
LONGEST = 12


class Taken(NamedTuple):
    """A text's terms in the order of their numbers: how often each occurs, whether it is a pair, whether it leads."""

    numbers: np.ndarray
    counts: np.ndarray
    pairs: np.ndarray
    lead: np.ndarray


def taken_apart(drawn: drawing.Drawn) -> Taken:
    """The terms of an article whose dek is its first sentence."""
    headline, body, dek = (_telling(ranks) for ranks in (drawn.headline_ranks, drawn.ranks.ravel(), drawn.ranks[0]))
    single = _known().numbers[np.concatenate([headline, body])]
    pairs = np.concatenate([_pairs(headline), _pairs(body)])
    numbers, first, counts = np.unique(np.concatenate([single, pairs]), return_index=True, return_counts=True)
    lead = np.concatenate([_known().numbers[headline], _known().numbers[dek], _pairs(headline), _pairs(dek)])
    leads = np.zeros(len(numbers), dtype=bool)
    leads[np.searchsorted(numbers, lead)] = True
    return Taken(numbers, counts, first >= len(single), leads)


def weigh(taken: Taken, frequencies: np.ndarray, articles: int) -> tuple[np.ndarray, np.ndarray]:
    """The heaviest terms and their weights, heaviest first; `frequencies` is of the same shape as the terms."""
    rarity = np.log((1 + articles) / (1 + frequencies)) + 1
    weights = (1 + np.log(taken.counts)) * rarity * np.where(taken.lead, product.LEAD_BOOST, 1)
    weights[taken.pairs & (frequencies <= 1)] = 0
    order = np.argsort(-weights, kind="stable")[: product.KEPT]
    order = order[weights[order] > 0]
    return taken.numbers[order], weights[order] / np.sqrt(np.sum(weights[order] ** 2))


class Known(NamedTuple):
    """By rank: a word's number, its checksum, that of the word and a space, its length, whether it tells anything."""

    numbers: np.ndarray
    sums: np.ndarray
    before: np.ndarray
    lengths: np.ndarray
    telling: np.ndarray


@cache
def _known() -> Known:
    words = drawing.words()
    sums = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint32)
    before = np.array([zlib.crc32(f"{word} ".encode()) for word in words], dtype=np.uint32)
    telling = np.array([bool(product.words(word)) for word in words])
    return Known(_number(sums), sums, before, np.array([len(word) for word in words]), telling)


def _number(sums: np.ndarray) -> np.ndarray:
    return (sums % np.uint32(TERM_SPACE - 1) + np.uint32(1)).astype(np.int32)


def _telling(ranks: np.ndarray) -> np.ndarray:
    return ranks[_known().telling[ranks]]


def _pairs(ranks: np.ndarray) -> np.ndarray:
    """The numbers of the pairs of neighbouring words."""
    first, second = _known().before[ranks[:-1]], ranks[1:]
    moved, long = _moved(), _known().lengths[second]
    sums = _known().sums[second].copy()
    for byte in range(4):
        sums ^= moved[long, byte, (first >> np.uint32(8 * byte)) & np.uint32(255)]
    return _number(sums)


@cache
def _moved() -> np.ndarray:
    """What a checksum becomes when so many zero bytes follow, byte by byte of it; shape (bytes that follow, 4, 256)."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> np.uint32(1)) ^ np.uint32(POLYNOMIAL), table >> np.uint32(1))
    moved = np.zeros((LONGEST, 4, 256), dtype=np.uint32)
    moved[0] = [np.arange(256, dtype=np.uint32) << np.uint32(8 * byte) for byte in range(4)]
    for long in range(1, LONGEST):
        before = moved[long - 1]
        moved[long] = table[before & np.uint32(255)] ^ (before >> np.uint32(8))
    return moved

"""How much work it would be to write a claim by copying from the source.

A sentence that is true to its source can be cut out of it: some words left out, some replaced by words like them, some
added. One that is not has been joined from pieces that do not belong together, or says what stands nowhere. So the
cheapest way of copying the claim, word by word, is sought among all ways (Viterbi's method): going on to the next word
of the source is free; leaving words out, going back, going to another sentence and writing a word that is not there
cost. The prices were set by reason, in units of a jump to another sentence; some were tried higher and lower on a set of
checked claims, where none mattered much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from articles.evidence.index import EMPTY, Alike, Floats, Index, Numbers
from articles.evidence.wording import Kind, Word

JUMP = 1.0  # to any other sentence
NEIGHBOUR = 0.9  # to the sentence before or after
BACK = 0.8  # within a sentence, against the order of words
SKIP = 0.2  # leaving words out
SKIPPED_DENIAL = 0.5  # for each "not" left out
LATE = 0.2  # beginning inside a sentence
# Writing a word that is not in the source at this place.
WRITING = {Kind.SMALL: 0.2, Kind.NEGATION: 1.0, Kind.NUMBER: 0.5, Kind.NAME: 0.5, Kind.TELLING: 0.8}
# Writing a telling word of the source that belongs elsewhere: its facts are mixed up.
MISPLACED = 1.0
UNLIKE = 0.7  # times one minus the cosine, for a word that is only alike
# Words in a row from which on a passage is taken over, not retold.
RUN = 4


@dataclass(frozen=True, slots=True)
class Copy:
    """The cheapest copy: its price for each word of the claim, and the share of its words in runs taken over as they are."""

    price: float
    taken_over: float


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows of an index: their words, the price of skipping up to and with each, up to each, and which are next door."""

    words: Numbers
    empty: NDArray[np.bool_]
    skips: Floats
    before: Floats
    next_door: NDArray[np.bool_]


def copied(words: Sequence[Word], alike: Sequence[Alike], index: Index, rows: Numbers) -> Copy:
    """Copies the words from the given rows of the index at the least price.

    `alike` is `index.alike(words)`. Time and memory grow with the words of the claim times the words of the rows.
    """
    table = _rows(index, rows)
    costs = np.full(len(index.vocabulary) + 1, np.inf)  # The last is for EMPTY.
    prices, runs = np.zeros_like(table.skips), np.zeros_like(table.words)
    longest: list[int] = []
    for place, (word, near) in enumerate(zip(words, alike, strict=True)):
        costs[near.numbers] = UNLIKE * (1 - near.likeness)
        taking = costs[table.words]
        costs[near.numbers] = np.inf
        writing = MISPLACED if word.kind is Kind.TELLING and index.has(word) else WRITING[word.kind]
        prices = np.minimum(_moved(prices, table) + taking, prices + writing) if place else _begun(taking, writing)
        prices[table.empty] = np.inf
        runs = (_behind(runs, 0) + 1) * (taking == 0)
        longest.append(int(runs.max()))
    return Copy(float(prices.min()) / len(words), _covered(longest))


def _rows(index: Index, rows: Numbers) -> _Rows:
    width = max(1, int((index.rows[rows] != EMPTY).sum(axis=1).max()))
    words = index.rows[rows, :width]
    skips = SKIPPED_DENIAL * index.denials[rows, :width]
    return _Rows(words, words == EMPTY, skips, _behind(skips, 0) + SKIP, np.diff(index.sentence_of[rows]) <= 1)


def _begun(taking: Floats, writing: float) -> Floats:
    """The price of the first word at each word of the table."""
    prices = np.minimum(taking, writing) + LATE
    prices[:, 0] -= LATE
    return prices


def _moved(prices: Floats, table: _Rows) -> Floats:
    """The least price of coming to each word of the table from wherever the copy stood."""
    skipping = _behind(np.minimum.accumulate(prices - table.skips, axis=1), np.inf) + table.before
    cheapest = prices.min(axis=1)
    jumping = np.minimum(cheapest + BACK, cheapest.min() + JUMP)
    beside = cheapest + NEIGHBOUR
    jumping[1:][table.next_door] = np.minimum(jumping[1:], beside[:-1])[table.next_door]
    jumping[:-1][table.next_door] = np.minimum(jumping[:-1], beside[1:])[table.next_door]
    onward = np.minimum(_behind(prices, np.inf), skipping)
    moved: Floats = np.minimum(onward, jumping[:, None])
    return moved


def _behind(table: NDArray[Any], filling: float) -> NDArray[Any]:
    """Every word's value moved to the word behind it; the first of a row gets the filling."""
    moved = np.empty_like(table)
    moved[:, 0] = filling
    moved[:, 1:] = table[:, :-1]
    return moved


def _covered(longest: Sequence[int]) -> float:
    """The share of words inside runs of at least RUN words; `longest` is the longest run that ends at each word."""
    covered, first = 0, len(longest)
    for place in range(len(longest) - 1, -1, -1):
        if longest[place] >= RUN:
            first = min(first, place - longest[place] + 1)
        covered += place >= first
    return covered / len(longest)

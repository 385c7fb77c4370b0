"""Which sentences of the sources carry a claim."""

from collections.abc import Sequence

import numpy as np

from articles.evidence.index import Floats
from articles.evidence.support import Passage

SHOWN = 3
# A neighbour comes along where it adds this share of the claim.
WITH_NEIGHBOUR = 0.15
# What a passage must carry to be shown, and what a further one must add.
WORTH_SHOWING = 0.3
FURTHER = 0.1

Span = tuple[int, int, int]


def best_first(carried: Floats, sentences: Sequence[Span]) -> list[Passage]:
    """The passages that carry most of a claim: the best one, then those that add most to what is carried already.

    `carried` has the shape (words of the claim, sentences) and holds how much of the claim each sentence carries by
    each word; the whole claim adds up to 1. The first passage is there wherever a sentence carries anything at all.
    """
    known = np.zeros(len(carried))
    found: list[Passage] = []
    while len(found) < SHOWN:
        gains = np.maximum(carried, known[:, None]).sum(axis=0) - known.sum()
        best = int(gains.argmax())
        if gains[best] <= (FURTHER if found else 0):
            break
        first, last = _with_neighbour(best, carried, known, sentences)
        by_word = carried[:, first : last + 1].max(axis=1)
        known = np.maximum(known, by_word)
        (text, start, _), (_, _, end) = sentences[first], sentences[last]
        found.append(Passage(text, start, end, min(1.0, float(by_word.sum()))))
    return found


def worth_showing(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages that carry enough of the claim to help a reader."""
    return tuple(passage for passage in passages if passage.score >= WORTH_SHOWING)


def _with_neighbour(best: int, carried: Floats, known: Floats, sentences: Sequence[Span]) -> tuple[int, int]:
    """The sentence alone, or with the one before or after it in the same text if that adds much."""
    alone = np.maximum(carried[:, best], known)
    added = {
        other: float(np.maximum(carried[:, other], alone).sum() - alone.sum())
        for other in (best - 1, best + 1)
        if 0 <= other < len(sentences) and sentences[other][0] == sentences[best][0]
    }
    other = max(added, key=lambda number: added[number], default=best)
    return (min(best, other), max(best, other)) if added.get(other, 0) >= WITH_NEIGHBOUR else (best, best)

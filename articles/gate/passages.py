"""Passages: the sources' sentences, read once for all checks, and how near each of them is to a sentence of the article."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from articles.gate.days import Day, days
from articles.gate.figures import Figure, figures
from articles.gate.naming import Name, Token, names_in, tokens
from articles.related.terms import STOP_WORDS, UNSPACED

WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*")
ENDINGS = (("ies", "y"), ("ied", "y"), ("ations", ""), ("ation", ""), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""),
           ("ers", ""), ("er", ""), ("ors", ""), ("or", ""), ("ly", ""), ("es", ""), ("s", ""), ("e", ""), ("y", ""))  # fmt: skip
SHORTEST = 3
"""Letters of a stem."""
WORDS_KNOWN = 50_000
"""Words whose stem is remembered."""
NEIGHBOUR = 0.5
"""What the sentences beside a passage count for: a source often names in one and says in the next."""


@lru_cache(maxsize=WORDS_KNOWN)
def stem(word: str) -> str:
    """A word in lower case without its English ending, crudely, so that "votes", "voter" and "voting" are one."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)] + instead if instead != "y" else word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """The words that say something by themselves, by their stems, in reading order."""
    return [stem(word) for word in WORD.findall(text) if word.lower() not in STOP_WORDS]


@dataclass(frozen=True)
class Passage:
    """A sentence of a source: its place in the text with that index, and what it says in figures, dates and names."""

    index: int
    start: int
    end: int
    text: str

    @cached_property
    def figures(self) -> list[Figure]:
        """Its numbers."""
        return figures(self.text)

    @cached_property
    def days(self) -> list[Day]:
        """Its dates."""
        return days(self.text, self.figures)

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words, as names are made of them."""
        return tokens(self.text)

    @cached_property
    def names(self) -> list[Name]:
        """Its names."""
        return names_in(self.text, self.tokens)

    @cached_property
    def stems(self) -> list[str]:
        """Its telling words."""
        return stems(self.text)


class Passages(Sequence[Passage]):
    """All sentences of all source texts, in order."""

    def __init__(self, texts: Sequence[str], spans: Iterable[tuple[int, int, int]]) -> None:
        self._passages = [Passage(i, start, end, texts[i][start:end]) for i, start, end in spans]
        postings: dict[str, set[int]] = defaultdict(set)
        for number, passage in enumerate(self._passages):
            for word in passage.stems:
                postings[word].add(number)
        self._postings = {word: np.fromiter(places, np.intp) for word, places in postings.items()}
        self.comparisons = 0
        """How often a fact was compared with them."""
        self._nearness: dict[tuple[str, ...], NDArray[np.float64]] = {}
        indices = np.array([passage.index for passage in self._passages])
        self._joins = indices[1:] == indices[:-1] if len(indices) else np.zeros(0, bool)

    def __getitem__(self, number: int) -> Passage:  # type: ignore[override]
        return self._passages[number]

    def __len__(self) -> int:
        return len(self._passages)

    def weight(self, word: str) -> float:
        """How telling a stem is: the rarer, the more."""
        places = self._postings.get(word)
        return log(1 + len(self._passages) / (1 + (0 if places is None else len(places))))

    def knows(self, word: str) -> bool:
        """Whether a stem stands anywhere in the sources."""
        return word in self._postings

    def recall(self, words: Iterable[str]) -> NDArray[np.float64]:
        """For each passage the share of these stems, by weight, that it holds, from 0 to 1."""
        key = tuple(sorted(set(words)))
        if key not in self._nearness:
            recall, total = np.zeros(len(self)), 0.0
            for word in key:
                weight = self.weight(word)
                total += weight
                if word in self._postings:
                    recall[self._postings[word]] += weight
            self._nearness[key] = recall / total if total else recall
        return self._nearness[key]

    def nearness(self, words: Iterable[str]) -> NDArray[np.float64]:
        """As `recall`, with half of what the better neighbour in the same text adds."""
        recall = self.recall(words)
        if len(recall) <= 1:
            return recall
        beside = np.zeros_like(recall)
        beside[1:] = np.where(self._joins, recall[:-1], 0)
        beside[:-1] = np.maximum(beside[:-1], np.where(self._joins, recall[1:], 0))
        return recall + NEIGHBOUR * beside * (1 - recall)

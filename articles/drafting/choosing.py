"""Choosing what a digest quotes: the sentences that carry most of their source and can stand alone, no thing said twice."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from articles.drafting.statements import Material, Statement
from articles.gate.verbatim import words_of
from articles.related.embeddings import embed
from articles.summaries.centrality import ranks, set_apart
from articles.summaries.standalone import is_statement, leans, loose_ends, names, words

# Sentences of all sources that are looked at, shared out among them, and the most of one: a news item has said its main
# things by here, and the table of all pairs stays small.
CONSIDERED = 2_000
CONSIDERED_OF_ONE = 300
MOST = 18
FEWEST_A_SOURCE = 2
MOST_A_SOURCE = 6
# One in so many of a source's sentences is quoted.
ONE_IN = 5
# In standard deviations of centrality: for each thing that a stranger to the source would trip over, for a first word
# that points back, for having too few words. Set by reading digests of some twenty texts.
LOOSE_END = 1.25
LEANING = 2.5
THIN = 3.0
PLENTY = 12
# What another source says too is worth more: for the nearest sentence of another source (cosine 1).
TAKEN_UP = 1.0
# Above this cosine a sentence is left out beside one that is taken from the same source.
SAME = 0.6
# The share of the words, in order, from which sentences of two sources are one statement.
ALIKE = 0.75
LONGEST = 420
# Something is left out in the source as it was read.
GAP = re.compile(r"\[\s*(?:…|\.{3})\s*\]")

Vectors = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Chosen:
    """A statement that is quoted, what it is worth, and the others that say the same in (nearly) the same words."""

    number: int
    statement: Statement
    own: Vectors
    """The vector of what it says, beside what all say."""
    worth: float
    echoes: Sequence[tuple[Statement, float]] = field(default=())


def considered(read: Sequence[Statement], material: Material) -> list[Statement]:
    """The statements that are looked at: the first of each source."""
    share = min(CONSIDERED_OF_ONE, CONSIDERED // max(len(material.documents), 1))
    seen: Counter[int] = Counter()
    kept = []
    for one in read:
        seen[one.document] += 1
        if seen[one.document] <= share:
            kept.append(one)
    return kept


def choose(read: Sequence[Statement], material: Material) -> list[Chosen]:
    """The statements to quote, in reading order."""
    return _Choice(considered(read, material), material).made() if read else []


class _Choice:
    """The statements, the vectors that say what each is about, and what is taken so far."""

    def __init__(self, all_of_them: Sequence[Statement], material: Material) -> None:
        self.all, self.material = all_of_them, material
        self.vectors = embed([statement.text for statement in all_of_them])
        self.own = set_apart(self.vectors)
        self.sources: NDArray[np.intp] = np.array([one.document for one in all_of_them], dtype=np.intp)
        self.taken: list[Chosen] = []

    def made(self) -> list[Chosen]:
        worth = self._worth()
        for number in sorted(worth, key=lambda number: -worth[number]):
            if len(self.taken) < MOST and self._has_room(number) and not self._repeats(number):
                chosen = Chosen(number, self.all[number], self.own[number], worth[number], self._echoes(number))
                self.taken.append(chosen)
        return sorted(self.taken, key=lambda chosen: chosen.number)

    def _worth(self) -> dict[int, float]:
        """What each statement that may be quoted is worth, by its number."""
        worth: dict[int, float] = {}
        for index, document in enumerate(self.material.documents):
            numbers = np.flatnonzero(self.sources == index)
            if not len(numbers):
                continue
            texts = [self.all[number].text for number in numbers.tolist()]
            language = document.language.partition("-")[0].lower()
            known = names(texts)
            near = (self.own[self.sources != index] @ self.own[numbers].T).max(axis=0, initial=0)
            central = ranks(texts, self.vectors[numbers]) + TAKEN_UP * near
            for number, text, rank in zip(numbers.tolist(), texts, central.tolist(), strict=True):
                if quotable(text):
                    burden = LOOSE_END * loose_ends(text, known, language) + LEANING * leans(text, language)
                    worth[number] = rank - burden - THIN * max(0, PLENTY - words(text)) / PLENTY
        return worth

    def _has_room(self, number: int) -> bool:
        """Whether its source may still be quoted: short ones twice, long ones more often, none without end."""
        document = self.all[number].document
        length = int((self.sources == document).sum())
        room = min(max(length // ONE_IN, FEWEST_A_SOURCE), MOST_A_SOURCE)
        return sum(chosen.statement.document == document for chosen in self.taken) < room

    def _repeats(self, number: int) -> bool:
        """Whether something taken says the same."""
        return any(float(self.own[number] @ chosen.own) > SAME for chosen in self.taken)

    def _echoes(self, number: int) -> list[tuple[Statement, float]]:
        """The same statement in other sources, the nearest of each, with the share of words that agree."""
        one, found = self.all[number], []
        mine = words_of(one.text)
        alike = self.own @ self.own[number]
        for document in range(len(self.material.documents)):
            there = np.where(self.sources == document, alike, -1)
            nearest = int(there.argmax())
            if document == one.document or there[nearest] <= SAME:
                continue
            other = self.all[nearest]
            share = SequenceMatcher(None, mine, words_of(other.text), autojunk=False).ratio()
            if share >= ALIKE:
                found.append((other, share))
        return found


def quotable(text: str) -> bool:
    """Whether a sentence can be quoted by itself: a whole statement, from its beginning, with nothing left out."""
    first = next((character for character in text if character.isalpha()), "")
    return is_statement(text) and len(text) <= LONGEST and not first.islower() and not GAP.search(text)

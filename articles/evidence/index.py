"""Sentences as numbers: which words they have, where, and which words are alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from articles.evidence.opposites import opposite
from articles.evidence.wording import Kind, Word
from articles.related.embeddings import embed

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

# Words a row. A longer sentence goes on in the next row, so that one endless sentence cannot blow up the table.
WIDTH = 64
# No word stands here.
EMPTY = -1
# From this cosine on two words may stand for each other. Names of one kind (Paris, Rome) lie as near as synonyms do, so
# only telling words are ever compared.
ALIKE = 0.4
# So many of the words most alike are considered.
LIKEST = 12
# Letters by which a name is known again: China in "Chinese".
ROOT = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """The numbers of the words that may stand for a word, the likest first, and how alike they are, ALIKE to 1."""

    numbers: Numbers
    likeness: Floats


class Index:
    """The words of sentences, made for fast comparison.

    `vocabulary` numbers the stems. `rows` holds those numbers, one sentence a row, EMPTY behind its end; `sentence_of`
    says which sentence a row belongs to; `denials` counts the negations in a row up to and with each place.
    """

    def __init__(self, sentences: Sequence[Sequence[Word]]) -> None:
        self.vocabulary: dict[str, int] = {}
        self._spelled: dict[int, str] = {}
        self._known: dict[str, Alike] = {}
        places: dict[int, list[int]] = defaultdict(list)
        pieces: list[Sequence[Word]] = []
        owners: list[int] = []
        for number, words in enumerate(sentences):
            for word in words:
                places[self._number(word)].append(number)
            for start in range(0, len(words), WIDTH) or (0,):
                pieces.append(words[start : start + WIDTH])
                owners.append(number)
        self.size = len(sentences)
        self.sentence_of: Numbers = np.array(owners, dtype=np.intp)
        self._places = {number: np.unique(found) for number, found in places.items()}
        self.rows, self.denials = self._table(pieces)
        self._joined = _joined_numbers(word for words in sentences for word in words)
        self._roots = {stem[:ROOT] for stem in self.vocabulary if len(stem) >= ROOT}

    def _number(self, word: Word) -> int:
        number = self.vocabulary.setdefault(word.stem, len(self.vocabulary))
        if word.kind is Kind.TELLING:
            self._spelled.setdefault(number, word.text)
        return number

    def _table(self, pieces: Sequence[Sequence[Word]]) -> tuple[Numbers, Floats]:
        width = max(map(len, pieces), default=1) or 1
        rows = np.full((len(pieces), width), EMPTY, dtype=np.intp)
        denials = np.zeros((len(pieces), width))
        for row, words in enumerate(pieces):
            rows[row, : len(words)] = [self.vocabulary[word.stem] for word in words]
            denials[row, : len(words)] = [word.kind is Kind.NEGATION for word in words]
        return rows, denials.cumsum(axis=1)

    def places(self, stem: str) -> Numbers:
        """The sentences that have a stem, in order."""
        return self._places.get(self.vocabulary.get(stem, EMPTY), np.zeros(0, dtype=np.intp))

    def places_of(self, number: int) -> Numbers:
        """The sentences that have the stem of this number, in order."""
        return self._places[number]

    def has(self, word: Word) -> bool:
        """Says whether a word stands anywhere; of a name its root is enough."""
        return word.stem in self.vocabulary or (word.kind is Kind.NAME and word.stem[:ROOT] in self._roots)

    def pieces(self, word: Word) -> list[Word]:
        """A number that the texts print with a gap, as in "1, 056" or "2. 4", in the pieces that stand there."""
        if word.kind is Kind.NUMBER and word.stem not in self.vocabulary and word.stem in self._joined:
            parts = word.text.replace(",", ".").split(".")
            return [Word(part, part, Kind.NUMBER) for part in parts if part]
        return [word]

    def alike(self, words: Sequence[Word]) -> list[Alike]:
        """The words of the vocabulary that may stand for each word: itself, and for telling words the few most like it."""
        unknown = {word.text: word for word in words if word.kind is Kind.TELLING and word.text not in self._known}
        if unknown:
            numbers, vectors = self._vectors
            cosines = embed(list(unknown)) @ vectors.T
            for word, row in zip(unknown.values(), cosines, strict=True):
                self._known[word.text] = self._likest(word, numbers, row)
        return [self._known[word.text] if word.kind is Kind.TELLING else self._itself(word) for word in words]

    def _likest(self, word: Word, numbers: Numbers, cosines: NDArray[np.float32]) -> Alike:
        """The word itself and the most alike, opposites left out: their vectors are near, their meanings are not."""
        places = np.flatnonzero(cosines >= ALIKE)
        places = places[np.argsort(-cosines[places], kind="stable")][:LIKEST]
        itself = self._itself(word)
        kept = [
            place
            for place in places
            if numbers[place] not in itself.numbers and not opposite(word.stem, self._stems[numbers[place]])
        ]
        return Alike(
            np.concatenate([itself.numbers, numbers[kept]]),
            np.concatenate([itself.likeness, np.minimum(cosines[kept], 1)]),
        )

    def _itself(self, word: Word) -> Alike:
        found = [self.vocabulary[word.stem]] if word.stem in self.vocabulary else []
        return Alike(np.array(found, dtype=np.intp), np.ones(len(found)))

    @cached_property
    def _stems(self) -> list[str]:
        return list(self.vocabulary)

    @cached_property
    def _vectors(self) -> tuple[Numbers, NDArray[np.float32]]:
        """The numbers of the telling words and their vectors, made when the first claim asks."""
        return np.array(list(self._spelled), dtype=np.intp), embed(list(self._spelled.values()))


def _joined_numbers(words: Iterable[Word]) -> set[str]:
    """Neighbouring figures read as one number: with nothing between them (thousands), two also with a point."""
    found: set[str] = set()
    before: tuple[str, ...] = ()
    for word in words:
        if not word.stem.isdecimal():
            before = ()
            continue
        found |= {joined + word.text for joined in before}
        if before:
            found.add(f"{before[0]}.{word.text}")
        before = (word.text, *(joined + word.text for joined in before[:2]))
    return found

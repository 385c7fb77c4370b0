"""Source texts, split and indexed once, asked for many claims."""

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from articles.evidence.copying import copied
from articles.evidence.index import Alike, Floats, Index, Numbers
from articles.evidence.judging import disagreements, judged
from articles.evidence.passages import best_first
from articles.evidence.support import Passage, Support
from articles.evidence.wording import Kind, Word, read
from articles.sentences import split

# A claim is copied from the sentences that carry most of it and from their neighbours; the rest can add little.
COMPARED = 12
# A sentence without end fills many rows; so many are read of all together.
MOST_ROWS = 72
# Words behind this many are not compared: no sentence is so long, and time must stay in bounds.
LONGEST_CLAIM = 300


class Library:
    """Source texts, split and indexed once for many claims.

    `sentences` lists (index of the text, start, end) in reading order: code points of that text, end exclusive, as
    `articles.sentences.split` gives them for each line. `languages` are tags, one a text, English where there are none.
    """

    def __init__(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> None:
        self.sentences: list[tuple[int, int, int]] = []
        self._words: list[list[Word]] = []
        for number, text in enumerate(texts):
            language = languages[number] if languages else "en"
            for start, end in _spans(text, language):
                self.sentences.append((number, start, end))
                self._words.append(read(text[start:end], language))
        self._index = Index(self._words)

    def support(self, claim: str, language: str = "en") -> Support:
        """How well the texts support one sentence, and which passages do; where nothing can be compared, not at all."""
        words = self._read(claim, language)
        if not words or not self._index.vocabulary:
            return Support(0.0, supported=False, passages=(), said=("not found",))
        alike = self._index.alike(words)
        carried = self._carried(words, alike)
        sentences = self._nearest(carried.sum(axis=0))
        rows = np.flatnonzero(np.isin(self._index.sentence_of, sentences))[:MOST_ROWS]
        copy = copied(words, alike, self._index, rows)
        against = disagreements(words, self._index, self._around(int(carried.sum(axis=0).argmax())))
        return judged(words, self._index, copy, against, best_first(carried, self.sentences))

    def best(self, claim: str) -> Passage | None:
        """The single nearest passage, even where support is weak; None where no sentence shares anything with it."""
        words = self._read(claim, "en")
        if not words or not self._index.vocabulary:
            return None
        return next(iter(best_first(self._carried(words, self._index.alike(words)), self.sentences)), None)

    def _read(self, claim: str, language: str) -> list[Word]:
        words = read(claim, language)[:LONGEST_CLAIM]
        return [piece for word in words for piece in self._index.pieces(word)]

    def _carried(self, words: Sequence[Word], alike: Sequence[Alike]) -> Floats:
        """How much of the claim each sentence carries by each telling word, shape (words, sentences); adds up to 1.

        A word weighs as much as it is rare among the sentences, and carries as much as the likest word is alike.
        """
        first = {word.stem: place for place, word in reversed(list(enumerate(words))) if word.kind is not Kind.SMALL}
        carried = np.zeros((len(first), self._index.size))
        weights = np.zeros(len(first))
        for row, (stem, place) in enumerate(first.items()):
            here = self._index.places(stem)
            weights[row] = log(1 + self._index.size / (1 + len(here)))
            for number, likeness in zip(alike[place].numbers, alike[place].likeness, strict=True):
                there = self._index.places_of(number)
                carried[row, there] = np.maximum(carried[row, there], likeness)
        return carried * (weights / (weights.sum() or 1))[:, None]

    def _nearest(self, recall: Floats) -> Numbers:
        """The sentences worth copying from: the best ones and their neighbours."""
        best = np.argsort(-recall, kind="stable")[:COMPARED]
        return np.unique(np.clip(np.concatenate([best - 1, best, best + 1]), 0, len(recall) - 1))

    def _around(self, sentence: int) -> list[Word]:
        """The words of a sentence and of its neighbours in the same text."""
        text = self.sentences[sentence][0]
        around = range(max(0, sentence - 1), min(len(self.sentences), sentence + 2))
        return [word for number in around if self.sentences[number][0] == text for word in self._words[number]]


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, line by line: what stands in two paragraphs is never one sentence."""
    place = 0
    for line in text.splitlines(keepends=True):
        for start, end in split(line, language):
            yield place + start, place + end
        place += len(line)

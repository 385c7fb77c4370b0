"""Source texts, split and indexed once, asked for many claims."""

from collections import defaultdict
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from articles.evidence.support import Passage, Support
from articles.evidence.wording import telling
from articles.sentences import split

THRESHOLD = 0.6
SHOWN = 3
WORTH_SHOWING = 0.3


class Library:
    """Source texts, split and indexed once for many claims; `sentences` lists (text index, start, end)."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> None:
        self.sentences: list[tuple[int, int, int]] = []
        for index, text in enumerate(texts):
            language = languages[index] if languages else "en"
            place = 0
            for line in text.splitlines(keepends=True):
                self.sentences += [(index, place + start, place + end) for start, end in split(line, language)]
                place += len(line)
        postings: dict[str, set[int]] = defaultdict(set)
        for number, (index, start, end) in enumerate(self.sentences):
            for word in telling(texts[index][start:end]):
                postings[word].add(number)
        self._postings = {word: np.fromiter(places, np.intp) for word, places in postings.items()}

    def support(self, claim: str, language: str = "en") -> Support:
        """How well the texts support one sentence, and where they do."""
        recall = self._recall(claim)
        best = [self._passage(int(number), recall) for number in np.argsort(-recall, kind="stable")[:SHOWN]]
        score = best[0].score if best else 0.0
        shown = tuple(passage for passage in best if passage.score >= WORTH_SHOWING)
        supported = score >= THRESHOLD
        return Support(score, supported, shown, ("wording found in the source",) if supported else ("not found",))

    def best(self, claim: str) -> Passage | None:
        """The single nearest passage, even where support is weak; None where the texts have no sentence at all."""
        recall = self._recall(claim)
        return self._passage(int(recall.argmax()), recall) if len(recall) else None

    def _recall(self, claim: str) -> NDArray[np.float64]:
        recall = np.zeros(len(self.sentences))
        total = 0.0
        for word in set(telling(claim)):
            places = self._postings.get(word)
            weight = log(1 + len(self.sentences) / (1 + (0 if places is None else len(places))))
            total += weight
            if places is not None:
                recall[places] += weight
        return recall / total if total else recall

    def _passage(self, number: int, recall: NDArray[np.float64]) -> Passage:
        return Passage(*self.sentences[number], score=float(recall[number]))

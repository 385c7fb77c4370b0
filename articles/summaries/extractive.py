"""Key points and deks in the article's own words: the newspaper's summary when no model is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from articles.related.embeddings import embed
from articles.summaries.centrality import ranks, set_apart
from articles.summaries.standalone import is_statement, leans, loose_ends, names, trimmed, words

# A news article has said its main things by here, and the table of all pairs of sentences stays small.
CONSIDERED = 400
# Points of the shortest article, and the words from which on there is one more.
FEWEST_POINTS = 3
MORE_POINTS = (300, 600)

# The weights of an editor's eye, in standard deviations of centrality. They were set by reading the points of some
# thirty articles, and cost one point of ROUGE-1 against the bare ranks.
LOOSE_END = 0.75  # for each thing that a stranger to the article would trip over
THIN = 3.0  # for no words at all, falling to nothing at PLENTY of them
PLENTY = 16
LIKENESS = 1.0  # for saying just the same as a point already taken (cosine 1)
CROWDED = 0.25  # for each point already taken from the same stretch of the article
# Above this cosine two points say the same, and the second is left out.
SAME = 0.65

# A dek of more code points than this runs over; below half of it there is room left.
DEK = 200


@dataclass(frozen=True, slots=True)
class KeyPointSpan:
    """Names the part of an article that a point consists of: code points start to end (exclusive) of one sentence."""

    sentence: int
    start: int
    end: int


Candidates = list[tuple[KeyPointSpan, float]]


def choose(sentences: Sequence[str], count: int = 3) -> list[int]:
    """The sentences that say most of an article are those that the rest of it takes up.

    Returns at most `count` indices in reading order; headings and other scraps only where nothing else is left. Only
    the first 400 sentences are considered, so time and memory are bounded.
    """
    sentences = sentences[:CONSIDERED]
    best = np.argsort(-ranks(sentences, embed(sentences)), kind="stable")
    return sorted(int(index) for index in best[:count])


def key_points(sentences: Sequence[str], language: str = "en", beside: str = "") -> list[KeyPointSpan]:
    """Three to five things the article says, in its own words, each to be understood before the article is read.

    Three points below 300 words, four below 600, five from there on, and never more than half of the sentences; in
    reading order. Each is a statement that stands alone, or a trim of one; no two say the same, nor does one repeat
    `beside` (the dek). Statements that lean on others are taken only where there would be fewer than three points.
    """
    sentences = sentences[:CONSIDERED]
    length = sum(words(sentence) for sentence in sentences)
    count = min(FEWEST_POINTS + sum(length >= limit for limit in MORE_POINTS), len(sentences) // 2)
    if not count:
        return []
    vectors = embed([*sentences, beside] if beside else sentences)
    upright, leaning = _candidates(sentences, vectors[: len(sentences)], language)
    own, above = np.split(set_apart(vectors), [len(sentences)])
    taken = _diverse(upright, [], count, own, above)
    if len(taken) < FEWEST_POINTS:
        taken = _diverse(leaning, taken, min(FEWEST_POINTS, count), own, above)
    return sorted(taken, key=lambda point: point.sentence)


def dek(sentences: Sequence[str], language: str = "en") -> KeyPointSpan | None:
    """The one sentence, or trim, that best tells a stranger what the article is about; 200 characters where it can.

    Returns None where no sentence is a statement.
    """
    sentences = sentences[:CONSIDERED]
    upright, leaning = _candidates(sentences, embed(sentences), language)

    def worth(candidate: tuple[KeyPointSpan, float]) -> float:
        point, rank = candidate
        over, under = point.end - point.start - DEK, DEK // 2 - (point.end - point.start)
        return rank + 1 / (1 + point.sentence) - max(0, over) / 20 - max(0, under) / 50

    return max(upright or leaning, key=worth, default=(None, 0.0))[0]


def _candidates(sentences: Sequence[str], vectors: NDArray[np.float32], language: str) -> tuple[Candidates, Candidates]:
    """Returns the statements that stand alone and those that lean, each with what it is worth by itself."""
    language = language.partition("-")[0].lower()
    known = names(sentences)
    upright: Candidates = []
    leaning: Candidates = []
    for index, (sentence, rank) in enumerate(zip(sentences, ranks(sentences, vectors), strict=True)):
        start, end = trimmed(sentence, language)
        text = sentence[start:end]
        if is_statement(text if end == len(sentence) else text + "."):
            thin = max(0, PLENTY - words(text)) / PLENTY
            worth = float(rank) - LOOSE_END * loose_ends(sentence, known, language) - THIN * thin
            (leaning if leans(text, language) else upright).append((KeyPointSpan(index, start, end), worth))
    return upright, leaning


def _diverse(
    candidates: Candidates, taken: list[KeyPointSpan], count: int, own: NDArray[np.float32], beside: NDArray[np.float32]
) -> list[KeyPointSpan]:
    """Adds the worthiest candidates, each weighed against its likeness to what is taken or stands beside the points.

    `own` and `beside` hold vectors, one a row, of the sentences and of the dek. The method is maximal marginal
    relevance (Carbonell & Goldstein, SIGIR 1998).
    """
    taken, left = list(taken), list(candidates)
    stretch = len(own) / max(count, 1)
    while left and len(taken) < count:
        against = np.vstack([own[[point.sentence for point in taken]], beside])
        likeness = (own[[point.sentence for point, _ in left]] @ against.T).max(axis=1, initial=0)
        crowds = [int(point.sentence / stretch) for point in taken]
        worths = [
            worth - LIKENESS * float(like) - CROWDED * crowds.count(int(point.sentence / stretch))
            for (point, worth), like in zip(left, likeness, strict=True)
        ]
        order = np.argsort([-worth for worth in worths], kind="stable")
        left = [left[index] for index in order if likeness[index] < SAME]
        taken += [point for point, _ in left[:1]]
        left = left[1:]
    return taken

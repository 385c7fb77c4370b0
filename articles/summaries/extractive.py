"""Key points and deks in the article's own words: the newspaper's summary when no model is asked.

Sentences are ranked by directed centrality (PacSum, Zheng & Lapata, ACL 2019): a sentence is central if those that
follow it take it up, and less so if it takes up those before it. To that come a little credit for standing early and a
debit for length. On 594 news articles with human-written highlights, three sentences chosen so reach ROUGE-1/2/L
31.6/12.3/28.2, PacSum with half a unit of position 30.6/11.7/27.4, and the first three sentences 29.4/11.0/26.3; the
four weights below were chosen there by hand. Nothing was trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from articles.related.embeddings import embed
from articles.summaries.standalone import is_statement, leans, loose_ends, names, trimmed, words

# What later sentences give, an earlier one takes with this factor; similarities in the lowest part of the article's
# range count as none (both as in the paper's code).
EARLIER = 0.5
FLOOR = 0.3
# Standard deviations of centrality for standing early, and for each time over that a sentence is longer than the median.
POSITION = 0.25
LENGTH = 0.75
# Half of what all sentences share is taken out first: long sentences are otherwise near to everything.
SHARED = 0.5
# A news article has said its main things by here, and the table of all pairs stays small.
CONSIDERED = 400
# Points of the shortest article, and the words from which on there is one more.
FEWEST_POINTS = 3
MORE_POINTS = (300, 600)
# Standard deviations for each thing a stranger to the article would trip over, and for full likeness (cosine 1) to a
# point already taken; above SAME the two say the same, and the second is left out.
LOOSE_END = 0.75
LIKENESS = 1.0
CROWDED = 0.25
SAME = 0.8
# A point of fewer words than PLENTY says little: a debit up to THIN standard deviations.
PLENTY = 16
THIN = 3.0
# A dek of more code points than this runs over.
DEK = 200
# Fewer words than this are a heading or a caption.
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class KeyPointSpan:
    """Names the part of an article that a point consists of: code points start to end (exclusive) of one sentence."""

    sentence: int
    start: int
    end: int


def choose(sentences: Sequence[str], count: int = 3) -> list[int]:
    """The sentences that say most of what the article says are the ones that the rest of it takes up.

    Returns at most `count` indices in reading order; headings and other scraps are taken only where nothing else is
    left. Time and memory are bounded: only the first 400 sentences are considered.
    """
    sentences = sentences[:CONSIDERED]
    ranks = _ranks(sentences, embed(sentences))
    return sorted(int(index) for index in np.argsort(-ranks, kind="stable")[:count])


def key_points(sentences: Sequence[str], language: str = "en", beside: str = "") -> list[KeyPointSpan]:
    """Three to five things the article says, in its own words, each to be understood before the article is read.

    Three points below 300 words, four below 600, five from there on, never more than half of the sentences, in reading
    order. Each is a statement that stands alone, or a trim of one; no two say the same, nor does one repeat `beside`
    (the dek). Statements that lean on others are taken only where there would be fewer than three points.
    """
    sentences = sentences[:CONSIDERED]
    length = sum(words(sentence) for sentence in sentences)
    count = min(FEWEST_POINTS + sum(length >= limit for limit in MORE_POINTS), len(sentences) // 2)
    vectors = embed([*sentences, beside])
    ranks = _ranks(sentences, vectors[:-1])
    upright, leaning = _candidates(sentences, ranks, language)
    taken = _diverse(upright, [], count, vectors)
    if len(taken) < FEWEST_POINTS:
        taken = _diverse(leaning, taken, min(FEWEST_POINTS, count), vectors)
    return sorted(taken, key=lambda point: point.sentence)


def dek(sentences: Sequence[str], language: str = "en") -> KeyPointSpan | None:
    """The one sentence (or trim) that best tells a stranger what the article is about, 200 characters or less if it can.

    Returns None where no sentence is a statement.
    """
    sentences = sentences[:CONSIDERED]
    ranks = _ranks(sentences, embed(sentences))
    upright, leaning = _candidates(sentences, ranks, language)

    def worth(candidate: tuple[KeyPointSpan, float]) -> float:
        point, rank = candidate
        length = point.end - point.start
        return rank + 1 / (1 + point.sentence) - max(0, length - DEK) / 20 - max(0, DEK // 2 - length) / 50

    return max(upright or leaning, key=worth, default=(None, 0.0))[0]


Candidates = list[tuple[KeyPointSpan, float]]


def _candidates(sentences: Sequence[str], ranks: NDArray[np.float64], language: str) -> tuple[Candidates, Candidates]:
    """Returns the statements that stand alone and those that lean, each with its rank less its loose ends."""
    upright: Candidates = []
    leaning: Candidates = []
    known = names(sentences)
    for index, sentence in enumerate(sentences):
        start, end = trimmed(sentence, language)
        text = sentence[start:end]
        if is_statement(text if end == len(sentence) else text + "."):
            point = KeyPointSpan(index, start, end)
            missing = max(0, PLENTY - words(text)) / PLENTY
            rank = float(ranks[index]) - LOOSE_END * loose_ends(sentence, known, language) - THIN * missing
            (leaning if leans(text, language) else upright).append((point, rank))
    return upright, leaning


def _diverse(
    candidates: Candidates, taken: list[KeyPointSpan], count: int, vectors: NDArray[np.float32]
) -> list[KeyPointSpan]:
    """Adds the best candidates to those taken, each weighed against its likeness to them and to the last vector, the dek.

    The method is maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998).
    """
    taken, left = list(taken), list(candidates)
    while left and len(taken) < count:
        against = vectors[[point.sentence for point in taken] + [-1]]
        likeness = (vectors[[point.sentence for point, _ in left]] @ against.T).max(axis=1)
        stretches = [point.sentence * count // (len(vectors) - 1) for point in taken]
        worths = [
            rank - LIKENESS * float(like) - CROWDED * stretches.count(point.sentence * count // (len(vectors) - 1))
            for (point, rank), like in zip(left, likeness, strict=True)
        ]
        left = [left[i] for i in np.argsort(worths)[::-1] if likeness[i] < SAME]
        if left:
            taken.append(left.pop(0)[0])
    return taken


def _ranks(sentences: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Returns one number a sentence, in standard deviations of centrality; scraps are lowest, in reading order."""
    ranks = -1e6 - np.arange(len(sentences), dtype=np.float64)
    whole = np.array([index for index, text in enumerate(sentences) if words(text) >= FEWEST_WORDS], dtype=np.intp)
    if len(whole):
        lengths = np.array([len(sentences[index]) for index in whole], dtype=np.float64)
        too_long = np.maximum(0, lengths / np.median(lengths) - 1)
        early = _standardised(1 / np.sqrt(np.arange(1, len(whole) + 1)))
        ranks[whole] = _standardised(_centrality(vectors[whole])) + POSITION * early - LENGTH * too_long
    return ranks


def _centrality(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Directed centrality of each row of `vectors`, shape (sentences, 256), in the order of reading."""
    own = _unit(vectors - SHARED * vectors.mean(axis=0))
    similar = (own @ own.T).astype(np.float64)
    np.fill_diagonal(similar, 0)
    floor = similar.min() + FLOOR * (similar.max() - similar.min())
    linked = np.maximum(similar - floor, 0)
    return np.asarray(np.triu(linked, 1).sum(axis=1) - EARLIER * np.tril(linked, -1).sum(axis=1))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Gives every row the length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shifts and scales values to mean 0 and standard deviation 1; equal values become 0."""
    return np.asarray((values - values.mean()) / (values.std() + 1e-9))

"""Articles drawn by lot that behave like news: words by Zipf's law, subjects with words and sentences of their own, stories
whose articles share names and sentences.

A drawn text says nothing, but rare, common and neighbouring words in it are as rare, common and neighbouring as in print.
The same number always draws the same story.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np

from articles.body import BLOCK_GAP

SEED = 20261122
SENTENCES, WORDS_A_SENTENCE = 16, 15
TOPICS, TOPIC_WORDS, TOPIC_SENTENCES = 400, 150, 300
# Ranks of words: anybody's, and names, of which each story has its own few.
ANYBODYS, NAMES = 50_000, 250_000
STORY_SENTENCES, STORY_NAMES = 14, 7
SIZES = (1, 1, 1, 2, 3, 4, 9)
"""How many articles tell a story, drawn evenly: three on average."""
# The commonest words of English news in about their order; all others are made of syllables.
COMMON = """
    the of and to in a that is for on with as was by at from it be are has he have will not they an its or which this
    said year government people state new president country time police company million minister percent party world
    day week court election report official group law leader market city war money work public national school
    security plan vote month member home family health number service case power house area right change
    """.split()  # noqa: SIM905 - a list of words reads as one
CONSONANTS, VOWELS = "bdfghjklmnprstvwz", "aeiou"
SYLLABLES = [f"{c}{v}" for c in CONSONANTS for v in VOWELS]


@dataclass(frozen=True)
class Drawn:
    """One article; `story` is its story's number, `among` how many articles tell it."""

    number: int
    story: int
    among: int
    topic: int
    headline: str
    sentences: list[str]
    headline_ranks: np.ndarray
    ranks: np.ndarray
    """The same in ranks of words; a row a sentence."""
    embedding: np.ndarray
    """Of length one."""

    @property
    def dek(self) -> str:
        """The first sentence."""
        return self.sentences[0]

    @property
    def text(self) -> str:
        """Paragraphs of three sentences."""
        return BLOCK_GAP.join(" ".join(self.sentences[n : n + 3]) for n in range(0, len(self.sentences), 3))


@cache
def words() -> list[str]:
    """All words, the commonest first; behind the common ones each a different row of syllables."""
    base, made = len(SYLLABLES), []
    for rank in range(NAMES - len(COMMON)):
        number = rank * 7919 % base**3
        made.append(SYLLABLES[number // base**2] + SYLLABLES[number // base % base] + SYLLABLES[number % base])
    return [*COMMON, *made]


@cache
def _law() -> np.ndarray:
    """How likely a word of at most that rank is: Zipf's law over the words that are anybody's."""
    return np.cumsum(1 / np.arange(1, ANYBODYS + 1)) / np.sum(1 / np.arange(1, ANYBODYS + 1))


@cache
def sizes(articles: int) -> list[int]:
    """How many articles each story has, until there are enough."""
    drawn = np.random.default_rng(SEED).choice(SIZES, articles)
    ends = list(accumulate(map(int, drawn)))
    stories = next(n for n, end in enumerate(ends) if end >= articles) + 1
    return [*map(int, drawn[: stories - 1]), articles - (ends[stories - 2] if stories > 1 else 0)]


@cache
def _topics() -> list[tuple[np.ndarray, np.ndarray, list[str], np.ndarray]]:
    """Each subject's words, its sentences in ranks and written, and its place in the space of meanings."""
    lot, topics = np.random.default_rng(SEED + 1), []
    for _ in range(TOPICS):
        own = lot.integers(500, 20_000, TOPIC_WORDS)
        ranks = _ranks(lot, TOPIC_SENTENCES, own, own[:20])
        topics.append((own, ranks, _sentences(ranks), lot.normal(size=256)))
    return topics


def stories(first: int, last: int, articles: int) -> Iterator[list[Drawn]]:
    """The stories from one number up to another, of a paper of so many articles."""
    known = sizes(articles)
    number = sum(known[:first])
    for story in range(first, last):
        yield story_of(story, number, known[story])
        number += known[story]


def story_of(story: int, number: int, among: int) -> list[Drawn]:
    """The articles of a story, numbered on from `number`."""
    lot = np.random.default_rng([SEED, story])
    topic = int(lot.integers(TOPICS))
    own, shared_ranks, shared, centre = _topics()[topic]
    names = lot.integers(ANYBODYS, NAMES, STORY_NAMES)
    told_ranks = _ranks(lot, STORY_SENTENCES, own, names)
    told = _sentences(told_ranks)
    place = centre + 0.7 * lot.normal(size=256)
    drawn = []
    for n in range(among):
        of_story, of_topic = lot.permutation(STORY_SENTENCES)[:9], lot.integers(TOPIC_SENTENCES, size=4)
        fresh = _ranks(lot, SENTENCES - 13, own, names)
        sentences = [*(told[i] for i in of_story), *(shared[i] for i in of_topic), *_sentences(fresh)]
        ranks = np.concatenate([told_ranks[of_story], shared_ranks[of_topic], fresh])
        headline = _headline(lot, own, names)
        at = place + 0.5 * lot.normal(size=256)
        meaning = at / np.linalg.norm(at)
        drawn.append(
            Drawn(number + n, story, among, topic, _written(headline), sentences, np.array(headline), ranks, meaning)
        )
    return drawn


def _ranks(lot: np.random.Generator, count: int, own: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Sentences in which most words are anybody's, three of the subject's and one or two names."""
    ranks = np.searchsorted(_law(), lot.random((count, WORDS_A_SENTENCE)))
    rows = np.arange(count)[:, None]
    ranks[rows, lot.integers(WORDS_A_SENTENCE, size=(count, 3))] = own[lot.integers(len(own), size=(count, 3))]
    ranks[rows, lot.integers(1, WORDS_A_SENTENCE, size=(count, 2))] = names[lot.integers(len(names), size=(count, 2))]
    return ranks


def _sentences(ranks: np.ndarray) -> list[str]:
    return [f"{_written(row)}." for row in ranks.tolist()]


def _headline(lot: np.random.Generator, own: np.ndarray, names: np.ndarray) -> list[int]:
    ranks = [*names[lot.integers(len(names), size=2)], *own[lot.integers(len(own), size=3)]]
    ranks += [*np.searchsorted(_law(), lot.random(3))]
    return [int(ranks[i]) for i in lot.permutation(len(ranks))]


def _written(ranks: list[int]) -> str:
    known = words()
    text = " ".join(known[rank].capitalize() if rank >= ANYBODYS else known[rank] for rank in ranks)
    return text[:1].upper() + text[1:]

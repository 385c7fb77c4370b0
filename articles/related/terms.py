"""An article as its words and pairs of words, each as telling as it is rare.

The weights are TF-IDF with a logarithm on both sides (Manning, Raghavan and Schütze, Introduction to Information
Retrieval, 2008, 6.2 to 6.4). Pairs of words, the boost for headline and dek and the number of terms kept were chosen
on a development set of 1,118 news articles.
"""

import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from articles.models.vector import TERM_SPACE

KEPT = 256
LEAD_BOOST = 1.3
# Runs of letters and digits; the underscore is neither. Chinese and Japanese are written without spaces, so there each
# character is a word: the pairs then are what most words of these languages are.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]{{2,}}")
# The Snowball project's English list, and what an apostrophe leaves of a contraction. They are dropped before pairs are
# made, so that "head of state" and "head state" are one pair. Other languages have none: there rarity alone decides.
STOP_WORDS = frozenset(
    """
    about above after again against ain all am an and any are aren as at be because been before being below between
    both but by can could couldn did didn do does doesn doing don down during each few for from further had hadn has
    hasn have haven having he her here hers herself him himself his how if in into is isn it its itself just ll me
    might mightn more most must mustn my myself needn no nor not now of off on once only or other our ours ourselves
    out over own re same shan she should shouldn so some such than that the their theirs them themselves then there
    these they this those through to too under until up ve very was wasn we were weren what when where which while who
    whom why will with won would wouldn you your yours yourself yourselves
    """.split()  # noqa: SIM905 - a list of words reads as one
)


@dataclass(frozen=True)
class Terms:
    """A text taken apart: how often each term occurs, which terms are pairs, which occur in headline or dek."""

    counts: Mapping[int, int]
    pairs: frozenset[int]
    lead: frozenset[int]


def terms_of(headline: str, dek: str, body: str) -> Terms:
    """Every word and every pair of neighbouring words counts, once for each time it occurs.

    A dek that merely repeats a passage of the body is not counted twice. Terms are numbers, 1 to 999,999,999.
    """
    lead = [words(headline), words(dek)]
    whole = [lead[0], [] if dek.strip() in body else lead[1], words(body)]
    pairs = Counter(number(f"{a} {b}") for part in whole for a, b in pairwise(part))
    single = Counter(number(word) for part in whole for word in part)
    in_lead = {number(f"{a} {b}") for part in lead for a, b in pairwise(part)} | {
        number(w) for part in lead for w in part
    }
    return Terms(single + pairs, frozenset(pairs), frozenset(in_lead))


def words(text: str) -> list[str]:
    """The telling words of a text in reading order, in lower case."""
    return [word for word in WORD.findall(text.lower()) if word not in STOP_WORDS]


def number(term: str) -> int:
    """A term's number: its CRC-32 folded into the term space; two terms share one so rarely that it does no harm."""
    return zlib.crc32(term.encode("utf-8", "replace")) % (TERM_SPACE - 1) + 1


def weigh(terms: Terms, frequencies: Mapping[int, int], articles: int) -> dict[int, float]:
    """The 256 most telling terms with their weights, heaviest first; the squares of the weights add up to 1.

    `frequencies` says in how many of the `articles` published texts, this one among them, a term occurs. A weight is
    (1 + ln f) (ln((1 + N) / (1 + df)) + 1), times 1.3 for a term of headline or dek. A pair that no other text has is
    dropped: it can match nothing, and such pairs would push out the words that can.
    """
    weights = {
        term: (1 + log(count)) * _rarity(frequencies.get(term, 1), articles) * (LEAD_BOOST if term in terms.lead else 1)
        for term, count in terms.counts.items()
        if term not in terms.pairs or frequencies.get(term, 1) > 1
    }
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
    length = sqrt(sum(weight * weight for _, weight in kept))
    return {term: weight / length for term, weight in kept}


def _rarity(frequency: int, articles: int) -> float:
    return log((1 + articles) / (1 + frequency)) + 1

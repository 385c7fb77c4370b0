"""Naming a group of sentences by what they speak of, in their own words.

A heading is a run of telling words behind an article or a preposition ("the clearing house", "of scientific
investigation"): most such runs name something. Of a group's runs the one is taken that lies nearest to all of it, that
it says most often, and that the other groups do not say.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2

from articles.evidence.lexicon import IRREGULAR, SMALL
from articles.related.embeddings import embed

BEHIND = frozenset(
    """
    a an the of in on at by for from with to into between among under over upon its their his her our this that these
    those no any all each every such other and or without within against toward towards
    """.split()  # noqa: SIM905 - a list of words reads as one
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s\w]|\d+")
# Words of a name, and letters of each word that are too few for one.
LONGEST = 3
SHORTEST = 2
# What speaks for and against a name, beside its likeness to the group (cosine): each doubling of the group's sentences
# that say it, and of all sentences; each sentence of another group; more words than one. Set by reading.
SAID = 0.12
KNOWN = 0.05
ELSEWHERE = 0.1
SEVERAL = 0.08
NO_NAME = (
    SMALL
    | BEHIND
    | set(IRREGULAR)
    | set(
        """
    shall must may will can said says case cases kind kinds part parts way ways manner degree number numbers thing
    things first second third last same different several certain present whole given due regard view purpose purposes
    example instance sort place time times day days year years persons person people men man order respect reason
    reasons use one two three four five six seven eight nine ten
    """.split()  # noqa: SIM905 - a list of words reads as one
    )
)
VERBAL = re.compile(r"(?:ed|ing|ly)$")


# "Of silencing mankind" names an act, "the clearing house" a thing.
BY_DOING = {"of", "by", "in", "for", "from", "with", "without", "to"}
SINGULAR = {"a", "an", "each", "every", "any", "no"}


class Subjects:
    """What the sentences of a draft's sources speak of, and how often."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.often = Counter(run for text in texts for run in set(runs_in(text)))

    def name(self, texts: Sequence[str], others: Sequence[str], taken: Sequence[str]) -> str:
        """What a group of English sentences is about, in a few of their words; empty where no words name it.

        `others` are the sentences of the other groups, `taken` the names that these have already.
        """
        runs = Counter(run for text in texts for run in set(runs_in(text)))
        elsewhere = Counter(run for text in others for run in set(runs_in(text)))
        used = {word for name in taken for word in name.lower().split()}
        candidates = [run for run in runs if not used & set(run.lower().split())]
        if not candidates:
            return ""
        near = embed(candidates) @ embed(texts).mean(axis=0)
        worth = [
            float(like)
            + SAID * log2(runs[run])
            + KNOWN * log2(self.often[run])
            - ELSEWHERE * min(elsewhere[run], 3)
            + SEVERAL * (len(run.split()) > 1)
            for run, like in zip(candidates, near, strict=True)
        ]
        return candidates[worth.index(max(worth))]


def runs_in(text: str) -> list[str]:
    """The runs of telling words in a sentence that an article, a preposition or the like leads in, as they stand."""
    found: list[str] = []
    run: list[str] = []
    leader = ""
    for word in [*WORD.findall(text), "."]:
        plain = word.lower()
        if word[0].isalpha() and plain not in NO_NAME and len(word) > SHORTEST:
            run.append(word)
            continue
        if len(run) > 1 and leader in SINGULAR and run[-1].endswith("s"):
            run.pop()  # "each bank receives": the last word is its verb
        doing = leader in BY_DOING and len(run) > 1 and run[0].endswith("ing")
        if leader and 0 < len(run) <= LONGEST and not VERBAL.search(run[-1]) and not doing:
            found.append(" ".join(run))
        run, leader = [], plain if plain in BEHIND else ""
    return found

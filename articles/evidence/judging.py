"""What a reader is told about a claim, and whether it counts as supported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from articles.evidence.copying import Copy
from articles.evidence.index import Index
from articles.evidence.lexicon import DENIALS
from articles.evidence.opposites import opposite
from articles.evidence.passages import worth_showing
from articles.evidence.support import Passage, Support
from articles.evidence.wording import Kind, Word

# From this score on a claim counts as supported.
THRESHOLD = 0.5
# The price of a word (in jumps to another sentence) that a claim may cost. One that takes its words over has no need of
# seams; one in words of its own cannot be without. Two words that the source lacks, or few of its runs, show which it is.
TAKEN_OVER = 0.05
RETOLD = 0.28
# Shares of words in runs: below the first a claim is retold, above the second it is taken over.
FEW_RUNS, MANY_RUNS = 0.25, 0.45
# What each number, name, negation or opposite that disagrees adds to the price, and how many count.
DISAGREEMENT = 0.5
DISAGREEMENTS = 2
# How fast the score falls beyond the allowance.
FALL = 6.0


@dataclass(frozen=True, slots=True)
class Disagreements:
    """What a claim says that its sources do not: numbers and names found nowhere, opposites, a negation added."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    opposites: tuple[str, ...]
    denied: bool

    def __len__(self) -> int:
        return len(self.numbers) + len(self.names) + len(self.opposites) + self.denied


def disagreements(words: Sequence[Word], index: Index, context: Sequence[Word]) -> Disagreements:
    """Compares a claim with all the texts for numbers and names, with the sentences nearest to it for the rest."""
    missing = [word for word in words if not index.has(word)]
    near = {word.stem for word in context if word.kind is Kind.TELLING}
    return Disagreements(
        _texts(word for word in missing if word.kind is Kind.NUMBER),
        _texts(word for word in missing if word.kind is Kind.NAME),
        _texts(word for word in missing if word.kind is Kind.TELLING and any(opposite(word.stem, x) for x in near)),
        any(word.kind is Kind.NEGATION for word in words) and not any(_denies(word) for word in context),
    )


def judged(words: Sequence[Word], index: Index, copy: Copy, against: Disagreements, passages: list[Passage]) -> Support:
    """The score falls with the price of copying the claim, from 1 for a copy word by word to a half at the allowance."""
    price = copy.price + DISAGREEMENT * min(len(against), DISAGREEMENTS)
    allowance = _allowance(sum(_own(word, index) for word in words), copy)
    score = 1 - price / (2 * allowance) if price <= allowance else exp(FALL * (allowance - price)) / 2
    supported = score >= THRESHOLD
    return Support(score, supported, worth_showing(passages), _said(words, copy, against, supported=supported))


def _allowance(own_words: int, copy: Copy) -> float:
    by_runs = (MANY_RUNS - copy.taken_over) / (MANY_RUNS - FEW_RUNS)
    freedom = min(1.0, max(own_words - 1.0, by_runs, 0.0))
    return TAKEN_OVER + (RETOLD - TAKEN_OVER) * freedom


def _own(word: Word, index: Index) -> bool:
    return word.kind not in {Kind.SMALL, Kind.NEGATION} and word.stem not in index.vocabulary


def _denies(word: Word) -> bool:
    return word.kind is Kind.NEGATION or word.text in DENIALS


def _texts(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.text for word in words))


def _said(words: Sequence[Word], copy: Copy, against: Disagreements, *, supported: bool) -> tuple[str, ...]:
    """What was found, in plain words."""
    if copy.taken_over >= MANY_RUNS:
        said = ["wording found in the source" if supported else "wording found, but put together from several places"]
    else:
        said = ["found in the source in other words" if supported else "not found"]
    for kind, missing, name in (
        (Kind.NUMBER, against.numbers, "numbers"),
        (Kind.NAME, against.names, "names"),
    ):
        if missing:
            said.append(f"{name} not found: {', '.join(missing)}")
        elif any(word.kind is kind for word in words):
            said.append(f"{name} agree")
    if against.opposites:
        said.append(f"the source has the opposite of: {', '.join(against.opposites)}")
    if against.denied:
        said.append("a negation the passage does not have")
    return tuple(said)

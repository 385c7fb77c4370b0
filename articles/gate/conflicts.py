"""Conflicts: two articles of a story that give different versions of what is plainly the same quotation."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.gate.finding import Finding, Severity
from articles.gate.proof import Line, Proof, finding
from articles.gate.quotations import Quotation, quotations, quotations_of

NAME = "Conflicting quotations"
LEAST_WORDS = 3
SAME = 0.6
LONGEST = 200
"""Words of a quotation that are compared."""


@dataclass(frozen=True)
class Conflict:
    """The same quotation, worded differently: offsets are those of the two texts."""

    here: Quotation
    there: Quotation


def conflicts(text: str, other: str) -> list[Conflict]:
    """All pairs of quotations from two plain texts that differ though they are plainly the same."""
    there = list(quotations_of(other))
    return [Conflict(one, two) for one in quotations_of(text) for two in there if conflict(one.words, two.words)]


def conflict(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two quotations, given as words, are versions of one that cannot both be right.

    Not where one run of words holds the other; else, with at least three words in the shorter, where the best window of
    the longer, as long as the shorter, shares at least 60 % of its words in order.
    """
    shorter, longer = sorted((tuple(one[:LONGEST]), tuple(two[:LONGEST])), key=len)
    length = len(shorter)
    if length < LEAST_WORDS or (Counter(shorter) & Counter(longer)).total() < SAME * length:
        return False
    windows = [longer[start : start + length] for start in range(len(longer) - length + 1)]
    return shorter not in windows and any(_in_order(shorter, window) >= SAME * length for window in windows)


def _in_order(one: Sequence[str], two: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for word in one:
        diagonal = 0
        for place, other in enumerate(two, 1):
            diagonal, row[place] = row[place], diagonal + 1 if word == other else max(row[place], row[place - 1])
    return row[-1]


def check(proof: Proof) -> Iterator[Finding]:
    """Each quotation that another article of the story words differently is amber; it needs no source."""
    for sibling in proof.siblings:
        theirs = [*quotations(sibling.headline), *quotations_of(sibling.text)]
        seen = set()
        for line, quotation in _quoted(proof):
            for other in theirs:
                pair = (tuple(quotation.words), tuple(other.words))
                if pair in seen or not conflict(*pair):
                    continue
                seen.add(pair)
                yield finding(
                    NAME,
                    Severity.AMBER,
                    line,
                    f"“{sibling.headline}” quotes this differently: “{other.text}”.",
                    "Look it up in the source, and correct the article that has it wrong.",
                    quotation.text,
                )


def _quoted(proof: Proof) -> Iterator[tuple[Line, Quotation]]:
    lines = [line for line in proof.lines if line.part == "body"]
    for line in proof.lines:
        if line.part != "body":
            yield from ((line, quotation) for quotation in quotations(line.text))
    for quotation in quotations_of(proof.body.text):
        yield next((line for line in lines if line.start <= quotation.start < line.end), Line("body", "")), quotation

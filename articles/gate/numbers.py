"""Numbers: every figure, in figures or words, stands in a linked source, for the same thing and in the same unit."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from articles.gate.days import days
from articles.gate.figures import Figure, figures
from articles.gate.finding import Finding
from articles.gate.proof import Line, Proof, finding
from articles.gate.standing import Doubt, standing
from articles.gate.units import rivals

NAME = "Numbers"
DOUBT = Doubt(near=0.25, margin=0.03)
# "Article 5", "Section 8": a number that names, and counts nothing.
LABEL_REACH = 16
LABEL = re.compile(
    r"\b(?:articles?|sections?|chapters?|paragraphs?|clauses?|amendments?|parts?|pages?|volumes?|books?|notes?|acts?|scenes?|tables?|figures?|type"
    r"|rooms?|routes?|flights?|phases?|stages?|groups?|versions?|lines?|experiments?|nos?\.?|numbers?)\s$",
    re.IGNORECASE,
)
LAST_DIGITS, FIRST_DIGITS = re.compile(r"\d+$"), re.compile(r"\d+")


def check(proof: Proof) -> Iterator[Finding]:
    """A number that a source gives otherwise is red; one that no source gives is red where a machine had part in the text."""
    if not proof.texts:
        return
    known = _Known(proof)
    for line in proof.lines:
        dated = [(day.start, day.end) for day in days(line.text)]
        told = [f for f in figures(line.text) if not any(start < f.end and f.start < end for start, end in dated)]
        for figure in told:
            yield from known.judge(line, figure, told)


class _Known:
    """All figures of the sources, by value."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.by_value: dict[float, list[tuple[int, Figure]]] = defaultdict(list)
        self.all: list[tuple[int, Figure]] = []
        for number, passage in enumerate(proof.passages):
            for figure in passage.figures:
                self.all.append((number, figure))
                for value in figure.values:
                    self.by_value[value].append((number, figure))
        self.titles = [figure for reading in proof.texts for figure in figures(reading.title)]

    def judge(self, line: Line, figure: Figure, told: list[Figure]) -> Iterator[Finding]:
        """What the sources say against a figure."""
        same = self._same(figure)
        if not same and (any(figure.agrees(other) for other in self.titles) or self._broken(figure)):
            return
        fitting = [(number, other) for number, other in same if not rivals(figure.unit, other.unit)]
        if same and not fitting:
            yield self._other_unit(line, figure, *same[0])
            return
        if fitting and LABEL.search(line.text[: figure.start][-LABEL_REACH:]):
            return
        others = partial(self._others, figure=figure, told=told)
        stands = standing(self.proof.passages, line.text, figure, fitting, others, doubt=DOUBT)
        if not stands.sound and (stands.nowhere or not self.proof.quotes(line, figure)):
            yield self._finding(line, figure, stands.instead, nowhere=stands.nowhere)

    def _broken(self, figure: Figure) -> bool:
        """Whether a source has the number with a space behind its point, as bad extraction leaves it: "1. 7 million"."""
        whole, point, decimals = figure.text.partition(".")
        before, behind = LAST_DIGITS.search(whole), FIRST_DIGITS.match(decimals)
        if not point or not before or not behind:
            return False
        broken = f"{before[0]}. {behind[0]}"
        return any(broken in reading.text for reading in self.proof.texts)

    def _others(self, number: int, figure: Figure, told: list[Figure]) -> list[Figure]:
        """What a passage gives that the sentence does not give at all, and that could be meant."""
        return [
            other
            for other in self.proof.passages[number].figures
            if _could_stand_for(other, figure) and not any(_borne_out(mine, other) for mine in told)
        ]

    def _same(self, figure: Figure) -> list[tuple[int, Figure]]:
        if figure.rough or figure.vague or figure.unit == "percent" or min(figure.values) < 1:
            return [(number, other) for number, other in self.all if figure.agrees(other)]
        found = [pair for value in figure.values for pair in self.by_value.get(value, ())]
        return found or [(number, other) for number, other in self.all if figure.agrees(other)]

    def _other_unit(self, line: Line, figure: Figure, number: int, other: Figure) -> Finding:
        passage = self.proof.passages[number]
        return finding(
            NAME,
            self.proof.severity(line.part, disagrees=True),
            line,
            f"“{figure.text}” is counted in another unit by the source, which has “{other.text}”.",
            "Give the source's unit, or its number converted.",
            figure.text,
            self.proof.passage(passage.index, passage.start, passage.end),
        )

    def _finding(self, line: Line, figure: Figure, instead: int | None, *, nowhere: bool) -> Finding:
        passage = self.proof.passages[instead] if instead is not None else None
        quoted = self.proof.passage(passage.index, passage.start, passage.end) if passage else None
        where = "was found in no linked source" if nowhere else "stands in the source for something else"
        return finding(
            NAME,
            self.proof.severity(line.part, disagrees=passage is not None),
            line,
            f"“{figure.text}” {where}" + (f"; source {quoted.source} gives another number here." if quoted else "."),
            "Give the source's number."
            if quoted
            else "Link the source that gives it and paste the passage, or take the number out.",
            figure.text,
            quoted,
        )


def _borne_out(mine: Figure, other: Figure) -> bool:
    return mine.agrees(other) and not rivals(mine.unit, other.unit)


def _could_stand_for(other: Figure, figure: Figure) -> bool:
    """Whether a figure of a source may be what this one should have been: of its kind, and no year."""
    kind = figure.unit == other.unit or (figure.agrees(other) and rivals(figure.unit, other.unit))
    return kind and other.ordinal == figure.ordinal and not other.year

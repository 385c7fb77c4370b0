"""Headline: headline and dek promise nothing that the body does not keep."""

from collections.abc import Iterator
from functools import cached_property

from articles.gate.attribution import HEDGES, SPEECH, STRONG
from articles.gate.days import Day, days
from articles.gate.figures import Figure, figures
from articles.gate.finding import Finding
from articles.gate.naming import names_in, tokens
from articles.gate.passages import Passages, stems
from articles.gate.proof import Line, Proof, finding
from articles.gate.quotations import quotations
from articles.gate.verbatim import Wording

NAME = "Headline"
ALIKE = 0.6


def check(proof: Proof) -> Iterator[Finding]:
    """What headline and dek give in numbers, dates, names and quotations stands in the body, and no more surely than there."""
    if not proof.body.text:
        return
    body = _Told(proof)
    for line in proof.lines:
        if line.part != "body":
            yield from body.judge(line)


class _Told:
    """What the body tells."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.text = proof.body.text

    @cached_property
    def _passages(self) -> Passages:
        return Passages([self.text], [(0, span.start, span.end) for span in self.proof.body.sentences])

    @cached_property
    def _figures(self) -> list[Figure]:
        return figures(self.text)

    @cached_property
    def _days(self) -> list[Day]:
        return days(self.text, self._figures)

    @cached_property
    def _words(self) -> set[str]:
        return {word.plain for word in tokens(self.text)}

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.text)

    def judge(self, line: Line) -> Iterator[Finding]:
        for words, kind in [*self._numbers(line), *self._names(line), *self._quotations(line)]:
            yield finding(
                NAME,
                self.proof.severity(line.part, disagrees=False),
                line,
                f"The {kind} “{words}” of the {line.part} does not stand in the body.",
                f"Take it out of the {line.part}, or tell it in the body.",
                words,
            )
        yield from self._hedged(line)

    def _numbers(self, line: Line) -> Iterator[tuple[str, str]]:
        told_days, told = self._days, self._figures
        years = {int(figure.values[0]) for figure in told}
        dated = days(line.text)
        for day in dated:
            if not day.relative and not any(day.within(other) for other in told_days) and day.year not in years:
                yield day.text, "date"
        for figure in figures(line.text):
            inside = any(day.start < figure.end and figure.start < day.end for day in dated)
            if not inside and not any(figure.agrees(other) for other in told):
                yield figure.text, "number"

    def _names(self, line: Line) -> Iterator[tuple[str, str]]:
        for name in names_in(line.text, headline=line.part == "headline"):
            if name.sure and self._words.isdisjoint(name.words):
                yield name.text, "name"

    def _quotations(self, line: Line) -> Iterator[tuple[str, str]]:
        for quotation in quotations(line.text):
            if quotation.parts and not self._wording.find(quotation.parts):
                yield quotation.text, "quotation"

    def _hedged(self, line: Line) -> Iterator[Finding]:
        recall = self._passages.recall(stems(line.text))
        if (
            not len(recall)
            or recall.max() < ALIKE
            or HEDGES.search(line.text)
            or SPEECH.search(line.text)
            or "?" in line.text
        ):
            return
        told = self._passages[int(recall.argmax())].text
        if hedge := STRONG.search(told):
            yield finding(
                NAME,
                self.proof.severity(line.part, disagrees=False),
                line,
                f"The body says “{hedge[0]}”; the {line.part} tells it as a fact.",
                f"Put back “{hedge[0]}”, or say who says so.",
                hedge[0],
            )

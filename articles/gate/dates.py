"""Dates: every day, month, year and weekday stands in a linked source, for the same event and no less precisely."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from articles.gate.days import Day, days
from articles.gate.figures import YEAR, Figure
from articles.gate.finding import Finding, Quoted
from articles.gate.proof import Line, Proof, Reading, finding
from articles.gate.standing import Doubt, standing

NAME = "Dates"
DOUBT = Doubt(near=0.15, margin=-0.1)
"""A passage with another date need not fit better, only nearly as well: weekdays stand close together in the news."""


def check(proof: Proof) -> Iterator[Finding]:
    """A date that a source gives otherwise, or less precisely, is red; one that no source gives is red where a machine had part.

    "Last Tuesday" depends on the day it was written and is left alone.
    """
    if not proof.texts:
        return
    known = _Known(proof)
    for line in proof.lines:
        told = days(line.text)
        for day in told:
            if not day.relative:
                yield from known.judge(line, day, told)


class _Known:
    """All dates of the sources, those of their publication, and what reads as a year."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.all: list[tuple[int, Day]] = []
        self.years: list[tuple[int, Figure, int]] = []
        for number, passage in enumerate(proof.passages):
            self.all += [(number, day) for day in passage.days]
            self.years += [(number, figure, year) for figure in passage.figures if (year := _whole(figure))]
        self.outside = [day for reading in proof.texts for day in _outside(reading)]
        self.year_texts = {(proof.passages[n].index, year) for n, _, year in self.years}
        self.year_texts |= {(proof.passages[n].index, day.year) for n, day in self.all if day.year}
        self.year_texts |= {(i, d.year) for i, r in enumerate(proof.texts) for d in _outside(r) if d.year}

    def judge(self, line: Line, day: Day, told: list[Day]) -> Iterator[Finding]:
        places = [(number, other) for number, other in self.all if day.within(other) or self._split(day, number, other)]
        if _year_alone(day):
            places += [(n, Day(f.start, f.end, f.text, year)) for n, f, year in self.years if year == day.year]
        if not places and any(day.within(other) for other in self.outside):
            return
        stands = standing(
            self.proof.passages, line.text, day, places, partial(self._others, day=day, told=told), doubt=DOUBT
        )
        vague = next((n for n, other in self.all if _coarser(other, day)), None) if stands.nowhere else None
        if not stands.sound and (stands.nowhere or not self.proof.quotes(line, day)):
            yield self._finding(
                line, day, vague if vague is not None else stands.instead, stands.nowhere, vague is not None
            )

    def _others(self, number: int, day: Day, told: list[Day]) -> list[Day]:
        """The dates of a passage that the sentence does not give at all, and that could be meant."""
        found = self.proof.passages[number].days
        return [other for other in found if _same_kind(day, other) and not any(mine.within(other) for mine in told)]

    def _split(self, day: Day, number: int, other: Day) -> bool:
        """A source gives the day and the month in one place, the year in another."""
        if not (day.year and day.month and other.month) or other.year:
            return False
        year = (self.proof.passages[number].index, day.year)
        return year in self.year_texts and Day(0, 0, "", 0, day.month, day.day, swapped=day.swapped).within(other)

    def _finding(self, line: Line, day: Day, instead: int | None, nowhere: bool, coarser: bool) -> Finding:
        passage = self.proof.passages[instead] if instead is not None else None
        quoted = self.proof.passage(passage.index, passage.start, passage.end) if passage else None
        return finding(
            NAME,
            self.proof.severity(line.part, disagrees=passage is not None),
            line,
            _message(day, quoted, nowhere=nowhere, coarser=coarser),
            "Give the date as the source has it."
            if quoted
            else "Link the source that gives it and paste the passage, or take the date out.",
            day.text,
            quoted,
        )


def _message(day: Day, quoted: Quoted | None, *, nowhere: bool, coarser: bool) -> str:
    if coarser and quoted:
        return f"“{day.text}” is more precise than source {quoted.source}."
    where = "was found in no linked source" if nowhere else "stands in the source for something else"
    return f"“{day.text}” {where}" + (f"; source {quoted.source} gives another date here." if quoted else ".")


def _whole(figure: Figure) -> int:
    value = figure.values[0]
    return int(value) if value in YEAR else 0


def _year_alone(day: Day) -> bool:
    return bool(day.year) and not day.month and not day.decade


def _outside(reading: Reading) -> list[Day]:
    """The dates in a source's title, and the date of its publication with what lies just before and after it."""
    found = days(reading.title)
    try:
        published = date.fromisoformat(reading.published_on)
    except ValueError:
        return found
    return [*found, Day(0, 0, "", published.year, published.month, published.day)]


def _same_kind(day: Day, other: Day) -> bool:
    """Whether another date gives at least the same parts, so that it may stand in its place."""
    return (
        bool(day.year) <= bool(other.year)
        and bool(day.month) <= bool(other.month)
        and bool(day.day) <= bool(other.day)
        and (day.weekday < 0 or other.weekday >= 0)
    )


def _coarser(other: Day, day: Day) -> bool:
    """Whether a source's date holds this one, but says less."""
    if not (other.year or other.month) or other.decade or day.decade:
        return False
    less = (day.day and not other.day and other.month) or (day.month and not other.month and other.year)
    return bool(less) and (not other.year or other.year == day.year) and (not other.month or other.month == day.month)

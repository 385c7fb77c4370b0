"""Quotes: what stands between quotation marks stands, word for word, in a linked source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.gate.finding import Finding, Quoted, Severity
from articles.gate.proof import Line, Proof, finding
from articles.gate.quotations import Quotation, quotations, quotations_of

NAME = "Quotes"
SHORT = 2
"""Up to so many words people may put in quotation marks without quoting: a coined term, a word held at arm's length."""
NEAR_SEARCHES = 200
SHOWN = 120
"""Code points of a quotation that a message repeats."""
SMALL_WORDS = frozenset("a an and as at by for from in of on or the to with".split())  # noqa: SIM905 - reads as a list
LEAD_IN = re.compile(r"\s+")


def check(proof: Proof) -> Iterator[Finding]:
    """Every quotation in headline, dek and body occurs in one linked source, whatever its marks, spaces and dashes.

    Red wherever a source has it with other words, and wherever a machine had part in the text and no source has it.
    Where people wrote: red too if every linked source was read and none is own reporting; else amber, as are terms of
    one or two words and titles of works.
    """
    search = _Search(proof)
    for line in proof.lines:
        if line.part != "body":
            yield from _judged(search, quotations(line.text), [line])
    yield from _judged(search, quotations_of(proof.body.text), [line for line in proof.lines if line.part == "body"])


def _judged(
    search: "_Search", found: Sequence[Quotation] | Iterator[Quotation], lines: list[Line]
) -> Iterator[Finding]:
    place = 0
    for quotation in found:
        while place < len(lines) and lines[place].part == "body" and lines[place].end <= quotation.start:
            place += 1
        touched = _touched(lines, place, quotation)
        if not quotation.closed:
            yield _unclosed(touched[0][0])
        elif quotation.parts and not search.proof.holds(quotation.parts):
            missing = [(line, piece) for line, piece in touched if piece.parts and not search.proof.holds(piece.parts)]
            for line, piece in missing or [(touched[0][0], quotation)]:
                yield search.finding(line, piece)


def _touched(lines: list[Line], place: int, quotation: Quotation) -> list[tuple[Line, Quotation]]:
    """The sentences that a quotation runs through, each with its share of it; a heading is a line of its own."""
    if not lines or lines[0].part != "body":
        return [(lines[0], quotation)]
    touched = []
    for line in lines[place:]:
        if line.start >= quotation.end:
            break
        start, end = max(line.start, quotation.start), min(line.end, quotation.end)
        text = quotation.text[start - quotation.start : end - quotation.start]
        touched.append((line, replace(quotation, start=start, end=end, text=text)))
    return touched or [(Line("body", quotation.text, start=quotation.start, end=quotation.end), quotation)]


def _unclosed(line: Line) -> Finding:
    return finding(
        NAME,
        Severity.AMBER,
        line,
        "A quotation mark is opened here and not closed, so nobody can tell where the quotation ends.",
        "Close it, or take it away.",
    )


class _Search:
    """The linked sources' wording; each quotation is looked up once."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.left = NEAR_SEARCHES

    def _nearest(self, words: list[str]) -> Quoted | None:
        """The passage that has most of these words, where there is one; hostile texts are not searched without end."""
        if self.left <= 0:
            return None
        self.left -= 1
        near = [
            (place, index) for index, wording in enumerate(self.proof.wordings) if (place := wording.nearest(words))
        ]
        if not near:
            return None
        place, index = max(near, key=lambda found: found[0].share)
        return self.proof.passage(index, place.start, place.end)

    def finding(self, line: Line, quotation: Quotation) -> Finding:
        """What is wrong with a quotation that no source holds, how grave it is, and what to do."""
        passage = self._nearest(quotation.words)
        if passage:
            message = f"The quotation differs from source {passage.source}, which has: “{passage.quote}”."
            remedy = "Quote the source word for word, mark what you left out with … and what you put in with [ ]."
        else:
            message, remedy = self._nowhere(quotation)
        severity = self._severity(line.part, quotation, found_altered=passage is not None)
        return finding(NAME, severity, line, message, remedy, quotation.text, passage)

    def _nowhere(self, quotation: Quotation) -> tuple[str, str]:
        proof = self.proof
        said = f"“{_shown(quotation.text)}”"
        if not proof.readings:
            return (
                f"The quotation {said} cannot be checked: no source is linked.",
                "Link the source it was taken from, or say it in your own words without quotation marks.",
            )
        if not proof.texts:
            return (
                f"The quotation {said} cannot be checked: no linked source has a text as read.",
                "Paste the passage it was taken from into its source, or take the quotation marks away.",
            )
        remedy = "Link the source it was taken from and paste the passage, or take the quotation marks away."
        return f"The quotation {said} was found in no linked source.", remedy

    def _severity(self, part: str, quotation: Quotation, *, found_altered: bool) -> Severity:
        proof = self.proof
        if found_altered or proof.machine_wrote(part):
            return Severity.RED
        own = any(reading.own for reading in proof.readings)
        unread = any(not reading.text.strip() and not reading.circular for reading in proof.readings)
        if not proof.texts or own or unread or len(quotation.words) <= SHORT or _title(quotation.text):
            return Severity.AMBER
        return Severity.RED


def _title(text: str) -> bool:
    """Whether it reads as the title of a work: every word but the small ones begins with a capital."""
    words = [word for word in re.findall(r"\w[\w'’]*", text) if word not in SMALL_WORDS]
    return len(words) > 1 and all(not word[0].islower() for word in words)


def _shown(text: str) -> str:
    text = LEAD_IN.sub(" ", text).strip()
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"

"""What stands in a row of the review: a sentence, what is wrong with it, and what it rests on."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.gate import Finding, Line, Reading
from articles.gate.evidence import NAME as EVIDENCE
from articles.models import Backing, Decision
from articles.reviewing import UnderReview, key_of

NAMES = {"headline": "Headline", "dek": "Dek"}


@dataclass(frozen=True)
class Flag:
    """A finding on a sentence with what was decided about it."""

    finding: Finding
    own: Decision | None
    others: list[Decision]
    settled: bool
    """True where nothing is left for this reviewer to decide."""
    source: Reading | None
    """The source that the finding's passage stands in."""

    @property
    def red(self) -> bool:
        """True where it stops publication."""
        return self.finding.severity == "red"

    @property
    def offers_passage(self) -> bool:
        """True where the passage beside it may be what the sentence rests on, for the reviewer to say."""
        return self.finding.check == EVIDENCE and self.source is not None


@dataclass
class Row:
    """A sentence of the working copy as the reviewer sees it."""

    place: int
    """Its place in reading order, headline and dek included: names its anchor."""
    line: Line
    hash: str
    heading: str = ""
    """The heading that stands above it."""
    opens_paragraph: bool = False
    flags: list[Flag] = field(default_factory=list)
    backings: list[tuple[Backing, Reading]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As people call it."""
        return NAMES.get(self.line.part) or f"Sentence {self.line.number}"

    @property
    def open_flags(self) -> int:
        """How many findings are left to decide."""
        return sum(not flag.settled for flag in self.flags)

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The sentence cut at the words that its findings name: each piece with "bad", "warn" or nothing."""
        named = [(flag.finding.words, "bad" if flag.red else "warn") for flag in self.flags if flag.finding.words]
        return list(_cut(self.line.text, named))


def rows_of(desk: UnderReview) -> list[Row]:
    """The sentences in reading order with all that a reviewer has to know of them."""
    rows = rows_with_passages(desk)
    flags = _flags(desk)
    for row in rows:
        row.flags = flags.get(row.line.text, [])
    _space(rows, desk.proof.body.text)
    return rows


def rows_with_passages(desk: UnderReview) -> list[Row]:
    """The sentences with what they rest on, accepted passages first, and without what the checks say."""
    passages = _passages(desk)
    rows = [Row(place, line, line.hash) for place, line in enumerate(desk.proof.lines, 1)]
    for row in rows:
        row.backings = passages.get(row.hash, []) if row.line.part == "body" else []
    return rows


def _flags(desk: UnderReview) -> dict[str, list[Flag]]:
    found = defaultdict(list)
    readings = {reading.document: reading for reading in desk.texts}
    left = {key_of(finding) for finding in desk.remaining.undecided}
    for finding in desk.findings:
        made = desk.decided.get(key_of(finding), [])
        own = desk.own_decision(finding)
        source = readings.get(finding.passage.document) if finding.passage else None
        flag = Flag(finding, own, [one for one in made if one != own], key_of(finding) not in left, source)
        # That no passage was found is no longer so once the desk has put one.
        if finding.text and not (finding.check == EVIDENCE and finding not in desk.flagged):
            found[finding.text].append(flag)
    return found


def _passages(desk: UnderReview) -> dict[str, list[tuple[Backing, Reading]]]:
    found = defaultdict(list)
    readings = {reading.document: reading for reading in desk.texts}
    for backing in sorted(desk.backings, key=lambda row: (row.state != Backing.State.ACCEPTED, -(row.score or 0))):
        if backing.state != Backing.State.REJECTED:
            found[backing.sentence_hash].append((backing, readings[backing.document_id]))
    return found


def _space(rows: Sequence[Row], text: str) -> None:
    """Headings and paragraphs, from what stands between two sentences of the body."""
    body = [row for row in rows if row.line.part == "body"]
    for row in body[:1]:
        row.opens_paragraph, row.heading = True, text[: row.line.start].strip()
    for before, row in pairwise(body):
        row.opens_paragraph = before.line.paragraph != row.line.paragraph
        row.heading = text[before.line.end : row.line.start].strip()


def _cut(text: str, named: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    spans = [
        (found.start(), found.end(), kind) for words, kind in named if (found := re.search(re.escape(words), text))
    ]
    done = 0
    for start, end, kind in sorted(spans):
        if start >= done:
            yield text[done:start], ""
            yield text[start:end], kind
            done = end
    yield text[done:], ""

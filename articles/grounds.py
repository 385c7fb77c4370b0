"""Grounds: the passages of its sources that each sentence of a version rests on, numbered for reading."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from articles.models import ArticleVersion, Evidence, Sentence, VersionSource

# What a sentence does, as its own words tell; a program read them.
KIND_WORDS = {
    Sentence.Kind.REPORTED: "This sentence reports.",
    Sentence.Kind.ATTRIBUTED: "This sentence says what somebody else said.",
    Sentence.Kind.BACKGROUND: "This sentence gives background.",
    Sentence.Kind.INFERENCE: "This sentence draws a conclusion. What it starts from may stand in a source; the conclusion is the article's own.",
    Sentence.Kind.QUOTATION: "This sentence quotes.",
}
CLOSE_MATCH, FAIR_MATCH = 0.8, 0.6


@dataclass(frozen=True)
class Ground:
    """A passage of a source, by the numbers it has on the page, and the sentences that rest on it."""

    source: int
    """The source's number under the version, from 1."""
    number: int
    """The passage's number among those of its source, from 1, in the reading order of the article."""
    quote: str
    sentences: tuple[int, ...]

    @property
    def anchor(self) -> str:
        """What a marker leads to; the same on the article's page and on the record of how it was made."""
        return f"source-{self.source}-{self.number}"


@dataclass(frozen=True)
class Resting:
    """That a sentence rests on a passage: who says so, and how well it fits."""

    ground: Ground
    evidence: Evidence

    @property
    def accepted(self) -> bool:
        """True where a person stands behind it."""
        return self.evidence.state == Evidence.State.ACCEPTED

    @property
    def said(self) -> str:
        """Who put the passage there, in words: never that it proves anything."""
        by = str(self.evidence.by or "the desk")
        if self.accepted:
            return f"Put here by {by}" if self.evidence.score is None else f"Found by a program, accepted by {by}"
        return f"Found by a program{_match(self.evidence.score)}; no editor has accepted it"


@dataclass(frozen=True)
class Grounds:
    """All passages of a version, and what each sentence rests on."""

    cited: list[VersionSource] = field(default_factory=list)
    passages: list[Ground] = field(default_factory=list)
    """By source, then by number."""
    behind: dict[int, list[Resting]] = field(default_factory=dict)
    """By sentence number; accepted passages first, then the best fit."""

    @cached_property
    def by_source(self) -> dict[int, list[Ground]]:
        """The passages of each source, by its number."""
        return _grouped(self.passages)

    def marked(self, sentence: int) -> list[Resting]:
        """What the markers behind a sentence lead to: the first passage of each source, in the order of the sources."""
        first: dict[int, Resting] = {}
        for resting in self.behind.get(sentence, []):
            first.setdefault(resting.ground.source, resting)
        return [first[source] for source in sorted(first)]


def grounds_of(version: ArticleVersion) -> Grounds:
    """The grounds of a version, in two queries and without the sources' texts."""
    cited = list(version.cited.select_related("source", "document").defer("document__text"))
    rows = Evidence.objects.filter(sentence__version=version).select_related("sentence", "document", "by")
    numbers = _numbers(cited)
    sources: dict[int, dict[tuple[int, int, int], list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows.defer("document__text", "sentence__text"), key=_rank):
        if number := numbers.get(row.document.source_id):
            sources[number][row.document_id, row.start, row.end].append(row)
    grounds = Grounds(cited)
    for source in sorted(sources):
        for place, same in enumerate(sources[source].values(), 1):
            standing = tuple(sorted({row.sentence.number for row in same}))
            ground = Ground(source, place, same[0].quote, standing)
            grounds.passages.append(ground)
            for row in same:
                grounds.behind.setdefault(row.sentence.number, []).append(Resting(ground, row))
    for behind in grounds.behind.values():
        behind.sort(key=lambda resting: _rank(resting.evidence))
    return grounds


def _numbers(cited: Iterable[VersionSource]) -> dict[int, int]:
    return {one.source_id: number for number, one in enumerate(cited, 1)}


def _rank(row: Evidence) -> tuple[int, bool, float, int]:
    return row.sentence.number, row.state != Evidence.State.ACCEPTED, -(row.score or 0), row.pk


def _grouped(passages: Iterable[Ground]) -> dict[int, list[Ground]]:
    grouped: dict[int, list[Ground]] = defaultdict(list)
    for ground in passages:
        grouped[ground.source].append(ground)
    return dict(grouped)


def _match(score: float | None) -> str:
    if score is None:
        return ""
    said = "close" if score >= CLOSE_MATCH else "fair" if score >= FAIR_MATCH else "loose"
    return f" ({said} match, score {score:.2f})"

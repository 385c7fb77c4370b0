"""Judging a model's article: what rests on nothing, quotes what nobody said or is no plain text does not get in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from articles.drafting.draft import Draft, DraftSection, DraftSentence, Rest
from articles.drafting.statements import Material, Statement, statements
from articles.evidence import Library, Passage
from articles.gate.language import WHOLE_TEXT, told
from articles.gate.quotations import quotations
from articles.gate.verbatim import Wording
from articles.summaries.surface import ADDRESS, MARKUP

# Sentences of a paragraph.
PARAGRAPH = 3
HEADLINE, DEK, HEADING = 250, 600, 120
# The most characters of sources that a model reads, about 15,000 tokens; they are shared out among the sources.
READ = 60_000


def given(material: Material) -> list[Statement]:
    """The sources' sentences that a model reads, from the beginning of each; number one is the first of them."""
    share = READ // max(len(material.documents), 1)
    return [one for one in statements(material) if one.end <= share]


def judged(answer: dict[str, Any], material: Material, language: str) -> Draft:
    """The draft that is left of an answer, with what was left out and why."""
    judge = _Judge(material, language)
    sections = [
        DraftSection(judge.plain(section["heading"], HEADING), _paragraphs(kept))
        for section in answer["sections"]
        if (kept := [one for said in section["sentences"] if (one := judge.sentence(said))])
    ]
    headline, dek = judge.plain(answer["headline"], HEADLINE), judge.plain(answer["dek"], DEK)
    return Draft(headline, dek, sections, language, judge.left_out)


def wanting(draft: Draft) -> str:
    """Why a draft is not put into the working copy before a person has looked at it; empty where it may be."""
    kept, out = len(list(draft.sentences)), len(draft.left_out)
    if out > kept:
        return f"Of the draft's {kept + out} sentences {out} were left out, because they rest on no source."
    text = " ".join(one.text for one in draft.sentences)
    if other := told(text, draft.language.partition("-")[0].lower(), WHOLE_TEXT):
        return f"The draft reads as {other}, and the article is marked as {draft.language}."
    return ""


def _paragraphs(kept: Sequence[DraftSentence]) -> list[Sequence[DraftSentence]]:
    return [kept[start : start + PARAGRAPH] for start in range(0, len(kept), PARAGRAPH)]


@dataclass
class _Judge:
    material: Material
    language: str

    def __post_init__(self) -> None:
        self.left_out: list[dict[str, str]] = []
        self.seen: set[str] = set()
        self.texts = [document.text for document in self.material.documents]

    @cached_property
    def given(self) -> list[Statement]:
        return given(self.material)

    @cached_property
    def library(self) -> Library:
        return Library(self.texts, [document.language for document in self.material.documents])

    @cached_property
    def wordings(self) -> list[Wording]:
        return [Wording(text) for text in self.texts]

    def sentence(self, said: dict[str, Any]) -> DraftSentence | None:
        """The sentence with what it rests on; None where it can not stand, which is noted with its reason."""
        text = " ".join(said["text"].split())
        named = [self.given[number - 1] for number in dict.fromkeys(said["sources"]) if number <= len(self.given)]
        rests = self._rests(text, named)
        reason = next(self._faults(text), "") or ("" if rests else "It does not rest on the sentences it names.")
        if reason:
            self.left_out.append({"text": text, "reason": reason})
            return None
        self.seen.add(text.casefold())
        return DraftSentence(text, rests)

    def plain(self, text: str, length: int) -> str:
        """A headline, dek or heading; empty where it is no plain text or quotes what no source has."""
        line = " ".join(text.split())
        if reason := next(self._faults(line), "") if line else "":
            self.left_out.append({"text": line, "reason": reason})
            return ""
        return line[:length]

    def _faults(self, text: str) -> Iterator[str]:
        """What makes a text unfit whatever it says."""
        if MARKUP.search(text) or any(not character.isprintable() for character in text):
            yield "It is no plain text."
        for address in ADDRESS.findall(text):
            if not any(address.rstrip(".,;:!?)") in known for known in self.texts):
                yield f"It holds an address that no source has: {address[:80]}"
        for quotation in quotations(text):
            if quotation.parts and not any(wording.find(quotation.parts) for wording in self.wordings):
                yield f"No source has the quotation “{quotation.text[:120]}”."
        if text.casefold() in self.seen:
            yield "It was said before."

    def _rests(self, text: str, named: Sequence[Statement]) -> list[Rest]:
        """The sentences it names, where they are among the passages that come nearest; else those, if they carry it."""
        support = self.library.support(text, self.language)
        scores = {one: _reached(one, support.passages) for one in named}
        if any(scores.values()):
            return [
                self._rest(one.document, one.start, one.end, score or support.score) for one, score in scores.items()
            ]
        if named and support.supported:
            return [self._rest(p.text, p.start, p.end, p.score) for p in support.passages]
        return []

    def _rest(self, document: int, start: int, end: int, score: float) -> Rest:
        return Rest(self.material.documents[document].pk, start, end, round(score, 3))


def _reached(one: Statement, passages: Sequence[Passage]) -> float:
    """The best score of the passages that touch a statement; 0 where none does."""
    touching = (p.score for p in passages if p.text == one.document and p.start < one.end and one.start < p.end)
    return max(touching, default=0.0)

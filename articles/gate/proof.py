"""The proof: the exact text that is about to go out, with all that the checks compare it with, read once.

Checks see this and nothing else: no check asks the database, so that the same rules can be tried on any pair of texts.
"""

from dataclasses import dataclass, field
from functools import cached_property

from articles.body import Body
from articles.evidence import Library
from articles.gate.finding import Finding, Quoted, Severity
from articles.gate.passages import Passages
from articles.gate.quotations import quotations
from articles.gate.standing import Fact
from articles.gate.verbatim import Part, Wording
from articles.models import AiRole, SourceDocument
from articles.models.source import hash_text
from articles.sentences import split


@dataclass(frozen=True)
class Line:
    """A sentence under check: of the headline, the dek or the body."""

    part: str
    text: str
    number: int = 0
    """In the body, from 1; 0 in headline and dek."""
    start: int = 0
    end: int = 0
    """Offsets into the body's plain text."""
    paragraph: int = 0

    @property
    def hash(self) -> str:
        """Names the sentence as long as it stands as it does."""
        return hash_text(self.text)


@dataclass(frozen=True)
class Reading:
    """A linked source and its text as read; without a text `document` is None."""

    number: int
    """The source's number under the article, from 1."""
    publisher: str
    title: str = ""
    url: str = ""
    own: bool = False
    """Own reporting: an interview, a document seen; it has a note and no address."""
    failure: str = ""
    """Why its address did not answer when it was last asked for; empty where it did or nobody asked."""
    document: int | None = None
    text: str = ""
    extent: str = SourceDocument.Extent.WHOLE
    language: str = "en"
    published_on: str = ""
    circular: bool = False
    """It lies on this very site: nothing can rest on itself."""


@dataclass(frozen=True)
class Sibling:
    """Another public article of the same story."""

    slug: str
    headline: str
    text: str


@dataclass(frozen=True)
class Proof:
    """What is checked, and against what."""

    headline: str = ""
    dek: str = ""
    body: Body = field(default_factory=Body)
    language: str = "en"
    ai_headline: str = AiRole.NONE
    ai_dek: str = AiRole.NONE
    ai_body: str = AiRole.NONE
    has_image: bool = False
    image_alt: str = ""
    readings: tuple[Reading, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    reviewed: bool = False
    """A finished review of exactly this text is on record."""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Headline, the dek's sentences, then the body's, in reading order."""
        text = self.body.text
        return (
            *([Line("headline", self.headline)] if self.headline else []),
            *(Line("dek", self.dek[start:end]) for start, end in split(self.dek, self.language)),
            *(
                Line("body", text[s.start : s.end], number, s.start, s.end, s.paragraph)
                for number, s in enumerate(self.body.sentences, 1)
            ),
        )

    @cached_property
    def texts(self) -> tuple[Reading, ...]:
        """The linked sources whose text was read, in the order of `library`'s indices."""
        return tuple(reading for reading in self.readings if reading.text.strip() and not reading.circular)

    @cached_property
    def library(self) -> Library:
        """The sources' texts, split and indexed once for all checks."""
        return Library([reading.text for reading in self.texts], [reading.language for reading in self.texts])

    @cached_property
    def passages(self) -> Passages:
        """The sources' sentences, with what they say in figures, dates and names."""
        return Passages([reading.text for reading in self.texts], self.library.sentences)

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """The sources' texts, to be searched word for word, in the order of `texts`."""
        return tuple(Wording(reading.text) for reading in self.texts)

    def holds(self, parts: tuple[Part, ...]) -> bool:
        """Whether one source has these runs of words in this order; each quotation is looked up once."""
        found = self.__dict__.setdefault("_held", {})
        if parts not in found:
            found[parts] = any(wording.find(parts) for wording in self.wordings)
        return bool(found[parts])

    def quotes(self, line: Line, fact: Fact) -> bool:
        """Whether a fact of a sentence stands in a quotation that a source has word for word."""
        return self.quotes_span(line, fact.start, fact.end)

    def quotes_span(self, line: Line, start: int, end: int) -> bool:
        """As `quotes`, by code points of the sentence."""
        return any(
            quotation.start <= start and end <= quotation.end and self.holds(quotation.parts)
            for quotation in quotations(line.text)
            if quotation.parts
        )

    def own_words(self, line: Line) -> str:
        """A sentence without what it quotes from a source word for word."""
        text = line.text
        for quotation in reversed(quotations(text)):
            if quotation.parts and self.holds(quotation.parts):
                text = f"{text[: quotation.start]} {text[quotation.end :]}"
        return text

    def machine_wrote(self, part: str) -> bool:
        """True where a machine had part in the headline, the dek or the body."""
        role = {"headline": self.ai_headline, "dek": self.ai_dek}.get(part, self.ai_body)
        return role != AiRole.NONE

    def severity(self, part: str, *, disagrees: bool) -> Severity:
        """How grave it is that the sources do not bear out a sentence.

        What disagrees with a linked source is red, whoever wrote it; what is merely not found is red where a machine
        had part in the text, and amber where people wrote it.
        """
        return Severity.RED if disagrees or self.machine_wrote(part) else Severity.AMBER

    def passage(self, index: int, start: int, end: int) -> Quoted:
        """A span of the text with that index in `texts`, for a finding."""
        reading = self.texts[index]
        return Quoted(reading.document or 0, reading.number, start, end, reading.text[start:end])


def finding(  # noqa: PLR0917 - the parts of a finding, in its order
    check: str,
    severity: Severity,
    line: Line,
    message: str,
    remedy: str,
    words: str = "",
    passage: Quoted | None = None,
) -> Finding:
    """A finding on a sentence."""
    return Finding(check, severity, message, remedy, line.part, line.number, line.text, words, passage)

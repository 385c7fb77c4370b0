"""A draft in hand: its sentences, what each rests on, and the Markdown that becomes the body."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from articles.body import Body, lay_out_body

# What Markdown would take for a mark of its own; the text of a source is never that.
MARK = re.compile(r"([\\`*_\[\]<>&~|])")
# What opens a heading, a list or a quotation only at the start of a line.
OPENING = re.compile(r"^(\d{1,9})([.)])|^([#+=-])")


@dataclass(frozen=True)
class Rest:
    """A passage that a sentence rests on: characters `start` to `end` of a text as read, by its id; `score` from 0 to 1."""

    document: int
    start: int
    end: int
    score: float = 1.0


@dataclass(frozen=True)
class DraftSentence:
    """A sentence of a draft, in plain text, and what it rests on; `work` is the title in it that is set in italics."""

    text: str
    rests: Sequence[Rest]
    work: str = ""

    @property
    def markdown(self) -> str:
        """The sentence in which no character of a source is taken for a mark."""
        plain, work = escaped(self.text), escaped(self.work)
        return plain.replace(work, f"*{work}*", 1) if work else plain


@dataclass(frozen=True)
class DraftSection:
    """A heading, empty for the opening, and paragraphs of sentences."""

    heading: str
    paragraphs: Sequence[Sequence[DraftSentence]]


@dataclass(frozen=True)
class Draft:
    """An article as a program drafts it; all texts are plain."""

    headline: str
    dek: str
    sections: Sequence[DraftSection]
    language: str = "en"
    left_out: Sequence[dict[str, str]] = field(default=())
    """What was taken out, and why: `text` and `reason`."""

    @property
    def sentences(self) -> Iterator[DraftSentence]:
        """All sentences in reading order."""
        return (one for section in self.sections for paragraph in section.paragraphs for one in paragraph)

    @property
    def markdown(self) -> str:
        """The body, in which no character of a source is taken for a mark."""
        blocks = []
        for section in self.sections:
            if section.heading:
                blocks.append(f"## {escaped(section.heading)}")
            blocks += [" ".join(one.markdown for one in paragraph) for paragraph in section.paragraphs]
        return "\n\n".join(blocks)

    def as_json(self) -> dict[str, Any]:
        """For keeping with the run."""
        return {**asdict(self), "body": self.markdown}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Draft":
        """What was kept."""
        sections = [
            DraftSection(
                section["heading"],
                [
                    [
                        DraftSentence(one["text"], [Rest(**rest) for rest in one["rests"]], one["work"])
                        for one in paragraph
                    ]
                    for paragraph in section["paragraphs"]
                ],
            )
            for section in values["sections"]
        ]
        return cls(values["headline"], values["dek"], sections, values["language"], values["left_out"])


def escaped(text: str) -> str:
    """Plain text as Markdown that says just that."""
    return OPENING.sub(r"\1\\\2\3" if text[:1].isdigit() else r"\\\3", MARK.sub(r"\\\1", text))


def laid_out(draft: Draft) -> Body:
    """The body as it will stand; raises BodyError."""
    return lay_out_body(draft.markdown, draft.language)


def misread(draft: Draft) -> list[DraftSentence]:
    """The sentences that the body's reader cuts otherwise than they were meant, so that nothing would stand behind them."""
    body = laid_out(draft)
    read = {body.text[span.start : span.end] for span in body.sentences}
    return [one for one in draft.sentences if one.text not in read]

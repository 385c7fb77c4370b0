"""Changes: what one version says differently from the one before it, in prose that a person can read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.body import BLOCK_GAP
from articles.comparing import Kind, Run, Work, compare_words, opcodes
from articles.models import ArticleVersion

# What else may differ, beside headline, dek, body and sources, in a reader's words.
ELSEWHERE = {
    "the notice": ("notice",),
    "the byline": ("byline",),
    "the language": ("language",),
    "the picture or its words": ("hero_id", "hero_alt", "hero_caption", "hero_credit"),
    "what part a machine had": ("ai_headline", "ai_dek", "ai_body", "ai_provider", "ai_model"),
}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the comparison: its runs, and whether anything in it changed."""

    runs: list[Run]

    @property
    def changed(self) -> bool:
        """True where a word was put in or taken out."""
        return any(run.kind != Kind.SAME for run in self.runs)


@dataclass
class Changes:
    """What changed. A part that stayed as it was is empty."""

    headline: list[Run] = field(default_factory=list)
    dek: list[Run] = field(default_factory=list)
    body: list[list[Paragraph]] = field(default_factory=list)
    """Paragraphs in reading order, grouped by whether they changed."""
    sources: list[tuple[str, str]] = field(default_factory=list)
    """What happened to a source, and which."""
    elsewhere: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What changed, as a list of words."""
        parts = {
            "the headline": self.headline,
            "the dek": self.dek,
            "the body": self.body,
            "the sources": self.sources,
        }
        named = [name for name, changed in parts.items() if changed] + self.elsewhere
        if not named:
            return "nothing that readers see"
        return f"{', '.join(named[:-1])} and {named[-1]}" if named[1:] else named[0]


def changes_between(before: ArticleVersion, after: ArticleVersion) -> Changes:
    """The changes from one version to another of the same article; takes bounded time whatever the texts are."""
    work = Work()
    changes = Changes(
        headline=_line(before.headline, after.headline, work),
        dek=_line(before.dek, after.dek, work),
        sources=list(_sources(before, after)),
        elsewhere=[
            name for name, fields in ELSEWHERE.items() if any(getattr(before, f) != getattr(after, f) for f in fields)
        ],
    )
    if before.text != after.text:
        changes.body = _grouped(_paragraphs(before.text.split(BLOCK_GAP), after.text.split(BLOCK_GAP), work))
    return changes


def _line(before: str, after: str, work: Work) -> list[Run]:
    return compare_words(before, after, work) if before != after else []


def _paragraphs(before: Sequence[str], after: Sequence[str], work: Work) -> Iterator[Paragraph]:
    """Paragraphs that stayed are found first, so that words are compared only where something changed."""
    for kind, i1, i2, j1, j2 in opcodes(before, after, work):
        if kind == "equal":
            yield from (Paragraph([Run(Kind.SAME, text)]) for text in before[i1:i2])
        else:
            yield from _cut(compare_words(BLOCK_GAP.join(before[i1:i2]), BLOCK_GAP.join(after[j1:j2]), work))


def _cut(runs: list[Run]) -> Iterator[Paragraph]:
    """Runs cut into paragraphs again."""
    paragraph: list[Run] = []
    for run in runs:
        first, *rest = run.text.split(BLOCK_GAP)
        paragraph += [Run(run.kind, first)] if first else []
        for text in rest:
            if paragraph:
                yield Paragraph(paragraph)
            paragraph = [Run(run.kind, text)] if text else []
    if paragraph:
        yield Paragraph(paragraph)


def _grouped(paragraphs: Iterator[Paragraph]) -> list[list[Paragraph]]:
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if not groups or groups[-1][0].changed != paragraph.changed:
            groups.append([])
        groups[-1].append(paragraph)
    return groups


def _sources(before: ArticleVersion, after: ArticleVersion) -> Iterator[tuple[str, str]]:
    old, new = ({cited.source_id: cited for cited in one.cited.select_related("source")} for one in (before, after))
    yield from (("Added", str(cited.source)) for source, cited in new.items() if source not in old)
    yield from (("Taken out", str(cited.source)) for source, cited in old.items() if source not in new)
    for source, cited in new.items():
        if source in old and old[source].document_id != cited.document_id:
            yield "Read anew", str(cited.source)

"""The digest: the sources' own sentences, quoted, each with who says it, grouped under headings; nothing is added.

It is what a program can draft without a model, and is called what it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from articles.drafting.choosing import Chosen, choose, considered
from articles.drafting.draft import Draft, DraftSection, DraftSentence, Rest, misread
from articles.drafting.grouping import grouped
from articles.drafting.headings import Subjects
from articles.drafting.statements import Material, Statement, statements
from articles.drafting.wording import listed, quoted, words_in

METHOD = "digest, 1"
# Sentences that follow each other are one quotation up to this length: the body's reader keeps such a one together.
TOGETHER = 320
SUBJECTS = 3
HEADLINE = 250
# Sentences between two that are still "further on" and not elsewhere.
NEARBY = 4


class NothingToDraftError(ValueError):
    """The sources hold no sentence that could be quoted by itself; the message tells the editor what to do."""


def digest(material: Material, language: str = "en") -> Draft:
    """A digest of the sources; every sentence quotes one, word for word, and rests on just that span.

    Raises NothingToDraftError.
    """
    read = statements(material)
    chosen = choose(read, material)
    subjects = Subjects(one.text for one in considered(read, material))
    draft = _Writer(material, language, subjects).draft(grouped(chosen))
    wrong = {rest for one in misread(draft) for rest in one.rests}
    if wrong:
        kept = [one for one in chosen if not wrong & set(_rests(one, material))]
        draft = _Writer(material, language, subjects).draft(grouped(kept))
    if not any(True for _ in draft.sentences) or misread(draft):
        raise NothingToDraftError(
            "The texts of the sources hold no whole sentences that could be quoted. Paste more of them, or write it yourself."
        )
    return draft


@dataclass
class _Writer:
    """Puts the chosen statements into sentences; knows which works it has already introduced with their publisher."""

    material: Material
    language: str
    subjects: Subjects
    introduced: set[str] = field(default_factory=set)

    def draft(self, groups: Sequence[Sequence[Chosen]]) -> Draft:
        words = words_in(self.language)
        names = self._subjects(groups)
        sections = [
            DraftSection(_capital(name), list(self._paragraphs(group)))
            for name, group in zip(names, groups, strict=True)
        ]
        return Draft(
            headline=words["headline"].format(_capital(self._title(names)))[:HEADLINE] if names else "",
            dek=words["dek"],
            sections=sections,
            language=self.language,
        )

    def _title(self, names: Sequence[str]) -> str:
        """The first subjects; a proper name stands alone, because beside others it may seem to belong to them."""
        plain = [name for name in names[:SUBJECTS] if name == name.lower()]
        return listed(plain, self.language) if plain and plain[0] == names[0] else names[0]

    def _subjects(self, groups: Sequence[Sequence[Chosen]]) -> list[str]:
        """A name a group: what it is about, or the source it comes from."""
        names: list[str] = []
        for group in groups:
            texts = [one.statement.text for one in group]
            others = [one.statement.text for other in groups if other is not group for one in other]
            name = self.subjects.name(texts, others, names) if self.language.startswith("en") else ""
            names.append(name or words_in(self.language)["from"].format(self._label(group[0].statement)))
        return names

    def _paragraphs(self, group: Sequence[Chosen]) -> Iterator[list[DraftSentence]]:
        """A paragraph for each stretch from one source; sentences that follow each other there are one quotation."""
        for label, stretch in groupby(group, key=lambda one: self._label(one.statement)):
            paragraph: list[DraftSentence] = []
            before: Chosen | None = None
            for together in _together(list(stretch)):
                paragraph.append(self._sentence(label, together, before, len(paragraph)))
                self.introduced.add(label)
                before = together[-1]
            yield paragraph

    def _sentence(self, label: str, together: Sequence[Chosen], before: Chosen | None, place: int) -> DraftSentence:
        words, one = words_in(self.language), together[0]
        name, work = self._name(label, one.statement), "" if self._publisher(one.statement) == label else label
        echoing = [self._name(self._label(echo), echo) for echo, _ in one.echoes]
        if echoing:
            same = min(share for _, share in one.echoes) == 1
            lead = words["both" if same else "nearly"].format(name, listed(echoing, self.language))
        elif before is None:
            lead = words["also" if label in self.introduced else "says"].format(name)
        else:
            lead, work = words[_going_on(before, one, place)].format(name), ""
        text = " ".join(chosen.statement.text for chosen in together)
        rests = [rest for chosen in together for rest in _rests(chosen, self.material)]
        return DraftSentence(lead + quoted(text), rests, work)

    def _label(self, statement: Statement) -> str:
        return self.material.labels[statement.document]

    def _publisher(self, statement: Statement) -> str:
        return self.material.publishers[statement.document]

    def _name(self, label: str, statement: Statement) -> str:
        publisher = self._publisher(statement)
        return label if label in self.introduced or label == publisher else f"{label} ({publisher})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _together(stretch: Sequence[Chosen]) -> Iterator[list[Chosen]]:
    """Runs of statements that stand side by side in one paragraph of their source and are short enough for one quotation."""
    run: list[Chosen] = []
    for one in stretch:
        if run and not (_follows(run[-1], one) and sum(len(c.statement.text) for c in [*run, one]) <= TOGETHER):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _follows(before: Chosen, one: Chosen) -> bool:
    here, there = before.statement, one.statement
    beside = one.number == before.number + 1 and (here.document, here.paragraph) == (there.document, there.paragraph)
    return beside and not (before.echoes or one.echoes)


def _going_on(before: Chosen, one: Chosen, place: int) -> str:
    """How a source goes on: right behind, a little further on, or in another of its texts or far away."""
    if one.number == before.number + 1:
        return "adds" if place % 2 else "goes on"
    same = one.statement.document == before.statement.document
    return "further" if same and one.number <= before.number + NEARBY else "too"


def _rests(one: Chosen, material: Material) -> list[Rest]:
    spans = [(one.statement, 1.0), *one.echoes]
    return [Rest(material.documents[s.document].pk, s.start, s.end, round(score, 3)) for s, score in spans]

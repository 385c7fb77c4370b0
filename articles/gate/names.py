"""Names and titles: every name stands in a linked source, with the office that the source gives it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from articles.gate.demonyms import COUNTRY
from articles.gate.finding import Finding, Severity
from articles.gate.naming import Name, Token, names_in, tokens
from articles.gate.openers import ENDINGS, OPENERS
from articles.gate.passages import stem
from articles.gate.proof import Line, Proof, finding
from articles.gate.standing import Doubt, standing

NAME = "Names and titles"
DOUBT = Doubt(near=0.45, margin=0.1, least=0.2, gain=0.1)
BESIDE = 2
"""A source names somebody once and goes on with "he" or "the boss": so near a name may belong to the passage after all."""
ACRONYM = (3, 6)
"""Letters of an acronym that is long enough to stand for a name."""
OF = re.compile(r"\sof\s")
# Words before "of" that many names begin with: "Republic of China" says nothing against "Xi of China".
GENERIC = frozenset(
    [
        "republic",
        "kingdom",
        "people",
        "government",
        "state",
        "states",
        "president",
        "minister",
        "city",
        "university",
        "section",
        "article",
        "chapter",
        "part",
        "clause",
        "amendment",
    ]
)


def check(proof: Proof) -> Iterator[Finding]:
    """A name or office that a source gives otherwise is red; a name that no source has is red where a machine had part."""
    if not proof.texts:
        return
    known = _Known(proof)
    for line in proof.lines:
        told = {form for word in tokens(line.text) for form in _forms(word.plain)}
        for name in names_in(line.text, headline=line.part == "headline"):
            yield from known.judge(line, name, told)
            yield from known.title(line, name)


class _Known:
    """All words of the sources, where they stand, and which of them make names together."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.words: dict[str, set[int]] = defaultdict(set)
        self.pairs: set[tuple[str, str]] = set()
        self.acronyms: set[str] = set()
        self.initials: set[str] = set()
        self.heads_of: set[str] = set()
        self.tails_of: set[str] = set()
        self.whole: set[tuple[str, ...]] = set()
        self.reported: set[tuple[str, ...]] = set()
        self.small: set[str] = set()
        self.tokens: dict[int, list[Token]] = {}
        self.titles: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
        for number, passage in enumerate(proof.passages):
            self._take_in(number, passage.tokens, passage.names)
            for name in passage.names:
                if name.title and name.title.group and name.words:
                    self.titles[name.words[-1]].setdefault(name.title.office, (name.title.group, number))
        for reading in proof.texts:
            title = f"{reading.title} / {reading.publisher}"
            self._take_in(-1, tokens(title), names_in(title))
        self.small |= {stem(word.text) for word in tokens(proof.body.text) if not word.capital}

    def _take_in(self, number: int, words: list[Token], names: list[Name]) -> None:
        self.tokens[number] = words
        for word in words:
            for form in _forms(word.plain):
                self.words[form].add(number)
            if not word.capital:
                self.small.add(stem(word.text))
        for one, two in pairwise(words):
            self.pairs.add((one.plain, two.plain))
        self.acronyms |= {
            word.plain for word in words if len(word.plain) >= ACRONYM[0] and word.text.replace(".", "").isupper()
        }
        for name in names:
            self.whole.add(name.words)
            self.initials.add("".join(word[0] for word in name.words))
            self.pairs.update(pairwise(name.words))
            if OF.search(name.text):
                self.heads_of.add(name.words[0])
                if name.words[0] not in GENERIC:
                    self.tails_of.add(name.words[-1])

    def judge(self, line: Line, name: Name, told: set[str]) -> Iterator[Finding]:
        if not name.sure and self._common(line, name):
            return
        missing = [word for word in name.words if not self._found(word)]
        if missing and not self._acronym(name):
            yield from self._absent(line, name, missing)
        elif not missing and not self._together(name):
            yield self._mixed(line, name)
        elif not missing and name.sure:
            places = [(n, span) for n in self._numbers(name) for span in self._spans(n, name)]
            if places:
                others = partial(self._others, told=told)
                stands = standing(self.proof.passages, line.text, name, places, others, doubt=DOUBT)
                if stands.instead is not None and not self.proof.quotes(line, name):
                    yield self._misplaced(line, name, stands.instead, sure=not self._beside(places, stands.instead))

    def title(self, line: Line, name: Name) -> Iterator[Finding]:
        """An office that excludes the one which every source that gives one gives."""
        if not name.title or not name.title.group or not name.words:
            return
        given = self.titles.get(name.words[-1], {})
        of_group = [(office, number) for office, (group, number) in given.items() if group == name.title.group]
        if not of_group or name.title.office in given:
            return
        office, number = of_group[0]
        passage = self.proof.passages[number]
        quoted = self.proof.passage(passage.index, passage.start, passage.end)
        yield finding(
            NAME,
            self.proof.severity(line.part, disagrees=True),
            line,
            f"“{name.title.words}” is not the office that source {quoted.source} gives {name.text}: {office}.",
            "Give the office that the source gives, or link a source for this one.",
            f"{name.title.words} {name.text}",
            quoted,
        )

    def _numbers(self, name: Name) -> set[int]:
        return {n for word in name.words for form in _forms(word) for n in self.words.get(form, ()) if n >= 0}

    def _spans(self, number: int, name: Name) -> list[Name]:
        wanted = {form for word in name.words for form in _forms(word)}
        found = self.tokens[number]
        return [
            Name(t.start, t.end, t.text, (t.plain,))
            for t in found
            if t.capital and not wanted.isdisjoint(_forms(t.plain))
        ]

    def _beside(self, places: list[tuple[int, Name]], number: int) -> bool:
        """Whether a source gives the name just before or after a passage: it names somebody once and then says "he"."""
        passages = self.proof.passages
        return any(abs(n - number) <= BESIDE and passages[n].index == passages[number].index for n, _ in places)

    def _others(self, number: int, told: set[str]) -> list[Name]:
        """The names of a passage of which the sentence has no word."""
        return [other for other in self.proof.passages[number].names if told.isdisjoint(other.words) and other.sure]

    def _found(self, word: str) -> bool:
        return any(form in self.words for form in _forms(word)) or (
            ACRONYM[0] <= len(word) <= ACRONYM[1] and word in self.initials
        )

    def _together(self, name: Name) -> bool:
        """Whether the words of a name stand side by side in a source, or each part of it stands there as a name of its own."""
        if len(name.words) == 1:
            return True
        parts: list[list[str]] = [[name.words[0]]]
        for one, two in pairwise(name.words):
            if any((a, b) in self.pairs for a in _forms(one) for b in _forms(two)):
                parts[-1].append(two)
            else:
                parts.append([two])
        if len(parts) == 1:
            return True
        if (
            OF.search(name.text)
            and parts[0][0] not in GENERIC
            and (parts[0][0] in self.heads_of or parts[-1][-1] in self.tails_of)
        ):
            return False
        return all(self._alone(part) for part in parts)

    def _alone(self, part: list[str]) -> bool:
        if len(part) > 1:
            return True
        return any(tuple(form) in self.whole for form in ([*part[:-1], last] for last in _forms(part[-1])))

    def _acronym(self, name: Name) -> bool:
        return len(name.words) > 1 and "".join(word[0] for word in name.words) in self.acronyms

    def _common(self, line: Line, name: Name) -> bool:
        """Whether a single word at a sentence's start is a common word after all."""
        word = name.words[0]
        return word in OPENERS or word.endswith(ENDINGS) or stem(word) in self.small

    def _mixed(self, line: Line, name: Name) -> Finding:
        return finding(
            NAME,
            self.proof.severity(line.part, disagrees=False),
            line,
            f"“{name.text}” is put together from words that stand in the sources, but not as one name.",
            "Give the name as the source has it.",
            name.text,
        )

    def _misplaced(self, line: Line, name: Name, number: int, *, sure: bool) -> Finding:
        passage = self.proof.passages[number]
        quoted = self.proof.passage(passage.index, passage.start, passage.end)
        return finding(
            NAME,
            self.proof.severity(line.part, disagrees=True) if sure else Severity.AMBER,
            line,
            f"“{name.text}” stands in the sources for something else; source {quoted.source} has another name here.",
            "Compare it with the passage, and give the name that the source gives.",
            name.text,
            quoted,
        )

    def _absent(self, line: Line, name: Name, missing: list[str]) -> Iterator[Finding]:
        """A name that no source has, once: where it stands first, with how often it comes again."""
        if (line.part, *missing) in self.reported:
            return
        self.reported.add((line.part, *missing))
        times = sum(name.text in other.text for other in self.proof.lines if other.part == line.part)
        yield finding(
            NAME,
            self.proof.severity(line.part, disagrees=False),
            line,
            f"“{name.text}” was found in no linked source."
            + (f" It stands in {times} sentences." if times > 1 else ""),
            "Correct the name, or link the source that has it and paste the passage.",
            name.text,
        )


def _forms(word: str) -> list[str]:
    """A word and the country it stands for."""
    country = COUNTRY.get(word)
    return [word, *([country] if country else [])]

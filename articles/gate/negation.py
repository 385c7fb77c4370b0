"""Negation: no sentence denies what its sources say, says what they deny, or uses the opposite word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from articles.gate.finding import Finding, Severity
from articles.gate.opposites import DENYING, NEGATORS, OPPOSITES
from articles.gate.passages import Passages, stem
from articles.gate.proof import Line, Proof, finding
from articles.related.terms import STOP_WORDS

NAME = "Negation"
ALIKE = 0.3
"""How near a passage must be to speak of the same thing."""
NEARLY = 0.7
"""Passages with this share of the best one's nearness speak of it too."""
SAME = 0.4
"""From so much of the sentence's words on a passage says the same, but for the opposite word or the missing "not"."""
LOOKED_AT = 4
FAINT = 0.3
"""From here on a passage says the same if it has the word that the sentence denies."""
DROPPED = 4
"""Words around a "not" of the source that a sentence without it must have."""
BEFORE, BEHIND = 3, 5
"""Telling words before and behind a negating word that say what it denies."""
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[,;:.!?()]")
BREAKS = frozenset({",", ";", ":", ".", "!", "?", "(", ")", "but", "although", "though", "while", "because", "and"})
# "No doubt", "not only": nothing is denied.
EMPTY = frozenset({"doubt", "only", "just", "merely", "least", "sooner", "less", "matter"})
CONTRACTED = re.compile(r"n't$")


@dataclass(frozen=True)
class Denial:
    """A negating word, the first telling word it denies (a stem, or nothing), and the stems that stand around it."""

    word: str
    head: str
    around: frozenset[str]


@dataclass(frozen=True)
class Polarity:
    """What a sentence says, and what it denies."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        """All words and marks, in small letters."""
        return [word.lower().replace("’", "'") for word in WORD.findall(self.text)]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The telling words."""
        return frozenset(stem(part) for word in self.words for part in word.split("-") if part and _tells(part))

    @cached_property
    def denials(self) -> list[Denial]:
        """Each "not", "never", "no"."""
        following = [*self.words[1:], ""]
        return [
            self._denial(n)
            for n, (word, after) in enumerate(zip(self.words, following, strict=True))
            if (word in NEGATORS or CONTRACTED.search(word)) and after not in EMPTY
        ]

    @cached_property
    def denying(self) -> list[Denial]:
        """As `denials`, with words that deny without a "not": refuses, lacks, fails."""
        other = [self._denial(n) for n, word in enumerate(self.words) if word in DENYING or stem(word) in DENYING]
        return [*self.denials, *other]

    def _denial(self, place: int) -> Denial:
        before = [stem(word) for word in self.words[:place] if _tells(word)][-BEFORE:]
        behind = [stem(word) for word in self.words[place + 1 : place + 1 + 3 * BEHIND] if _tells(word)][:BEHIND]
        clause = self.words[place + 1 : place + 1 + BEHIND + 2]
        end = next((n for n, word in enumerate(clause) if word in BREAKS), len(clause))
        head = next((stem(word) for word in clause[:end] if _tells(word)), "")
        return Denial(self.words[place], head, frozenset(before + behind))


def _tells(word: str) -> bool:
    return word[0].isalpha() and word not in STOP_WORDS and word not in NEGATORS


def check(proof: Proof) -> Iterator[Finding]:
    """A sentence that says the opposite of the passage it rests on is red; amber where the passage is only alike."""
    if not proof.texts or proof.language.split("-")[0] != "en":
        return
    read: dict[int, Polarity] = {}
    for line in proof.lines:
        mine = Polarity(proof.own_words(line))
        numbers = _near(proof.passages, mine)
        theirs = [read.setdefault(n, Polarity(proof.passages[n].text)) for n in numbers]
        if not theirs:
            continue
        recall = proof.passages.recall(mine.stems)
        same = float(recall[numbers[0]])
        if opposed := unfounded(mine, theirs, same) or dropped(mine, theirs[0], same):
            yield _finding(proof, line, opposed, numbers[0], sure=same >= SAME)


def _near(passages: Passages, mine: Polarity) -> list[int]:
    """The passages that speak of the same thing, the nearest first."""
    near = passages.nearness(mine.stems)
    if not len(near) or near.max() < ALIKE:
        return []
    order = np.argsort(-near, kind="stable")[:LOOKED_AT]
    return [int(n) for n in order if near[n] >= NEARLY * near.max()]


def unfounded(mine: Polarity, theirs: list[Polarity], recall: float) -> str:
    """The "not" of a sentence that none of the passages about the same has; empty where there is none."""
    for denial in mine.denials:
        if any(_alike(denial, other) for passage in theirs for other in passage.denying):
            continue
        spoken_of = denial.head and any(denial.head in passage.stems for passage in theirs)
        if recall >= SAME or (spoken_of and recall >= FAINT):
            return denial.word
    return ""


def _alike(mine: Denial, theirs: Denial) -> bool:
    """Whether two negating words deny the same: the same word, or two of the words around."""
    same = bool(mine.head) and mine.head in theirs.around
    return same or (len(mine.around & theirs.around) > 1 and theirs.word in NEGATORS)


def dropped(mine: Polarity, theirs: Polarity, recall: float) -> str:
    """The "not" of a passage that says the same as the sentence, or the word of the sentence that is its opposite."""
    if recall < SAME:
        return ""
    for denial in theirs.denials:
        same = denial.head in mine.stems or len(denial.around & mine.stems) >= DROPPED
        if same and not any(_alike(denial, other) for other in mine.denying):
            return denial.word
    for word in mine.words:
        opposites = OPPOSITES.get(stem(word), set())
        alone = stem(word) not in theirs.stems and not opposites & mine.stems
        if alone and opposites & theirs.stems and bool(mine.denials) == bool(theirs.denials):
            return word
    return ""


def _finding(proof: Proof, line: Line, word: str, number: int, *, sure: bool) -> Finding:
    passage = proof.passages[number]
    return finding(
        NAME,
        proof.severity(line.part, disagrees=True) if sure else Severity.AMBER,
        line,
        f"The sentence seems to say the opposite of its source: look at “{word}”.",
        "Compare it with the passage, and say what the source says.",
        word,
        proof.passage(passage.index, passage.start, passage.end),
    )

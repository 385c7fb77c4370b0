"""Comparing two texts word by word, with the standard library's matcher held to a bounded amount of work."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import pairwise

STEPS = 3_000_000
"""Steps of the matcher for one comparison of two versions: about a second of one core."""
SHORT = 3
"""Words that two changes may have between them and still be read as one change."""
SENTENCE_ENDS = frozenset(".!?…。！？")
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A paragraph's end; a word or a sign with the space behind it; space where a text begins with it.
TOKEN = re.compile(rf"\n\n|(?:[{UNSPACED}]|[^\W{UNSPACED}]+(?:['’-][^\W{UNSPACED}]+)*|[^\w\s])(?:(?!\n\n)\s)*|\s+?")


class Kind(StrEnum):
    """What became of a run of words; named as HTML names them."""

    SAME = "same"
    ADDED = "ins"
    GONE = "del"


@dataclass(frozen=True)
class Run:
    """Words that had the same fate."""

    kind: Kind
    text: str


@dataclass
class Work:
    """What is left of the steps; shared by all parts of one comparison."""

    steps: int = STEPS


class BoundedMatcher(SequenceMatcher[str]):
    """Finds matches as long as there is work left; what it does not reach counts as changed."""

    b2j: dict[str, list[int]]

    def __init__(self, before: Sequence[str], after: Sequence[str], work: Work) -> None:
        self.before, self.work = before, work
        super().__init__(None, before, after, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """The longest match, at its cost: a step for each pair of equal elements it may look at."""
        end = len(self.before) if ahi is None else ahi
        self.work.steps -= end - alo + sum(len(self.b2j.get(self.before[i], ())) for i in range(alo, end))
        if self.work.steps < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def opcodes(before: Sequence[str], after: Sequence[str], work: Work) -> list[tuple[str, int, int, int, int]]:
    """As `difflib` gives them; what both begin and end with is set aside first, at no cost."""
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - head) if before[-1 - i] != after[-1 - i]), shorter - head)
    end, to = len(before) - tail, len(after) - tail
    inner = BoundedMatcher(before[head:end], after[head:to], work).get_opcodes()
    return [
        *([("equal", 0, head, 0, head)] if head else []),
        *((str(tag), i1 + head, i2 + head, j1 + head, j2 + head) for tag, i1, i2, j1, j2 in inner),
        *([("equal", end, len(before), to, len(after))] if tail else []),
    ]


def compare_words(before: str, after: str, work: Work) -> list[Run]:
    """Both texts as runs of words that stayed, went and came, in reading order; what went stands before what came."""
    runs: list[Run] = []
    for change in _joined(_changes(TOKEN.findall(before), TOKEN.findall(after), work)):
        for kind, tokens in ((Kind.GONE, change.gone), (Kind.ADDED, change.added), (Kind.SAME, change.same)):
            runs += [Run(kind, "".join(tokens))] if tokens else []
    return runs


@dataclass
class _Change:
    """What went, what came instead, and what stayed behind it."""

    gone: list[str]
    added: list[str]
    same: list[str]


def _changes(old: list[str], new: list[str], work: Work) -> list[_Change]:
    changes = [_Change([], [], [])]
    for tag, i1, i2, j1, j2 in opcodes([_bare(token) for token in old], [_bare(token) for token in new], work):
        if tag == "equal":
            changes[-1].same = new[j1:j2]
        else:
            changes.append(_Change(old[i1:i2], new[j1:j2], []))
    for before, change in pairwise(changes):
        _end_with_the_sentence(before, change)
    return changes


def _end_with_the_sentence(before: _Change, change: _Change) -> None:
    """What came or went as “. It rained” in front of “.” is “It rained.” behind “.”: the same texts, easier to read."""
    only = change.gone or change.added
    alike = change.same and only and _bare(only[0]) == _bare(change.same[0])
    if not alike or (change.gone and change.added) or _bare(only[0]) not in SENTENCE_ENDS:
        return
    first, behind = only.pop(0), change.same.pop(0)
    before.same.append(behind if change.gone else first)
    only.append(first if change.gone else behind)


def _joined(changes: list[_Change]) -> list[_Change]:
    """Two changes with few words between them, fewer than either changed, are read as one."""
    joined: list[_Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last and (change.gone or change.added) and _size(last.same) < min(SHORT, _most(last) + 1, _most(change) + 1):
            last.gone += [*last.same, *change.gone]
            last.added += [*last.same, *change.added]
            last.same = change.same
        else:
            joined.append(change)
    return joined


def _most(change: _Change) -> int:
    return max(_size(change.gone), _size(change.added))


def _size(tokens: list[str]) -> int:
    """Words; the end of a paragraph weighs more than any of them."""
    return sum(SHORT if piece.isspace() else piece[0].isalnum() for piece in tokens)


def _bare(token: str) -> str:
    """A token as it is compared: the space behind it does not count."""
    return token.strip() or token

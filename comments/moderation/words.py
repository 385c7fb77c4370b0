"""Banned and suspect words, found however they are disguised.

Spaces between the letters, invisible characters, letters of other alphabets, digits and signs in their place, repeated
letters, accents and punctuation do not help. Only whole words count ("grape" holds no "rape"); a `*` at either end of a word
lets it go on there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple, Protocol

from comments.moderation.unmasking import Run, runs
from comments.moderation.word_tree import Node, planted

BANNED, SUSPECT = "banned", "suspect"
# So many signs may stand between the letters of a word.
STRAY = 4
# So many letters replaced for each that is not make a doubtful word; with two more nobody reads it.
REPLACED, BEYOND = 2, 2
# A word of one letter and a space is too often just that.
OF_THEIR_OWN = {"a", "i", "o", "u"}


class Listed(Protocol):
    """An entry of a list of words: its text, with `*` where it may go on, and `banned` or `suspect`."""

    @property
    def text(self) -> str:
        """The word or phrase."""

    @property
    def kind(self) -> str:
        """What it does to a thought."""


class Word(NamedTuple):
    """An entry of a list of words."""

    text: str
    kind: str = BANNED


class Match(NamedTuple):
    """A word of the list, and where it stands: code points of the text as it was sent, end exclusive.

    `kind` is the word's, save where another reading is likely ("good" for "god", "s hit"): there it is "suspect", so that a
    person looks.
    """

    word: str
    kind: str
    start: int
    end: int


class _State(NamedTuple):
    """How far one reading has come: what it has passed over, how many letters are themselves, how many replaced."""

    node: Node
    stray: int
    plain: int
    replaced: int
    clear: bool


class _Joint(IntEnum):
    """What stands before a run: an end, a space, a space beside a torn-off letter, one inside a spelled word, or nothing."""

    END = 0
    SPACE = 1
    TORN = 2
    NONE = 3


def find(text: str, words: Iterable[Listed]) -> list[Match]:
    """Where words of the list stand in the text, in reading order; of those that begin together the longest.

    Takes linear time. The list is prepared once and remembered.
    """
    whole, anywhere = planted(tuple((word.text, word.kind) for word in words))
    read = runs(text) if whole.after or anywhere.after else []
    read, joints = _spelled(read, _joints(read))
    found: list[Match] = []
    for at, run in enumerate(read):
        begins = not run.joined or (read[at - 1].soft and not run.soft)
        matches = [
            match
            for root in ((anywhere, whole) if begins else (anywhere,))
            if _hopeful(read, joints, at, root)
            for match in _matches(read, joints, at, root)
        ]
        if matches:
            found.append(max(matches, key=lambda match: (match.end, match.kind == BANNED)))
    return found


def _joints(read: Sequence[Run]) -> list[_Joint]:
    """What stands before each run."""
    lengths = Counter(run.chunk for run in read)
    joints = [_Joint.END]
    for last, run in pairwise(read):
        alone = [side.letters[0] for side in (last, run) if lengths[side.chunk] == 1]
        if run.chunk == last.chunk and not run.joined and run.letters[0].isdigit() and last.letters[0].isdigit():
            # "1,488" is a number, and no 1488.
            joints.append(_Joint.END)
        elif run.chunk == last.chunk or (run.chunk == last.chunk + 1 and len(alone) == 2):  # noqa: PLR2004 - both sides
            joints.append(_Joint.NONE)
        elif run.chunk > last.chunk + 1:
            joints.append(_Joint.END)
        else:
            joints.append(_Joint.TORN if alone and alone[0] not in OF_THEIR_OWN else _Joint.SPACE)
    return joints


def _spelled(read: Sequence[Run], joints: Sequence[_Joint]) -> tuple[list[Run], list[_Joint]]:
    """Letters that stand for themselves ("a s s", "a.s.s") and are the same are one run, as they are in a word."""
    out: list[Run] = []
    kept: list[_Joint] = []
    before = False
    for run, following, joint in zip(read, [*read[1:], None], joints, strict=False):
        alone = not run.joined and not (following and following.joined)
        if alone and before and joint == _Joint.NONE and out[-1].letters == run.letters:
            out[-1].count += run.count
            out[-1].end = run.end
        else:
            out.append(run)
            kept.append(joint)
        before = alone
    return out, kept


def _hopeful(read: Sequence[Run], joints: Sequence[_Joint], at: int, node: Node) -> bool:
    """Whether a word may begin here: as cheap as it can be, for it is asked at every letter.

    A word begins with a letter, or with a sign before one: rows of signs are none, save where they are listed.
    """
    run = read[at]
    if run.soft and (at + 1 == len(read) or read[at + 1].soft) and run.letters[0] not in node.after:
        return False
    nodes = [node]
    while len(run.letters) == 1 and not run.soft:
        nodes = [after for node in nodes for count, after in node.after.get(run.letters, ()) if count <= run.count]
        at += 1
        if not nodes or any(node.ends for node in nodes):
            return bool(nodes)
        if at == len(read) or joints[at] != _Joint.NONE:
            return at < len(read)
        run = read[at]
    return True


def _matches(read: Sequence[Run], joints: Sequence[_Joint], at: int, root: Node) -> Iterator[Match]:
    """Every word that begins with the run at this place."""
    start = read[at].start
    states = fresh = _read_on([_State(root, 0, 0, 0, clear=True)], read[at])
    while states:
        ended = at + 1 == len(read) or not read[at + 1].joined or read[at + 1].soft
        for state in fresh:
            for word, kind, goes_on in state.node.ends:
                if state.plain and (ended or goes_on):
                    clear = state.clear and state.replaced < REPLACED * state.plain
                    yield Match(word, kind if clear else SUSPECT, start, read[at].end)
        at += 1
        if at == len(read):
            return
        states = _across(states, joints[at])
        fresh = _read_on(states, read[at])
        states = [*fresh, *_passed(states, read[at])]


def _across(states: list[_State], joint: _Joint) -> list[_State]:
    """The readings that go on behind what stands before the next run."""
    if joint == _Joint.NONE:
        return states
    spaced = [state for state in states if state.node.space and joint != _Joint.END]
    torn = [state._replace(clear=False) for state in states if joint == _Joint.TORN and not state.node.space]
    return spaced + torn


def _read_on(states: Sequence[_State], run: Run) -> list[_State]:
    """The readings of one more run; a letter said twice may be another word, three times it is not."""
    found: dict[int, _State] = {}
    for state in states:
        for letter in run.letters:
            plain = state.plain + (letter == run.letters[0])
            replaced = state.replaced + (letter != run.letters[0])
            for count, node in state.node.after.get(letter, ()):
                if count <= run.count and replaced <= REPLACED * plain + BEYOND:
                    clear = state.clear and run.count - count != 1
                    known = found.get(id(node))
                    if known is None or (clear and not known.clear):
                        found[id(node)] = _State(node, state.stray, plain, replaced, clear)
    return list(found.values())


def _passed(states: Sequence[_State], run: Run) -> list[_State]:
    """The readings for which the run is a sign between letters."""
    return [state._replace(stray=state.stray + 1) for state in states if run.soft and state.stray < STRAY]

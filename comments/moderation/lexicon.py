"""The words that hostility is made of, by heading, as `data/toxicity.txt` lists them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from comments.moderation.wording import Token

DATA = Path(__file__).parent / "data"
PIECE = re.compile(r"[\w']+\*?")
SHORTEST_STEM = 2


class Term(NamedTuple):
    """A word or phrase of a text with the headings it stands under; `first` and `last` count the tokens, both included."""

    headings: frozenset[str]
    first: int
    last: int


class _Lists(NamedTuple):
    """Words and stems with their headings; phrases by their first word."""

    words: dict[str, set[str]]
    stems: dict[str, set[str]]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]


def terms(tokens: Sequence[Token]) -> list[Term]:
    """Every listed word and phrase of a text, in reading order. Takes linear time."""
    phrases = _lists().phrases
    found = []
    for at, token in enumerate(tokens):
        if headings := _headings(token.text):
            found.append(Term(headings, at, at))
        for words, heading in phrases.get(token.text, ()):
            if all(
                one.text == word for one, word in zip(tokens[at : at + len(words)], words, strict=False)
            ) and at + len(words) <= len(tokens):
                found.append(Term(frozenset([heading]), at, at + len(words) - 1))
    return found


@lru_cache(maxsize=8192)
def _headings(word: str) -> frozenset[str]:
    lists = _lists()
    found = set(lists.words.get(word, ()))
    for end in range(SHORTEST_STEM, min(len(word), 30) + 1):
        found |= lists.stems.get(word[:end], set())
    return frozenset(found) | (_headings(word.removesuffix("'s")) if word.endswith("'s") else frozenset())


@cache
def _lists() -> _Lists:
    """Reads the file: a heading in brackets, then words with spaces or phrases with bars between them; # is a remark."""
    lists = _Lists(defaultdict(set), defaultdict(set), defaultdict(list))
    heading = ""
    for line in (DATA / "toxicity.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif not line.startswith("#"):
            for entry in line.split("|") if "|" in line else line.split():
                _list(lists, heading, tuple(PIECE.findall(entry)))
    return lists


def _list(lists: _Lists, heading: str, pieces: tuple[str, ...]) -> None:
    if len(pieces) > 1:
        lists.phrases[pieces[0]].append((pieces, heading))
    elif pieces and pieces[0].endswith("*"):
        lists.stems[pieces[0][:-1]].add(heading)
    elif pieces:
        lists.words[pieces[0]].add(heading)

"""What is wrong with a model's point on its surface, before anybody asks whether it is true."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.gate import Finding, Severity

NAME = "Key points"
# Code points. Chinese, Japanese and Korean say as much in about a third.
SHORTEST, LONGEST = 15, 280
DENSE_SHORTEST, DENSE_LONGEST = 6, 120
# So many of a point's words, names aside, an article that it sums up has itself: see `foreign`.
SHARED = 0.25
ENOUGH_WORDS = 5
SAME = 0.8

MARKUP = re.compile(
    r"<[a-z/!?]|&(?:[a-z]+|#\d+|#x[0-9a-f]+);|\]\(|\*\*|__|`|^\s*(?:#{1,6}|[-*+•]|\d+[.)])\s|\|.*\|", re.IGNORECASE
)
ADDRESS = re.compile(
    r"\b(?:https?|ftp|javascript|data|mailto):\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.\w+"
    r"|\b(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?:com|org|net|info|io|biz|co|me|xyz|top|site|online|shop|app|dev|ru|cn|de|uk|fr|kr|jp|eu)\b(?:/\S*)?",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}


@dataclass(frozen=True)
class Point:
    """A point as a model gave it: position 0 is the dek, `sentence` the number of the article's that it rests on."""

    position: int
    text: str
    sentence: int

    @property
    def part(self) -> str:
        """Where a finding on it stands."""
        return "points" if self.position else "dek"


def faults(points: Sequence[Point], article: str, sentences: int) -> Iterator[Finding]:
    """Everything that makes a point unfit whatever it says; `sentences` is how many the article has."""
    seen: list[Point] = []
    for point in points:
        for message in (*_form(point), *_content(point, article, sentences)):
            yield red(point, message)
        if twin := next((other for other in seen if _same(point.text, other.text)), None):
            yield red(point, f"It says the same as {named(twin)}.")
        seen.append(point)


def red(point: Point, message: str, remedy: str = "Change its words, or have the points written anew.") -> Finding:
    """A finding that keeps the points from readers."""
    return Finding(NAME, Severity.RED, message, remedy, point.part, point.position, point.text)


def named(point: Point) -> str:
    """As an editor counts."""
    return f"point {point.position}" if point.position else "the dek"


def _form(point: Point) -> Iterator[str]:
    text = point.text
    dense = bool(DENSE.search(text))
    shortest, longest = (DENSE_SHORTEST, DENSE_LONGEST) if dense else (SHORTEST, LONGEST)
    if len(text.strip()) < shortest:
        yield "It is too short to say something."
    if len(text) > longest:
        yield f"It has {len(text)} characters; {longest} are the most."
    if any(unicodedata.category(character) in UNSEEN for character in text):
        yield "It holds a line break or a character that nobody sees."
    if MARKUP.search(text):
        yield "It holds markup; a point is plain text."


def _content(point: Point, article: str, sentences: int) -> Iterator[str]:
    if not 1 <= point.sentence <= sentences:
        yield f"It names sentence {point.sentence}; the article has {sentences}."
    for address in ADDRESS.findall(point.text):
        if address.rstrip(".,;:!?)") not in article:
            yield f"It holds an address that is not in the article: {address[:80]}"
    if foreign(point.text, article):
        yield "It seems to be in another language than the article, or about something else."


def foreign(text: str, article: str) -> bool:
    """Whether a text of at least five words shares too few with the article: another language shares hardly any.

    In Chinese, Japanese and Korean each character is a word. Names do not count: they are the same everywhere.
    """
    mine, theirs = _words(text), set(_words(article))
    return len(mine) >= ENOUGH_WORDS and sum(word in theirs for word in mine) < SHARED * len(mine)


def _words(text: str) -> list[str]:
    return [word for found in WORD.findall(text) if not found[0].isupper() for word in _pieces(found)]


def _pieces(word: str) -> list[str]:
    return list(word) if DENSE.search(word) else [word.casefold()]


def _same(one: str, other: str) -> bool:
    """Whether two texts share four in five of their words."""
    mine, theirs = set(_all(one)), set(_all(other))
    return bool(mine and theirs) and len(mine & theirs) >= SAME * max(len(mine), len(theirs))


def _all(text: str) -> list[str]:
    return [word.casefold() for found in WORD.findall(text) for word in _pieces(found)] + re.findall(r"\d+", text)

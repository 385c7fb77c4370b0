"""A thought as words that can be looked up: plain small letters, and where each stands in the text as it was sent."""

import re
from typing import NamedTuple

from comments.moderation.unmasking import STANDS_FOR, plain

TOKEN = re.compile(
    r"(?:!(?=\w))?[\w@$|+*#€£]+(?:!+[\w@$|+*#€£]+)*(?:'(?:s|t|d|m|ll|re|ve)\b)?"  # "!" may be a letter inside a word
    r"|[.!?;:\n\"]"
)
SIGNS = "@$!|+*#€£_"
STRETCHED = re.compile(r"(.)\1{2,}")
SPELLED = 3


class Token(NamedTuple):
    """A word in plain letters, or a mark that ends a clause or quotes; code points of the text as sent, end exclusive."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text: disguises taken off, "i d i o t" and "stuuupid" read as they are meant. Takes linear time."""
    seen, places = plain(text)
    return _spelled([_token(match, places) for match in TOKEN.finditer(seen)])


def _token(match: re.Match[str], places: list[int]) -> Token:
    word = match.group()
    if len(word) > 1:
        word = word.strip(SIGNS) if word.strip(SIGNS).isalpha() else word.rstrip(SIGNS)
    if not word.isalpha() and any(c.isalpha() for c in word):
        word = "".join(c if c.isalpha() or c == "'" else STANDS_FOR.get(c, c)[0] for c in word)
    return Token(STRETCHED.sub(r"\1", word), places[match.start()], places[match.end() - 1] + 1)


def _spelled(found: list[Token]) -> list[Token]:
    """Rows of three and more single letters are one word."""
    out: list[Token] = []
    row: list[Token] = []
    for token in [*found, Token("", 0, 0)]:
        if len(token.text) == 1 and token.text.isalpha():
            row.append(token)
            continue
        if len(row) >= SPELLED:
            row = [Token("".join(one.text for one in row), row[0].start, row[-1].end)]
        out += row
        row = []
        out.append(token)
    return out[:-1]

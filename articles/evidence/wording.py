"""The words of a text as they are compared: in lower case, without endings, numbers as figures.

The rules are for English. Of other languages only what needs no dictionary is known: Chinese and Japanese are compared
character by character, Korean words without the commonest particles, all else word by word as it stands.
"""

import re
from dataclasses import dataclass
from enum import Enum

from articles.evidence.lexicon import DATES, IRREGULAR, NEGATIONS, NUMBERS, SMALL
from articles.related.terms import UNSPACED

# Every alternative takes the whole run that it starts, so that reading is linear in the text.
WORD = re.compile(rf"\d[\d.,]*\d|\d|[{UNSPACED}]|[^\W\d_{UNSPACED}]+n['’]t\b|[^\W_{UNSPACED}]+")
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
HANGUL = re.compile("[가-힣]{2,}")
PARTICLE = re.compile("(?<=..)(?:에서는|에서|으로|에게|까지|부터|은|는|이|가|을|를|의|에|로|와|과|도|만)$")
ORDINAL = re.compile(r"(?:st|nd|rd|th|s)$")
ENDINGS = (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
SHORTEST = 3
# In German every noun has a capital, which then tells no name.
CAPITAL_NOUNS = {"de", "lb"}


class Kind(Enum):
    """What a word does in a claim, and so what it means when the source does not have it."""

    SMALL = "small"
    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    TELLING = "telling"


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, its stem, by which words are the same, and its kind."""

    text: str
    stem: str
    kind: Kind


def read(text: str, language: str = "en") -> list[Word]:
    """The words of a text in reading order.

    A name is a word with a capital that does not open the text, in languages that keep capitals for names; where most
    words have one, as in some headlines, it tells nothing.
    """
    whole = DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), text)
    found = [found.group() for found in WORD.finditer(whole)]
    capitals = sum(word[0].isupper() for word in found)
    telling = 2 * capitals <= len(found) and language.partition("-")[0].lower() not in CAPITAL_NOUNS
    return [_word(word, named=telling and place > 0 and word[0].isupper()) for place, word in enumerate(found)]


def _word(found: str, *, named: bool) -> Word:
    text = found.lower().replace("’", "'")
    return Word(text, stem(text), _kind(text, named=named))


def _kind(text: str, *, named: bool) -> Kind:
    if text in NEGATIONS or text.endswith("n't"):
        return Kind.NEGATION
    if text[0].isdigit() or (text in NUMBERS and text not in SMALL):
        return Kind.NUMBER
    if text in DATES or (named and len(text) > 1):
        return Kind.NAME
    # A letter by itself is what an apostrophe leaves of a word; a character of Chinese is a word.
    letter = len(text) == 1 and text.isascii()
    return Kind.SMALL if text in SMALL or letter else Kind.TELLING


def stem(word: str) -> str:
    """A word without its ending, so that "votes", "voted" and "voting" are one; a number in figures, without commas."""
    word = IRREGULAR.get(word, word)
    if word[0].isdigit():
        return ORDINAL.sub("", word.replace(",", "").rstrip("."))
    if word in NUMBERS:
        return NUMBERS[word]
    if HANGUL.fullmatch(word):
        return PARTICLE.sub("", word)
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.rstrip("e") if len(word) > SHORTEST else word

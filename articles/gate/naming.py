"""Naming: the names in a text, of people, places and organisations, as runs of words with capitals, and their titles."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, pairwise

from articles.gate.demonyms import COUNTRIES, DEMONYMS
from articles.gate.openers import OPENERS
from articles.gate.titles import Title, split_titles
from articles.related.terms import STOP_WORDS

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s?[^\W\d_])|[^\W_]+(?:['’‐‑][^\W_]+)*")
# What may stand between two words of one name.
JOINT = re.compile(r"[ \u00a0]|[-‐‑–/&]|\s&\s|,?\s(?=[JS]r\b)|\.\s?")
LINK = re.compile(r"\s(?:of|of the|de|de la|de los|del|della|di|da|dos|du|des|la|le|van|van der|van den|von|von der|der|den|ten|bin|bint|ibn|al|el|for|on|upon|and)\s|\sal-|\s(?:d|l|D|L)['’]", re.IGNORECASE)  # fmt: skip
SPLITTING = frozenset({"and", "on", "for", "upon"})
SENTENCE_START = re.compile(r"(?:^|[.!?:;…]['\"”’»)\]]*\s|[“„«\"‘(\[—–•]|\s['`]+)\s*['\"“‘`(]*$")
POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
    ]
)
ABBREVIATED = frozenset("mr mrs ms dr prof gen col lt sgt capt maj sen rep gov st hon jr sr vs no rev fr".split())  # noqa: SIM905
SMALL = 3
ARTICLES = frozenset({"the", "a", "an"})
WORDS_KNOWN = 50_000
HYPHENED = re.compile(r"[^\W\d_]{1,4}")
COMPOUNDS = frozenset("led born like wide era run bred made held only ever old free type size fed paid".split())  # noqa: SIM905
NO_NAMES = frozenset("i i'm i'd i'll i've mr mrs ms miss mx am pm a.m. p.m. ok".split())  # noqa: SIM905
ROMAN = re.compile(r"[IVXLC]+")


@dataclass(frozen=True)
class Name:
    """A name in a text: place (code points), its words as they are compared, and the title in front of it."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    title: Title | None = None
    sure: bool = True
    """False for a single word at the start of a sentence, which may have its capital only from there."""


@dataclass(frozen=True)
class Token:
    """A word of a text: its place, how it is compared, whether it has a capital, and whether a sentence begins with it."""

    start: int
    end: int
    text: str
    plain: str
    capital: bool
    opens: bool


@lru_cache(maxsize=WORDS_KNOWN)
def plain(word: str) -> str:
    """A word of a name as it is compared: no accents, no possessive, no full stops, small letters."""
    word = POSSESSIVE.sub("", word)
    letters = unicodedata.normalize(
        "NFKD", word.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O")
    )
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in ".'’‐‑").casefold()


def tokens(text: str) -> list[Token]:
    """The words of a text with what a name depends on; sentence starts are known by the marks in front."""
    found: list[Token] = []
    for match in WORD.finditer(text):
        word = match[0]
        capital = (word != word.lower() and not word[0].isdigit()) and word != "I"
        before = text[max(0, match.start() - 6) : match.start()]
        opens = capital and (not before.strip() or bool(SENTENCE_START.search(before)))
        if opens and found and (found[-1].text.endswith(".") or found[-1].plain in ABBREVIATED):
            opens = plain(word) in OPENERS or plain(word) in STOP_WORDS
        found.append(Token(match.start(), match.end(), word, plain(word), capital, opens))
    return found


def names_in(text: str, words: list[Token] | None = None, *, headline: bool = False) -> list[Name]:
    """All names of a text in reading order.

    `words` are its `tokens`, if they are known. In a headline where nearly every word has a capital, capitals say nothing, so there is no sure name in it.
    """
    words = tokens(text) if words is None else words
    title_case = headline and in_title_case(words)
    return [name for run in _runs(text, words) for name in _names(text, run, title_case=title_case)]


def in_title_case(words: list[Token]) -> bool:
    """Whether a text gives every word of weight a capital."""
    weighty = [
        word for word in words if word.plain not in STOP_WORDS and word.text[:1].isalpha() and len(word.text) > SMALL
    ]
    return len(weighty) >= SMALL and sum(word.capital for word in weighty) >= 0.8 * len(weighty)


def _runs(text: str, words: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for word in words:
        named = word.capital or (bool(run) and _belongs(text, run, word))
        if named and run and (word.opens or not _joined(text, run[-1], word)):
            yield run
            run = []
        if named:
            run.append(word)
        elif run:
            gap = text[run[-1].end : word.end + 1]
            if not LINK.match(gap + " "):
                yield run
                run = []
    if run:
        yield run


def _belongs(text: str, run: list[Token], word: Token) -> bool:
    """Whether a word without a capital is part of the name before it: a number, the "un" of Kim Jong-un."""
    if word.text.isdigit():
        return len(word.text) <= SMALL
    hyphen = word.start - run[-1].end == 1 and text[run[-1].end] in "-‐‑"
    return hyphen and len(run) > 1 and bool(HYPHENED.fullmatch(word.text)) and word.plain not in COMPOUNDS


def _joined(text: str, one: Token, two: Token) -> bool:
    between = text[one.end : two.start]
    if one.text[-2:] in {"'s", "’s"} or (between and one.text[-1] in "'’"):
        return False
    return bool(JOINT.fullmatch(between) or LINK.fullmatch(between))


def _names(text: str, run: list[Token], *, title_case: bool) -> Iterator[Name]:
    """The names in a run of capitals: without a sentence's first word, titles, demonyms and what belongs to the calendar."""
    for title, rest in (titled for piece in _pieces(text, run) for titled in split_titles(piece)):
        words = list(dropwhile(lambda word: word.text.isdigit(), rest))
        if not words:
            continue
        opener = words[0].opens and (title is None)
        common = words[0].plain in OPENERS or words[0].plain in STOP_WORDS or words[0].plain in DEMONYMS
        if opener and common:
            words = words[1:]
            opener = False
        while words and (
            words[0].plain in ARTICLES or (words[0].plain in DEMONYMS and words[0].plain not in COUNTRIES)
        ):
            words = words[1:]
        while words and words[-1].plain in DEMONYMS and words[-1].plain not in COUNTRIES and len(words) == 1:
            words = words[:-1]
        if all(word.text.isdigit() or not word.plain for word in words):
            continue
        start, end = words[0].start, words[-1].end
        yield Name(
            start, end, text[start:end], tuple(word.plain for word in words if word.plain), title,
            sure=not title_case and not (opener and len(words) == 1),
        )  # fmt: skip


def _pieces(text: str, run: list[Token]) -> Iterator[list[Token]]:
    """A run, cut at months, weekdays, "I", and at words that join two names rather than the parts of one."""
    piece: list[Token] = []
    for before, word in pairwise([None, *run]):
        if word is None:
            continue
        split = before is not None and text[before.end : word.start].strip().lower() in SPLITTING
        if (split or word.plain in CALENDAR or word.plain in NO_NAMES) and piece:
            yield piece
            piece = []
        if word.plain not in CALENDAR and word.plain not in NO_NAMES:
            piece.append(word)
    if piece:
        yield piece

"""Whether a sentence can stand alone beside an article, and what may be cut off so that it can.

A key point is read before the article, so it may not lean on a sentence that the reader has not seen ("But it fell"),
ask, break off, or quote without saying who spoke. Cutting is timid on purpose. Only a connective in front, a dateline,
or a clause behind a long statement may go, and never a negation, an attribution, a hedge or a condition: in doubt the
sentence stays whole. Word lists serve the languages named here; in others the marks of punctuation decide alone.
"""

import re
from collections.abc import Iterable

from articles.summaries.wording import CONNECTIVES, LEANING, STUMBLES, SUBORDINATE, TAIL, WEIGHTY

# Above this many code points a sentence is too long for a box of key points, if something harmless can be cut off.
LONG = 220
# Above this it is no point at all; the limit also bounds the time that hostile text can take.
LONGEST = 500
# Shorter statements than this many words say too little, or are captions.
FEWEST_WORDS = 6

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{CJK}]{{1,2}}|(?:(?![{CJK}])[\w'’-])+")
FINISHED = re.compile(r"[.!。！．।۔։።][\"”’'»」』)\]]*$")
BROKEN_OFF = re.compile(r"(?:\.\.|…|\. \.)[\s.\"”’'»」』)\]]*$")
WHOLLY_QUOTED = re.compile(r"(?:“[^”]*”|\"[^\"]*\"|‘[^’]*’|「[^」]*」|«[^»]*»|„[^“]*“)[.!?…。]?")
PAIRS = ("“”", "()", "[]", "「」", "『』", "（）")

# "WASHINGTON, Feb. 24 (AP) — " says where the report was filed, not what happened.
DATELINE = re.compile(r"(?:[A-Z][\w .,/'’-]{1,40})?\([A-Z][\w .&/-]{1,28}\)(?: -{1,2} ?| ?[–—] ?|(?=[A-Z]))")

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
# A word with a capital inside a sentence is a name, unless it is of the calendar.
NAME = re.compile(
    r"(?<=[a-z,;:—–-] )(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I)\b)[A-Z][\w-]+"
)
PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|hers|its|their)\b")


def words(text: str) -> int:
    """Counts the words of a text, two Chinese or Japanese characters being one word."""
    return sum(1 for _ in WORD.finditer(text))


def is_statement(sentence: str) -> bool:
    """A key point is a whole statement: finished, no question, marks in pairs, and more than somebody's bare words."""
    body = sentence.strip()
    return bool(
        len(body) <= LONGEST
        and words(body) >= FEWEST_WORDS
        and FINISHED.search(body)
        and not BROKEN_OFF.search(body)
        and body.count('"') % 2 == 0
        and all(body.count(pair[0]) == body.count(pair[1]) for pair in PAIRS)
        and not WHOLLY_QUOTED.fullmatch(body)
    )


def leans(text: str, language: str = "en") -> bool:
    """A text leans if its first word points back at something that the reader has not seen."""
    # Only the first letter is lowered: "US officials" must not be read as "us officials".
    bare = text.lstrip("\"“”‘’'«»„「『( ")
    openers = LEANING.get(language)
    return bool(openers and re.match(rf"(?:{openers})(?![\w-])", bare[:1].lower() + bare[1:]))


def names(sentences: Iterable[str]) -> frozenset[str]:
    """Returns the words that an article writes with a capital inside a sentence; they may open a sentence as well."""
    return frozenset(name for sentence in sentences for name in NAME.findall(sentence))


def loose_ends(sentence: str, known: frozenset[str], language: str = "en") -> int:
    """Counts what a stranger to the article would trip over: "we", "he said", "the former", a pronoun before any name.

    `known` are the article's names. The count is between 0 and 8; it is 0 for languages without a list.
    """
    if language not in STUMBLES:
        return 0
    own_words = QUOTED.sub(" ", sentence)
    named = [word.start() for word in re.finditer(r"\b[A-Z][\w-]+", own_words) if word.group() in known]
    pronoun = PRONOUN.search(own_words)
    nameless = pronoun is not None and not any(position < pronoun.start() for position in named)
    vague = not named and not re.search(r"\d", own_words)
    return nameless + vague + sum(1 for stumble in STUMBLES[language] if stumble.search(own_words))


def trimmed(sentence: str, language: str = "en") -> tuple[int, int]:
    """Cuts off only what the rest does not need: a dateline or connective in front, a clause behind a long statement.

    Returns the half-open span of what stays, in code points of `sentence`; the whole sentence if nothing may go.
    """
    if len(sentence) > 2 * LONGEST:
        return 0, len(sentence)
    start = _front(sentence, language)
    if len(sentence) - start <= LONG:
        return start, len(sentence)
    return start, _back(sentence, start, language)


def _front(sentence: str, language: str) -> int:
    """Returns where the sentence begins without dateline and connectives, unless what is left would lean."""
    dateline = DATELINE.match(sentence)
    start = position = dateline.end() if dateline else 0
    connectives = CONNECTIVES.get(language)
    while connectives and (found := re.match(rf"(?:{connectives}) *", sentence[position:], re.IGNORECASE)):
        position += found.end()
    rest = sentence[position:]
    return position if rest and not leans(rest, language) and is_statement(rest) else start


def _back(sentence: str, start: int, language: str) -> int:
    """Returns the earliest end that leaves a complete statement of decent length and loses nothing of weight."""
    if language not in TAIL or re.match(rf"(?:{SUBORDINATE[language]})\b", sentence[start:], re.IGNORECASE):
        return len(sentence)
    for boundary in re.finditer(TAIL[language], sentence[start:]):
        head, tail = sentence[start : start + boundary.start()], sentence[start + boundary.end() :]
        if _may_go(head, tail, boundary.group(), language):
            return start + boundary.start()
    return len(sentence)


def _may_go(head: str, tail: str, boundary: str, language: str) -> bool:
    """Says whether the head stands without the tail: no embedded clause, no list, no open mark, no word of weight."""
    last_clause = boundary == "; " or "," not in tail
    return bool(
        len(head) >= LONG // 2
        and last_clause
        and is_statement(head + ".")
        and not re.search(r"[:;]|[–—]", head + tail)
        and not re.search(rf"\b(?:{WEIGHTY[language]})\b", tail, re.IGNORECASE)
    )

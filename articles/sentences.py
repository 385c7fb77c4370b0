"""Where each sentence of a paragraph begins and ends.

A sentence is counted in code points of the text it came from, so that a key point, a marker or a reader's report can
name one span for ever. The splitting itself is sentencex (Wikimedia, rules for some 300 languages); this module gives
it text it can bear and finds its sentences again in the original, because the splitter may drop or alter white space.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

import sentencex

# The splitter's time grows with the square of the text on some inputs, so it never sees more than this at once. Few
# paragraphs of news are longer.
WINDOW = 2000

# A quotation with several sentences stays one sentence up to this length. Beyond it the quotation marks are ignored: a
# speech printed in one pair of marks, or a mark that somebody forgot, would otherwise become one endless sentence.
LONG = 400

# The ’ is left out: far more often it is an apostrophe.
QUOTES = re.compile('["“”„‟«»‹›「」『』‘‚]')
HALF_PAIR = re.compile("[\ud800-\udfff]")
# Marks that close a sentence though the splitter left them to the next: those that can only close, and any quotation
# mark with white space behind it.
LEFT_OVER = re.compile("[”»›」』)\\])）】〕]+|[\"'’“«‘]+(?=\\s|$)")
ENDS_QUOTED = re.compile("[”’»›」』\"'“]$")
LIST_NUMBER = re.compile(r"[(\[]?\d{1,4}(?:[.:/-]\d{1,4}){0,2}[.)]")
BEFORE_NUMBER = re.compile(r"\b(?:approx|ch|est|fol|par|para|vols?)\.$", re.IGNORECASE)
# A sentence that stands in brackets of its own, which the splitter joins to the next one.
BRACKETED = re.compile(r" *[(\[][^()\[\]]*[.!?…][”’\"']?[)\]](?=\s+[“\"(\[]?[^\W\d_])")


def split(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Every visible character of a paragraph belongs to exactly one sentence.

    Returns half-open spans in code points of `text`, in reading order, without overlap and without white space at
    either end. `language` is a language tag; one that the splitter does not know is read as English. No text raises.
    Time grows in proportion to the text.
    """
    code = language.replace("_", "-").split("-")[0].lower() or "en"
    # Code points stay in place: exotic white space (which has made the splitter panic) becomes a plain space, and half
    # of a surrogate pair, which cannot be handed over at all, becomes a replacement mark.
    plain = HALF_PAIR.sub("\ufffd", re.sub(r"\s", " ", text))
    spans = (_trimmed(plain, start, end) for start, end in pairwise([0, *_boundaries(plain, code), len(plain)]))
    return _joined(plain, [span for span in spans if span[0] < span[1]])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Moves both ends of a span inwards past white space."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _boundaries(text: str, language: str) -> Iterator[int]:
    """Yields the inner boundaries of the text, read through a window that always opens at the start of a sentence."""
    start = 0
    while start < len(text):
        window = text[start : start + WINDOW]
        ends = [start + end for end in _ends(window, language)]
        if start + WINDOW >= len(text):
            yield from ends[:-1]
            return
        if len(ends) > 1:  # The last sentence may be cut off by the window, so it is read again.
            yield from ends[:-1]
            start = ends[-2]
        else:  # One sentence fills the window: go on from its inside, where no boundary can be.
            head = window[: WINDOW * 3 // 4]
            start += head.rfind(" ") + 1 or len(head)


def _ends(window: str, language: str) -> list[int]:
    """Returns the end of each sentence in a window; the last is the window's own end."""
    ends = [0]
    for end in _found(window, language):
        if end - ends[-1] > LONG:
            inside = _found(QUOTES.sub(" ", window[ends[-1] : end]), language)
            ends += [ends[-1] + position for position in inside[:-1]]
        while opening := BRACKETED.match(window, ends[-1], end):
            ends.append(opening.end())
        ends.append(end)
    return ends[1:]


def _found(text: str, language: str) -> list[int]:
    """Asks the splitter, and counts visible characters to find its sentences in the text; at worst it is all one."""
    try:
        pieces = sentencex.segment(language, text)
    except BaseException as failure:  # A panic in the splitter is no Exception, but it is only one paragraph's loss.
        if type(failure).__name__ != "PanicException":
            raise
        return [len(text)]
    visible = [index for index, character in enumerate(text) if character != " "]
    counts = list(accumulate(sum(1 for character in piece if not character.isspace()) for piece in pieces))
    if not counts or counts[-1] != len(visible):
        return [len(text)]
    ends = [visible[count - 1] + 1 for count in counts if count]
    return [*dict.fromkeys(ends[:-1]), len(text)]


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Puts together again what the splitter cut inside one sentence, and gives closing marks to what they close."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        closing = LEFT_OVER.match(text, start, end) if joined else None
        if closing:
            joined[-1] = (joined[-1][0], closing.end())
        span = _trimmed(text, closing.end() if closing else start, end)
        if span[0] >= span[1]:
            continue
        if joined and _continues(text, joined[-1], span):
            span = (joined.pop()[0], span[1])
        joined.append(span)
    return joined


def _continues(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Says whether the second span goes on with the sentence of the first."""
    (start, end), (position, limit) = before, after
    tail = text[max(start, end - 12) : end]
    if LIST_NUMBER.fullmatch(tail) and end - start == len(tail):
        return True
    if ENDS_QUOTED.search(tail) and end == position and text[position].isalpha():
        return True  # “안녕.”이라고 말했다: the quotation is part of a sentence.
    if BEFORE_NUMBER.search(tail) and text[position].isdigit():
        return True
    first_word = text[position : min(limit, position + 30)].split(maxsplit=1)[0]
    return first_word[0].islower() and not any(letter.isupper() for letter in first_word)  # but an iPhone may begin

"""Quotations: what stands between quotation marks, in all styles, and what of it must stand in a source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from articles.gate.verbatim import Part, parts_of

# Each opening mark with the marks that may close it. “ closes a German quotation and opens an English one.
PAIRS = {
    "“": "”“",
    "„": "“”",
    "‟": "”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "»": "«",
    "›": "‹",
    "”": "”",
    "’": "’",
    '"': '"',
    "'": "'",
}
SURE = frozenset("“„‟«‹「『｢")
"""Marks that are never anything but quotation marks."""
SINGLE, DOUBLE = frozenset("'‘’"), frozenset('"“”')
MARKS = re.compile("[" + re.escape("".join(sorted(set("".join(PAIRS) + "".join(PAIRS.values()))))) + "]")
# Shortened words whose apostrophe stands in front.
ELISION = re.compile(r"['‘’](?:\d\ds?|em|tis|twas|til|till|cause|round|bout|n|kay|nuff)\b", re.IGNORECASE)
MARKS_AHEAD, SINGLES_AHEAD = 200, 40
"""Marks among which the closing one is looked for; nobody nests deeper, and time stays in proportion to the text."""
INCHES = re.compile(r"\d$")


@dataclass(frozen=True)
class Quotation:
    """What stands between two marks: offsets of its inside in the text, end exclusive, and the inside itself."""

    start: int
    end: int
    text: str
    closed: bool = True
    """False where no mark closes it: then it runs to the end of the paragraph."""

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its runs of words between ellipses and bracketed insertions, as they must occur in a source, in order."""
        return parts_of(self.text)

    @property
    def words(self) -> list[str]:
        """Its words, as they are compared."""
        return [word for part in self.parts for word in part.words]


def quotations(text: str, offset: int = 0) -> list[Quotation]:
    """All quotations of a paragraph, outermost only, in reading order; apostrophes are no quotation marks.

    Offsets are code points of `text`, plus `offset`. Time grows in proportion to the text.
    """
    marks = [match.start() for match in MARKS.finditer(text)]
    found, index = [], 0
    closers = _last_places(text, marks)
    while index < len(marks):
        start = marks[index]
        end_index = _closing(text, marks, index, closers) if _opens(text, start) else None
        if end_index is None:
            if _opens(text, start) and _left_open(text, start):
                found.append(Quotation(start + 1 + offset, len(text) + offset, text[start + 1 :], closed=False))
                break
            index += 1
            continue
        end = marks[end_index]
        if MARKS.sub("", text[start + 1 : end]).strip():
            found.append(Quotation(start + 1 + offset, end + offset, text[start + 1 : end]))
        index = end_index + 1
    return found


def quotations_of(body_text: str) -> Iterator[Quotation]:
    """All quotations of a body's plain text, paragraph by paragraph: no pair of marks reaches across two."""
    offset = 0
    for paragraph in body_text.split("\n\n"):
        yield from quotations(paragraph, offset)
        offset += len(paragraph) + 2


def _last_places(text: str, marks: list[int]) -> dict[str, int]:
    """Where each mark stands last, so that no search for one runs in vain."""
    return {text[place]: number for number, place in enumerate(marks)}


def _opens(text: str, at: int) -> bool:
    """Whether a mark at this place can open a quotation."""
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark not in PAIRS or not after or (after.isspace() and mark not in "«»「『"):
        return False
    if mark in SURE:
        return True
    if mark in SINGLE and ELISION.match(text, at):
        return False
    if mark in "»›”’":  # They open only where nothing stands in front of them.
        return (not before or before.isspace() or before in "([—–") and after.isalnum()
    if mark == '"':
        return not INCHES.search(before) or after.isalpha()
    return not (before.isalnum() or (before in "'’.,!?%" and before))


def _closing(text: str, marks: list[int], index: int, last: dict[str, int]) -> int | None:
    """The number of the mark that closes what mark number `index` opens; None where there is none."""
    opening = text[marks[index]]
    limit = max((last.get(mark, -1) for mark in PAIRS[opening]), default=-1)
    if opening in SINGLE:
        return _closing_single(text, marks, index, min(limit, index + SINGLES_AHEAD))
    depth = 0
    for number in range(index + 1, min(limit, index + MARKS_AHEAD) + 1):
        mark = text[marks[number]]
        if mark in PAIRS[opening] and not (mark == opening == "“" and _opens_again(text, marks[number])):
            if depth == 0:
                return number
            depth -= 1
        elif mark == opening:
            depth += 1
    return None


def _closing_single(text: str, marks: list[int], index: int, limit: int) -> int | None:
    """As `_closing`, among marks that are apostrophes too: one behind a plural s is taken only if no better one comes."""
    opening, spare = text[marks[index]], None
    for number in range(index + 1, limit + 1):
        at = marks[number]
        if text[at] in PAIRS[opening] and _closes_single(text, at):
            if not _possessive(text, at):
                return number
            spare = spare or number
        elif spare and opening == "'" and (text[at] in DOUBLE or (text[at] == opening and _opens(text, at))):
            return spare
    return spare


def _opens_again(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return before.isspace() or before in "([—–‘"


def _closes_single(text: str, at: int) -> bool:
    """A single mark closes behind a letter or a mark, with no letter behind it; within a word it is an apostrophe."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not before.isspace() and not after.isalnum()


def _possessive(text: str, at: int) -> bool:
    """`the states' rights`: an s in front, a small letter to follow, so more likely an apostrophe."""
    return text[at - 1 : at] == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()


def _left_open(text: str, at: int) -> bool:
    """Whether an opening mark that nothing closes is a quotation mark after all: a straight or single one may not be."""
    mark, before = text[at], text[at - 1 : at]
    return mark in SURE or (mark == '"' and (not before or before.isspace() or before in "([—–"))

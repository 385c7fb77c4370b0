"""Finding a pasted passage in a source's text as read: its exact span, or a sentence that says what to do.

Quotation marks, dashes, capitals and white space may differ, and an ellipsis may stand for words left out; words may not
differ. What is kept is the source's own text between the two ends, never what was pasted. Time grows in proportion to the
text, whatever is pasted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

LONGEST = 2000
# What one ellipsis may leave out.
LEFT_OUT = 600
QUOTES = "\"'“”„‟«»‹›‘’‚‛「」『』"
ALIKE = dict.fromkeys(QUOTES, '"') | dict.fromkeys("‐‑‒–—―−", "-")
ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.{3,})\s*[\])]|…|\.{3,}")
SEVERAL = 9
# So many places where a passage may begin are tried.
TRIED = 200
# A source that shares fewer words with what was pasted does not begin alike.
LEAST_ALIKE = 3


class PassageError(ValueError):
    """The passage is not found, or not found once; the message tells the editor what to do.

    `near` counts the words that the text has, so that of several texts the likeliest can speak.
    """

    def __init__(self, message: str, near: int = 0) -> None:
        super().__init__(message)
        self.near = near


@dataclass(frozen=True)
class Plain:
    """A text as it is compared: small letters, one kind of quotation mark and dash, single spaces."""

    text: str
    places: list[int]
    """Where each character stands in the text that it came from."""

    def spans(self, pasted: str) -> list[tuple[int, int]]:
        """Every place where the pieces between ellipses follow each other closely, SEVERAL at most."""
        pieces = [piece for part in ELLIPSIS.split(pasted) if (piece := _plain(part).text.strip())]
        if not pieces:
            return []
        found = (span for start in islice(self._places(pieces[0]), TRIED) if (span := self._from(start, pieces)))
        return [(self.places[start], self.places[end - 1] + 1) for start, end in islice(found, SEVERAL)]

    def _places(self, piece: str) -> Iterator[int]:
        start = self.text.find(piece)
        while start >= 0:
            yield start
            start = self.text.find(piece, start + 1)

    def _from(self, start: int, pieces: list[str]) -> tuple[int, int] | None:
        end = start + len(pieces[0])
        for piece in pieces[1:]:
            following = self.text.find(piece, end, end + LEFT_OUT + len(piece))
            if following < 0:
                return None
            end = following + len(piece)
        return start, end


def find_passage(text: str, pasted: str) -> tuple[int, int]:
    """The span (code points, end exclusive) of `text` that was pasted; raises PassageError."""
    pasted = pasted.strip()
    if not pasted:
        raise PassageError("Paste the passage from the source first.")
    if len(pasted) > LONGEST:
        raise PassageError(f"The passage has {len(pasted):,} characters; give the sentence or two that matter.")
    plain = _plain(text)
    found = plain.spans(pasted) or plain.spans(pasted.strip(f"{QUOTES} "))
    if not found:
        raise _departure(text, plain, pasted)
    if len(found) > 1:
        times = f"{len(found)} times" if len(found) < SEVERAL else "many times"
        message = f"These words stand in the source {times}. Paste more of the passage, so that it is clear."
        raise PassageError(message, LONGEST)
    return found[0]


def _plain(text: str) -> Plain:
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace() and characters and characters[-1] == " ":
            continue
        small = character.lower()
        same = " " if character.isspace() else ALIKE.get(character, small if len(small) == 1 else character)
        characters.append(same)
        places.append(place)
    return Plain("".join(characters), places)


def _departure(text: str, plain: Plain, pasted: str) -> PassageError:
    """Where the source departs from what was pasted, if it begins alike."""
    words = ELLIPSIS.sub(" ", pasted).strip(f"{QUOTES} ").split()
    alike, beyond = 0, len(words)
    while beyond - alike > 1:
        middle = (alike + beyond) // 2
        alike, beyond = (middle, beyond) if plain.spans(" ".join(words[:middle])) else (alike, middle)
    if alike < LEAST_ALIKE:
        return PassageError("These words do not stand in the text as read. Open the source and copy them from there.")
    end = plain.spans(" ".join(words[:alike]))[0][1]
    shared, goes_on = " ".join(words[:alike][-6:]), " ".join(text[end : end + 100].split()[:8])
    message = f"The source agrees up to “{shared}” and goes on “{goes_on}”. Copy the passage from there, word for word."
    return PassageError(message, alike)

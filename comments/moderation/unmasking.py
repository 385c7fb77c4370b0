"""What a reader sees in a text: letters that look alike are one letter, and what cannot be seen is not there."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(slots=True)
class Run:
    """The same letter once or more in a row, as a reader sees it.

    `letters` are those it may stand for, the character itself first ("1" may be "1", "i" or "l"); `start` and `end` are its
    place in the text as it was sent, what is invisible behind it included. `chunk` counts the pieces between white space, and
    leaves one number out where nothing reads on ("he'll"). `soft` runs are digits and signs, which may also be no letter at
    all; `joined` is false behind punctuation and at the beginning of a chunk.
    """

    letters: str
    count: int
    start: int
    end: int
    chunk: int
    soft: bool
    joined: bool


# Characters that pass for a letter; those that Unicode itself takes for a form of the letter are not listed.
ALIKE = {
    seen: letter
    for letter, others in {
        "a": "аαɑᴀɐⱥꭺ",
        "ae": "æ",
        "b": "вьβʙƀ",
        "c": "сϲᴄɔ¢ꮯ",
        "d": "ԁđðᴅɖ",
        "e": "еёҽεᴇǝəɛꭼ",
        "f": "ғꜰƒϝ",
        "g": "ɡɢցǥ",
        "h": "нһʜħհη\u0397ꮋ",
        "i": "іїιıɪ\u0399\u026a",
        "j": "јᴊϳ",
        "k": "кκᴋ",
        "l": "ӏʟłƚ",
        "m": "мᴍ\u039c",
        "n": "пɴոռ\u039d",
        "o": "оοσøᴏօѳθ",
        "p": "рρᴘ",
        "q": "ԛզ",
        "r": "гяʀɾ",
        "s": "ѕꜱʂ",
        "ss": "ß",
        "t": "тτᴛŧ",
        "u": "иυμᴜսʋ",
        "v": "ѵνᴠʌ",
        "w": "шѡωᴡԝա",
        "x": "хχ×",
        "y": "уүγʏ\u03a5",
        "z": "ᴢζʐ",
    }.items()
    for seen in others
} | {
    # Enclosed letters and the halves of flags.
    chr(first + number): chr(ord("a") + number)
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for number in range(26)
}
STANDS_FOR = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "bg", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "(": "c", "€": "e", "£": "l", "*": "aeiou", "#": "aeiouh",
    "v": "u", "I": "l",
}  # fmt: skip
# "He'll" is two words, and neither is "hell"; nor does "isn't it" hold a third.
CONTRACTION = re.compile(r"['’](?:s|t|d|m|ll|re|ve)\b", re.IGNORECASE)
# Three digits and more are a number, and no letters.
NUMBER = re.compile(r"\d{3,}")
QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
INVISIBLE = {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}
# Letters by the letter of the law of Unicode, blank on the page.
BLANK = set("\u115f\u1160\u3164\uffa0\u2800")


@lru_cache(maxsize=4096)
def seen(character: str) -> str | None:
    """The small letters, digit or sign that a reader sees; None for nothing."""
    if character in ALIKE:
        return ALIKE[character]
    if character in BLANK or unicodedata.category(character) in INVISIBLE:
        return None
    plain = unicodedata.normalize("NFKD", character).lower()
    return "".join(ALIKE.get(c, c) for c in plain if not unicodedata.combining(c) and (c.isalnum() or len(plain) == 1))


@lru_cache(maxsize=4096)
def _read(character: str) -> tuple[tuple[str, bool], ...] | None:
    """What a character may stand for, and whether softly; empty for punctuation, None for nothing."""
    shown = seen(character)
    if shown is None:
        return None
    if len(shown) == 1 and not shown.isalnum():
        known = shown in STANDS_FOR or unicodedata.category(shown).startswith("S")
        return ((shown + STANDS_FOR.get(shown, ""), True),) if known else ()
    return tuple(
        (c + STANDS_FOR.get("I" if character == "I" else c, ""), not c.isalpha()) for c in shown if c.isalnum()
    )


def runs(text: str) -> list[Run]:
    """The text as runs of letters. Takes linear time."""
    found: list[Run] = []
    breaks = {place for match in CONTRACTION.finditer(text) for place in match.span()}
    numbers = {place for match in NUMBER.finditer(text) for place in range(*match.span())}
    chunk, joined = 0, False
    for place, character in enumerate(text):
        if character.isspace() or place in breaks:
            chunk += (not found or found[-1].chunk == chunk) + (place in breaks)
            joined = False
        read = ((seen(character) or character, True),) if place in numbers else _read(character)
        if read is None:
            if joined:
                found[-1].end = place + 1
            continue
        for letters, soft in read:
            if joined and found[-1].letters == letters:
                found[-1].count += 1
                found[-1].end = place + 1
            else:
                found.append(Run(letters, 1, place, place + 1, chunk, soft, joined))
            joined = True
        joined = joined and bool(read)
    return found


def plain(text: str) -> tuple[str, list[int]]:
    """The text as a reader sees it in small letters, white space as one space or line break; and each letter's old place."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        shown = seen(character)
        if character.isspace():
            shown = "\n" if character == "\n" else " "
            if letters and letters[-1].isspace():
                letters[-1] = min(letters[-1], shown)
                continue
        for letter in QUOTES.get(character, shown) if shown is not None else "":
            letters.append(letter)
            places.append(place)
    return "".join(letters), places

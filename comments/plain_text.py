"""A thought's text: what a keyboard may send, and how it is laid out. Plain text, paragraphs and safe links."""

import re
import unicodedata
from functools import cache

from django.utils.html import escape

# Nothing on the page and able to mislead: direction overrides and marks, zero-width characters, blank letters, tags,
# variation selectors (but the two that choose between text and picture), controls but line breaks, halves of characters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Joiners are letters' business in the scripts of India and Arabia, and put emoji together; elsewhere they only hide.
JOINER = re.compile(
    "(?<![\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff])[\u200c\u200d](?![\u2190-\u2bff\U0001f000-\U0001faff])"
    "|(?<![\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
MOST_MARKS = 3
# A host begins with a letter or digit, so that no address begins with more than two slashes, and hides no other before an @.
ADDRESS = re.compile(r"https?://(?=[^\W_])(?![^\s/?#@]*@)[^\s<>\"'`\\{}|^\[\]]{3,}")
TRAILING = ".,;:!?)"


def clean(text: str) -> str:
    """The text as it is stored: composed Unicode, one kind of line break, nothing invisible, no towers of accents."""
    text = INVISIBLE.sub("", BREAKS.sub("\n", text)).replace("\u2800", " ")
    if not text.isascii():
        text = JOINER.sub("", _towers().sub(r"\1", unicodedata.normalize("NFD", text)))
        text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def lay_out(text: str) -> str:
    """The HTML of a cleaned text: `p`, `br` and `a`, everything else escaped."""
    return "".join(f"<p>{_linked(paragraph).replace(chr(10), '<br>')}</p>" for paragraph in text.split("\n\n"))


def _linked(text: str) -> str:
    out, at = [], 0
    for match in ADDRESS.finditer(text):
        url = match.group().rstrip(TRAILING)
        out += [
            escape(text[at : match.start()]),
            f'<a href="{escape(url)}" rel="nofollow ugc noopener">{escape(url)}</a>',
        ]
        at = match.start() + len(url)
    return "".join([*out, escape(text[at:])])


@cache
def _towers() -> re.Pattern[str]:
    """More marks on one letter than any language writes: those that may stay, and the rest.

    Only the first 65,536 characters: a set of these takes one look-up a letter, and the marks of all living scripts are there.
    """
    marks = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in {"Mn", "Me"})
    return re.compile(f"([{re.escape(marks)}]{{{MOST_MARKS}}})[{re.escape(marks)}]+")

"""A thought's text: what a keyboard may send, and how it is laid out. Plain text, paragraphs and safe links."""

import re
import unicodedata

from django.utils.html import escape

# Invisible on the page and able to mislead: direction overrides, zero-width characters, controls but line breaks.
INVISIBLE = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\x00-\x08\x0b-\x1f\x7f\u00ad\U000e0000-\U000e007f]"
)
STACKED = re.compile(
    r"((?:[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){3})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^\[\]]{3,500}")
TRAILING = ".,;:!?)"


def clean(text: str) -> str:
    """The text as it is stored: composed Unicode, one kind of line break, nothing invisible, no towers of accents."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = STACKED.sub(r"\1", INVISIBLE.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


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

"""A text as search compares it, whatever the server's locale: letters, digits and plain punctuation, in lower case.

Chinese, Japanese and Korean are searched by pairs of characters: the first two of these write no spaces, the third joins
particles to its words. A run of such characters becomes its overlapping pairs and, at the end, its last character:
習近平 is 習近 近平 平. The last one keeps two runs apart, and lets a single character be found wherever it stands.
"""

import re
import unicodedata
from itertools import pairwise

BY_PAIRS = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3"
RUN = re.compile(rf"[{BY_PAIRS}]+")
OPEN_END = re.compile(rf"[{BY_PAIRS}]{{2}}$")
QUOTES = '"“”„‟«»「」『』'
APOSTROPHES = "'’‘ʼ＇"


class _Punctuation(dict[int, str]):
    """Quotation marks and apostrophes become plain ones, other marks beyond ASCII and all control characters spaces."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if character in APOSTROPHES:
            known = "'"
        elif character in QUOTES:
            known = '"'
        elif kind[0] in "CZ" or (kind[0] in "PS" and not character.isascii()):
            known = " "
        else:
            known = character
        self[code] = known
        return known


_punctuation = _Punctuation()


def tidy(text: str) -> str:
    """The text with plain punctuation, in lower case, each character in its simplest form; nothing Postgres refuses."""
    return unicodedata.normalize("NFKC", text.translate(_punctuation)).lower()


def searched(text: str) -> str:
    """A published text for its search vector; accents are left to Postgres."""
    return RUN.sub(lambda run: _pairs(run.group()), tidy(text))


def asked(words: str) -> str:
    """A reader's words in the same form; a run at their end may go on in the text, so its last character is left out."""
    plain = searched(words).strip()
    return plain.rsplit(" ", 1)[0] if OPEN_END.search(tidy(words).strip()) else plain


def _pairs(run: str) -> str:
    pairs = (one + other for one, other in pairwise(run))
    return f" {' '.join([*pairs, run[-1]])} "

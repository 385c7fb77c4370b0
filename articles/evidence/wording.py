"""The words of a text as they are compared: in lower case, without their endings."""

import re

from articles.related.terms import STOP_WORDS, UNSPACED

WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:[.,]\d+)*(?:['’][^\W_{UNSPACED}]+)?")
ENDINGS = ("'s", "ing", "ed", "es", "s")


def words(text: str) -> list[str]:
    """All words in reading order, in lower case, cut to their stems."""
    return [stem(word.replace("’", "'")) for word in WORD.findall(text.lower())]


def telling(text: str) -> list[str]:
    """The words that say something by themselves."""
    return [word for word in words(text) if word not in STOP_WORDS]


def stem(word: str) -> str:
    """A word without its English ending, crudely, so that "votes", "voted" and "voting" are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word

"""Word for word: whether a run of words occurs in a text, whatever its quotation marks, spaces, dashes and capitals.

Texts are compared as one string of their words without anything between them, so that "co-operate" and "cooperate",
a line break or a dash make no difference; a match must begin and end with a word.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from articles.related.terms import UNSPACED

HANGUL = "\u1100-\u11ff\uac00-\ud7af"
# A word, a syllable where words are not spaced or carry endings, or a sign that changes what a figure says.
WORD = re.compile(rf"[{UNSPACED}{HANGUL}]|[^\W_{UNSPACED}{HANGUL}]+(?:['’ʼ][^\W_{UNSPACED}{HANGUL}]+)*|[$£€¥₩₹%‰°]")
GAP = re.compile(r"\[[^\[\]]{0,200}\]|\([.…]{1,3}\)|…|\.(?:\s?\.){2,}")
# "[T]he": the letter was changed to fit the sentence. "ask[ed]": so was the ending.
RECASED = re.compile(r"\[(\w)\](?=\w)")
ENDING = re.compile(r"\w+\[\w{1,5}\]")
ELLIPSIS = re.compile(r"^\W*$")

INSERTION_REACH = 6
"""How many words of the source a bracketed insertion may stand for."""
NEAR = 0.6
"""The share of a quotation's words, in order, from which a passage is the same quotation with words altered."""
NEAR_LIMIT = 200
"""Words of a quotation that are looked at in the search for a near passage; and places of one word."""
STARTS_LIMIT = 200


@dataclass(frozen=True)
class Part:
    """A run of words that must occur together; `reach`: how far behind the part before it may begin (words; 0: anywhere)."""

    words: tuple[str, ...]
    reach: int = 0

    @cached_property
    def joined(self) -> str:
        """The words in one string."""
        return "".join(self.words)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [_plain(word) for word in WORD.findall(text)]


def parts_of(quotation: str) -> tuple[Part, ...]:
    """A quotation's runs of words between ellipses and bracketed insertions; runs without words are left out."""
    text = ENDING.sub("[]", RECASED.sub(r"\1", quotation))
    parts, at, reach = [], 0, 0
    for match in [*GAP.finditer(text), None]:
        words = tuple(words_of(text[at : match.start() if match else len(text)]))
        if words:
            parts.append(Part(words, reach))
            reach = 0
        if match:
            at = match.end()
            insertion = (match[0].startswith("[") and not ELLIPSIS.match(match[0][1:-1])) or match[0] == "[]"
            reach = INSERTION_REACH if insertion else 0
    return tuple(parts)


@dataclass(frozen=True)
class Near:
    """A place in a text that is nearly what was sought: code points, and the share of the words found there in order."""

    start: int
    end: int
    share: float


class Wording:
    """A text, ready to be searched word for word."""

    def __init__(self, text: str) -> None:
        self.spans = [match.span() for match in WORD.finditer(text)]
        self.words = [_plain(text[start:end]) for start, end in self.spans]
        self.joined = "".join(self.words)
        self.starts: list[int] = []
        length = 0
        for word in self.words:
            self.starts.append(length)
            length += len(word)
        self.length = length

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Each word's places."""
        places = defaultdict(list)
        for number, word in enumerate(self.words):
            places[word].append(number)
        return dict(places)

    def find(self, parts: Sequence[Part]) -> tuple[int, int] | None:
        """Where the parts occur in order: from the first's start to the last's end, in code points; None if not."""
        if not parts:
            return None
        for tries, (first, after) in enumerate(self._occurrences(parts[0], 0)):
            last = self._follow(parts[1:], after)
            if last is not None:
                return self.spans[first][0], self.spans[last - 1][1]
            if tries >= STARTS_LIMIT or not any(part.reach for part in parts[1:]):
                return None
        return None

    def _follow(self, parts: Sequence[Part], after: int) -> int | None:
        for part in parts:
            found = next(self._occurrences(part, after), None)
            if found is None or (part.reach and found[0] - after > part.reach):
                return None
            after = found[1]
        return after

    def _occurrences(self, part: Part, after: int) -> Iterator[tuple[int, int]]:
        """Word numbers (end exclusive) of each place, from word number `after` on, where the part's words stand."""
        at = self.starts[after] if after < len(self.starts) else self.length
        while (at := self.joined.find(part.joined, at)) >= 0:
            first = bisect_left(self.starts, at)
            end = at + len(part.joined)
            after_last = bisect_left(self.starts, end)
            whole = end == self.length or (after_last < len(self.starts) and self.starts[after_last] == end)
            if first < len(self.starts) and self.starts[first] == at and whole:
                yield first, after_last
            at += 1

    def nearest(self, words: Sequence[str]) -> Near | None:
        """The stretch that shares most of the words in order, if it shares at least three and `NEAR` of them."""
        words = words[:NEAR_LIMIT]
        votes: Counter[int] = Counter()
        width = max(4, len(words) // 2)
        for number, word in enumerate(words):
            for place in self.places.get(word, ())[:NEAR_LIMIT]:
                votes[(place - number) // width] += 1
        best = None
        for bucket, _ in votes.most_common(3):
            near = self._align(words, bucket * width - 2, (bucket + 1) * width + len(words) + 2)
            if near and (best is None or near.share > best.share):
                best = near
        return best

    def _align(self, words: Sequence[str], start: int, end: int) -> Near | None:
        start = max(0, start)
        window = self.words[start:end]
        blocks = [b for b in SequenceMatcher(None, words, window, autojunk=False).get_matching_blocks() if b.size]
        same = sum(block.size for block in blocks)
        if same < min(3, len(words)) or same < NEAR * len(words):
            return None
        first, last = start + blocks[0].b, start + blocks[-1].b + blocks[-1].size - 1
        # Words altered at either end belong to the passage too.
        first = max(0, first - blocks[0].a)
        last = min(len(self.words) - 1, last + len(words) - blocks[-1].a - blocks[-1].size)
        return Near(self.spans[first][0], self.spans[last][1], same / len(words))


def _plain(word: str) -> str:
    return word.replace("’", "'").replace("ʼ", "'").casefold()

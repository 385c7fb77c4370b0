"""Where a reader's words stand in a text: the words that the database finds it by, marked, and a passage that shows them.

Nothing of a text reaches a page unescaped: marks are put around escaped pieces.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.search.query import Query

# A passage is so long, about two lines; it is looked for in the first part of a body.
LONG, LOOKED_AT = 220, 20_000
BEGINS = 2
WORD = r"[^\W_]*(?:[.'’][^\W_]+)*"
# How the database reads each form; the Python side only finds words that begin alike.
READ = """
    SELECT form, tsvector_to_array(to_tsvector('english', plain)), tsvector_to_array(to_tsvector('simple', plain))
    FROM unnest(%s::text[]) AS form CROSS JOIN LATERAL (SELECT unaccent(form) AS plain) AS without_accents
"""


def _bare(code: int) -> str:
    """The character without its accent, if that is one character in one."""
    bare = unicodedata.normalize("NFD", chr(code))[0]
    return bare if bare.isalpha() and len(bare.lower()) == 1 else chr(code)


ACCENTS = {code: _bare(code) for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]}
ACCENTS |= dict(zip(map(ord, "øØłŁđĐħıİ’"), "oOlLdDhiI'", strict=True))


class Span(NamedTuple):
    """A marked place, and by which of the words it is marked."""

    start: int
    end: int
    word: str


class Marked(NamedTuple):
    """What a result shows: headline, dek and, where it adds something, a passage of the body; all safe."""

    headline: SafeString
    dek: SafeString
    passage: SafeString | str


def folded(text: str) -> str:
    """The text in lower case without accents, each character at its place."""
    return text.translate(ACCENTS).lower()


def highlighted(query: Query, texts: Sequence[tuple[str, str, str, bool]]) -> list[Marked]:
    """The texts (headline, dek, body, whether it is searched by English stems) as results show them, for one query."""
    plain = [[folded(text) for text in parts[:3]] for parts in texts]
    pattern = _pattern(query)
    forms = {form for parts in plain for part in parts for form in pattern.findall(part)} if pattern else set()
    read = _read(forms)
    shown = []
    for (headline, dek, body, english), parts in zip(texts, plain, strict=True):
        wanted = {form: hit for form, both in read.items() if (hit := _hit(query, both, english=english))}
        spans = [_spans(part, pattern, wanted, query.runs) for part in parts]
        shown.append(_shown((headline, dek, body), spans))
    return shown


def _pattern(query: Query) -> re.Pattern[str] | None:
    """Words that begin as one of the query's does."""
    beginnings = sorted({re.escape(word[:BEGINS]) for word in query.stems | query.words})
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(beginnings)}){WORD}") if beginnings else None


def _read(forms: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
    forms = sorted(forms)
    if not forms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(READ, [forms])
        return {form: (stems, words) for form, stems, words in cursor.fetchall()}


def _hit(query: Query, read: tuple[list[str], list[str]], *, english: bool) -> str:
    """The word of the query that a form is found by."""
    hits = query.stems.intersection(read[0]) if english else query.words.intersection(read[1])
    return min(hits, default="")


def _spans(text: str, pattern: re.Pattern[str] | None, wanted: dict[str, str], runs: Iterable[str]) -> list[Span]:
    """The marked places of a text in order, none inside another."""
    spans = (
        [Span(m.start(), m.end(), wanted[m.group()]) for m in pattern.finditer(text) if m.group() in wanted]
        if pattern
        else []
    )
    spans += [Span(m.start(), m.end(), run) for run in runs for m in re.finditer(re.escape(run), text)]
    apart: list[Span] = []
    for span in sorted(spans):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _shown(texts: tuple[str, str, str], spans: Sequence[list[Span]]) -> Marked:
    headline, dek = (mark(text, found) for text, found in zip(texts[:2], spans[:2], strict=True))
    above = {span.word for found in spans[:2] for span in found}
    adds = {span.word for span in spans[2]} - above
    return Marked(headline, dek, _passage(texts[2], spans[2], adds) if adds else "")


def mark(text: str, spans: Iterable[Span]) -> SafeString:
    """The text with the spans in `<mark>`, neighbours in one."""
    pieces: list[tuple[str, str]] = []
    end = 0
    for span in spans:
        between, word = text[end : span.start], text[span.start : span.end]
        if pieces and between.isspace():
            pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]}{between}{word}")
        else:
            pieces.append((between, word))
        end = span.end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[end:])


def _passage(text: str, spans: Sequence[Span], adds: set[str]) -> SafeString:
    """The part of a text, cut between words, that shows most of what headline and dek do not."""

    def shown_from(span: Span) -> int:
        return len(
            {other.word for other in spans if span.start <= other.start and other.end <= span.start + LONG} & adds
        )

    best = max((span for span in spans if span.word in adds), key=lambda span: (shown_from(span), -span.start))
    start, end = _cut(text, best.start)
    inside = [Span(s.start - start, s.end - start, s.word) for s in spans if start <= s.start and s.end <= end]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, mark(text[start:end], inside), after)


def _cut(text: str, near: int) -> tuple[int, int]:
    """A little before that place, at the beginning of a sentence if one is near, and so long."""
    earliest = max(0, near - LONG // 3)
    breaks = [m.end() for m in re.finditer(r"[.!?。！？]\s+|\n+|(?<=[。！？])", text[earliest:near])]
    spaces = [m.end() for m in re.finditer(r"\s+", text[earliest:near])]
    start = earliest + (breaks[-1] if breaks else spaces[0] if spaces and earliest else 0)
    end = start + LONG
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", near, end)
    return start, space if space > near else end

"""A thought as moderators read it: the words that held it are marked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe


def marked(body: str, grounds: Iterable[Mapping[str, Any]]) -> SafeString:
    """The body as HTML paragraphs, the spans of the grounds in `mark`; overlapping spans become one."""
    out, at = [], 0
    for start, end in _spans(grounds, len(body)):
        out += [format_html("{}<mark>{}</mark>", body[at:start], body[start:end])]
        at = end
    text = format_html("{}{}", mark_safe("".join(out)), body[at:])  # noqa: S308 - escaped piece by piece
    return mark_safe(linebreaks(text))  # noqa: S308 - escaped above


def _spans(grounds: Iterable[Mapping[str, Any]], length: int) -> list[tuple[int, int]]:
    found = sorted((g["start"], min(g["end"], length)) for g in grounds if g.get("start") is not None)
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined

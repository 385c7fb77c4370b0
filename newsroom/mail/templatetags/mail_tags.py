"""Filters for mail templates."""

import textwrap

from django import template

register = template.Library()
WIDTH = 74


@register.filter
def one_line(text: str) -> str:
    """The text on one line, whatever line breaks it holds: a subject must not become a head of its own."""
    return " ".join(str(text).split())


@register.filter
def wrapped(text: str) -> str:
    """For the text part: its lines no longer than 74 characters, paragraphs and long words whole."""
    return "\n".join(
        textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in _lines(text)
    )


@register.filter
def quoted(text: str) -> str:
    """For the text part: wrapped, each line behind a "> "."""
    return "\n".join(f"> {line}".rstrip() for line in _lines(wrapped(text)))


def _lines(text: str) -> list[str]:
    return str(text).strip().splitlines()

"""Excerpting: a passage in the paragraph it stands in, cut to what fits beside an article."""

from dataclasses import dataclass

REACH = 600
"""Characters shown on either side at most."""
PARAGRAPH_END = "\n\n"


@dataclass(frozen=True)
class Excerpt:
    """`before`, `quote` and `after` follow each other in the source; an ellipsis stands where the paragraph goes on."""

    before: str
    quote: str
    after: str


def excerpt(text: str, start: int, end: int, reach: int = REACH) -> Excerpt:
    """The span with what surrounds it in its paragraph, at most `reach` code points on either side, cut between words."""
    opening = text.rfind(PARAGRAPH_END, 0, start)
    opening = opening + len(PARAGRAPH_END) if opening >= 0 else 0
    closing = text.find(PARAGRAPH_END, end)
    closing = closing if closing >= 0 else len(text)
    before, after = text[max(opening, start - reach) : start], text[end : min(closing, end + reach)]
    if start - reach > opening:
        before = f"… {before.partition(' ')[2] or before}"
    if end + reach < closing:
        after = f"{after.rpartition(' ')[0] or after} …"
    return Excerpt(before, text[start:end], after)

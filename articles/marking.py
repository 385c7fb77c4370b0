"""Marking: behind each sentence of a body a small link to what it rests on, or a sign that nothing was found.

The frozen HTML stays without marks. A sentence's span never nests and is never inside a link, so what is put behind
its end stands between two sentences.
"""

import re
from collections.abc import Mapping

from articles.grounds import Grounds, Resting

SPAN = re.compile(r'(<span id="s-(\d+)">.*?</span>)', re.DOTALL)
# Where a sentence without a passage leads.
NOTHING_FOUND = "no-passage"


def mark(html: str, grounds: Grounds, elsewhere: Mapping[str, str] | None = None) -> str:
    """The body with its markers; `elsewhere` gives the address of a passage that does not stand on the page itself."""
    away = elsewhere or {}
    return SPAN.sub(lambda found: f"{found[1]}{_markers(int(found[2]), grounds, away)}", html)


def _markers(sentence: int, grounds: Grounds, elsewhere: Mapping[str, str]) -> str:
    """One marker a source, so that a sentence that rests on three passages of one text carries one digit."""
    marked = grounds.marked(sentence)
    if not marked:
        label = "No source passage found for this sentence"
        return f'<a class="marker marker--none" href="#{NOTHING_FOUND}" data-sentence="{sentence}" aria-label="{label}"></a>'
    return "".join(_marker(sentence, resting, elsewhere) for resting in marked)


def _marker(sentence: int, resting: Resting, elsewhere: Mapping[str, str]) -> str:
    anchor, source = resting.ground.anchor, resting.ground.source
    address = elsewhere.get(anchor, f"#{anchor}")
    look, label = ("marker", f"Source {source}")
    if not resting.accepted:
        look, label = ("marker marker--proposed", f"Source {source}, passage found by a program")
    return f'<a class="{look}" href="{address}" data-sentence="{sentence}" aria-label="{label}">{source}</a>'

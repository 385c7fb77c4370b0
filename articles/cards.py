"""Cards: an article as it stands in a list, filled into moulds so that a list costs little more than its rows."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from newsroom.mould import Moulds

# What a card needs of an article, as columns; `Facts` has the same order.
COLUMNS = (
    "slug", "published_at", "angle", "section__slug", "section__name",
    "page__headline", "page__dek", "page__label", "page__notice", "page__minutes", "page__image", "story_id",
)  # fmt: skip


class Facts(NamedTuple):
    """One article in a list."""

    slug: str
    published_at: datetime
    angle: str
    section_slug: str
    section_name: str
    headline: str
    dek: str
    label: str
    notice: str
    minutes: int
    image: dict[str, Any] | str | None
    story: int | None = None
    reason: str = ""
    """Why it stands below another article, in words."""

    def picture(self) -> dict[str, Any] | None:
        """The hero as its measures and addresses; a prepared query gives it as text."""
        return json.loads(self.image) if isinstance(self.image, str) else self.image

    def __hash__(self) -> int:
        return hash(self.slug)


# What is shown, and how wide the picture stands, for each place a card is used in.
PLACES: dict[str, dict[str, Any]] = {
    "related": {"kicker": True, "dek": True, "sizes": "(min-width: 62em) 18rem, (min-width: 40em) 45vw, 100vw"},
    "wide": {"look": "wide", "kicker": True, "dek": True, "sizes": "(min-width: 62em) 48rem, 100vw"},
    "first": {"look": "wide", "dek": True, "sizes": "(min-width: 62em) 48rem, 100vw", "eager": True},
    "second": {"look": "small", "dek": True},
    "side": {"look": "side", "dek": True, "sizes": "(min-width: 40em) 18rem, 7rem"},
    "small": {"look": "small"},
    "thumb": {"look": "thumb", "dek": True, "sizes": "11rem"},
    "filed": {"look": "thumb", "kicker": True, "dek": True, "sizes": "11rem"},
    "line": {"template": "articles/_line.html", "kicker": True},
    "angle": {"template": "articles/_angle.html", "sizes": "(min-width: 62em) 20rem, 100vw"},
    "angle-text": {"template": "articles/_angle.html", "dek": True},
    "angle-full": {"template": "articles/_angle.html", "dek": True, "sizes": "(min-width: 40em) 45vw, 100vw"},
    "also": {"template": "articles/_also.html"},
}
ALWAYS = ("slug", "url", "headline", "iso", "day", "when", "minutes")
PICTURE = ("src", "srcset", "width", "height")
_moulds: dict[str, Moulds] = {}


@lru_cache(maxsize=4096)
def address(name: str, slug: str) -> str:
    """The path of an article or a section."""
    return reverse(f"articles:{name}", args=[slug])


def card(facts: Facts, place: str) -> SafeString:
    """The card of an article for a place of `PLACES`."""
    look = PLACES[place]
    values = _values(facts, look)
    gaps = tuple(name for name, value in values.items() if value != "")
    if place not in _moulds:
        _moulds[place] = Moulds(look.get("template", "articles/_card.html"), lambda *_: look)
    return _moulds[place].get(gaps).fill(**values)


def cards(articles: Iterable[Facts], place: str) -> SafeString:
    """Cards one after the other."""
    return mark_safe("".join(card(facts, place) for facts in articles))  # noqa: S308 - each part is safe


def _values(facts: Facts, look: dict[str, Any]) -> dict[str, Any]:
    at = facts.published_at
    image = facts.picture()
    values = {
        "slug": facts.slug,
        "url": address("article", facts.slug),
        "headline": facts.headline,
        "iso": f"{at:%Y-%m-%dT%H:%MZ}",
        "day": f"{at.day} {at:%b}",
        "when": f"{at.day} {at:%b %Y, %H:%M}",
        "minutes": str(facts.minutes),
        "label": facts.label,
        "notice": facts.notice,
        "angle": facts.angle or "Another angle",
        "dek": facts.dek if look.get("dek") else "",
        "reason": facts.reason,
    }
    if look.get("kicker"):
        values |= {
            "section": facts.section_name,
            "section_slug": facts.section_slug,
            "section_url": address("section", facts.section_slug),
        }
    if image and look.get("sizes"):
        values |= {name: str(image[name]) for name in PICTURE}
    return values

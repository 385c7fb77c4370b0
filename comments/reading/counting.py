"""How many thoughts an article has, said on its card: "38 thoughts", and nothing where there is none.

A card keeps a place for what is said about its article elsewhere: a comment in the HTML, `<!--beside SLUG-->`. No text of
others can hold one, since it is escaped; and where nobody fills it, nobody sees it.
"""

import re

from django.db.models.expressions import RawSQL

from comments.models import Tally
from newsroom.prepared import Prepared

_PLACE = re.compile(r"<!--beside ([-\w]+)-->")
_SLUGS = ["\x02slugs\x03"]

_counts = Prepared(
    lambda slugs: Tally.objects.filter(
        article__slug__in=RawSQL("SELECT unnest(%s::text[])", (slugs,)), public__gt=0
    ).values_list("article__slug", "public"),
    _SLUGS,
)


def with_counts(html: str) -> str:
    """The page with the counts of all cards on it; one query, none where there is no card."""
    slugs = sorted(set(_PLACE.findall(html)))
    if not slugs:
        return html
    counts = dict(_counts(slugs))
    return _PLACE.sub(lambda place: f"<span>{said(counts[place[1]])}</span>" if place[1] in counts else "", html)


def said(count: int) -> str:
    """A number of thoughts in words."""
    return f"{count} thought{'' if count == 1 else 's'}"

"""A mould: a template rendered once with marked gaps, then filled as often as wanted for the cost of a join."""

import time
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

MARK = "\x02{}\x03"
# A section that was renamed shows in every process within this time.
KEPT_SECONDS = 15.0


class Mould:
    """The pieces of a rendered template and the names of the gaps between them."""

    def __init__(self, template: str, gaps: tuple[str, ...], context: Mapping[str, Any]) -> None:
        marks = {name: mark_safe(MARK.format(name)) for name in gaps}  # noqa: S308 - our own marks
        text = render_to_string(template, {**context, **marks})
        first, *rest = text.split("\x02")
        self.pieces = [first, *(part.split("\x03", 1)[1] for part in rest)]
        self.names = [part.split("\x03", 1)[0] for part in rest]

    def fill(self, **values: Any) -> SafeString:
        """The text with each gap filled: escaped unless marked safe."""
        out = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            value = values[name]
            out += [value if isinstance(value, SafeString) else escape(str(value)), piece]
        return mark_safe("".join(out))  # noqa: S308 - pieces come from a template, values are escaped above


class Moulds:
    """Moulds of one template by their gaps and what else differs; made on first use, made anew after a while.

    What holds nothing of the database can be kept as long as the process lives: `kept=math.inf`, in seconds.
    """

    def __init__(self, template: str, context: Callable[..., Mapping[str, Any]], *, kept: float = KEPT_SECONDS) -> None:
        self.template, self.context, self.kept = template, context, kept
        self.made: dict[Any, tuple[float, Mould | None]] = {}

    def get(self, gaps: tuple[str, ...], *key: Any) -> Mould:
        """The mould with these gaps, its context made by `context(*key)`."""
        now = time.monotonic()
        made_at, mould = self.made.get((gaps, *key), (0.0, None))
        if mould is None or now - made_at > self.kept or settings.DEBUG:
            mould = Mould(self.template, gaps, self.context(*key))
            self.made[gaps, *key] = (now, mould)
        return mould

"""How one thought looks in each of its states."""

from datetime import datetime
from functools import lru_cache
from math import inf
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from comments.editing import WINDOW
from comments.models import State
from comments.moderation.house_rules import RULES
from comments.quoting import LEFT
from comments.reading.shown import Shown
from comments.reading.visiting import Viewer
from newsroom.mould import Moulds

_thought, _gone, _about, _answers = (
    Moulds(
        f"comments/_{name}.html",
        lambda *key: {"thoughts_url": reverse("comments:thought", args=["x"]).removesuffix("x/")} | dict(key),
        kept=inf,
    )
    for name in ("thought", "gone", "about", "answers")
)
# By a list of words, or by a rule that is no longer among them.
SOME_RULE = "the community rules"


def picture(
    thought: Shown,
    address: str,
    viewer: Viewer | None,
    *,
    answers_elsewhere: bool = False,
    joined: bool = False,
    is_open: bool = True,
) -> SafeString:
    """A thought, or the line that keeps its place; `address` is its article's, whose discussion may take answers or not."""
    mine = viewer is not None and thought.author == viewer.pk
    if not thought.seen and not (mine and thought.deleted_at is None):
        return _gone.get(("ref",), ("why", _why_gone(thought))).fill(ref=thought.ref)
    gaps = _gaps(thought) | _marks(thought, address, elsewhere=answers_elsewhere, joined=joined)
    look = _look(thought, viewer, mine=mine) | {"open": is_open}
    return _thought.get(tuple(gaps), *look.items()).fill(**gaps)


def _why_gone(thought: Shown) -> str:
    if thought.deleted_at:
        return "deleted"
    return "removed" if thought.state == State.REJECTED else "held"


def _gaps(thought: Shown) -> dict[str, str]:
    at, name = thought.created_at, thought.name or LEFT
    gaps = {
        "ref": thought.ref,
        "name": name,
        "initials": initials(thought.name),
        "iso": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "when": day_and_time(at),
        "say": mark_safe(thought.words),  # noqa: S308 - laid out at posting by comments.plain_text
    }
    if thought.slug:
        gaps["profile"] = profile(thought.slug)
    if thought.respects:
        gaps["respects"] = str(thought.respects)
    if thought.edited_at:
        gaps["edited"] = f"{thought.edited_at:%H:%M}"
    if thought.rule or (thought.state == State.REJECTED):
        gaps["rule"] = str(RULES.get(thought.rule, SOME_RULE))
    return gaps


def _marks(thought: Shown, address: str, *, elsewhere: bool, joined: bool) -> dict[str, SafeString]:
    """What it answers, where that is not seen from its place, and the sentence it is about."""
    marks = {}
    if thought.parent_ref and (joined or elsewhere):
        gaps = {"name": thought.parent_name or LEFT, "ref": thought.parent_ref} if thought.parent_seen else {}
        marks["answers"] = _answers.get(tuple(gaps), ("elsewhere", elsewhere)).fill(**gaps)
    if thought.about_text:
        number = thought.about_now or thought.about_sentence
        version = "" if thought.about_now else f"versions/{thought.about_version}/"
        marks["about"] = _about.get(("url", "text"), ("changed", bool(version))).fill(
            url=f"{address}{version}#s-{number}", text=thought.about_text
        )
    return marks


def _look(thought: Shown, viewer: Viewer | None, *, mine: bool) -> dict[str, Any]:
    """What differs between thoughts beside their words: each combination is a mould of its own."""
    waiting = not thought.seen and thought.state != State.REJECTED
    return {
        "signed_in": viewer is not None,
        "mine": mine,
        "waiting": waiting,
        "removed": thought.state == State.REJECTED,
        "editable": mine and (thought.seen or waiting) and timezone.now() - thought.created_at < WINDOW,
        "picked": thought.picked_at is not None and thought.seen,
        "picks": viewer is not None and viewer.picks,
        "writes": thought.writes,
        "staff": bool(thought.is_staff),
        "respected": thought.respected,
        "reported": thought.reported,
        "muted": thought.muted,
        "new": viewer is not None
        and not mine
        and viewer.new_since is not None
        and thought.created_at > viewer.new_since,
    }


def day_and_time(at: datetime) -> str:
    """As threads write it: 24 Feb, 10:22."""
    return f"{at.day} {at:%b, %H:%M}"


def initials(name: str | None) -> str:
    """Of the first and the last word of a name; of one word its first two letters."""
    words = (name or "").split()
    if not words:
        return "–"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


@lru_cache(maxsize=4096)
def profile(slug: str) -> str:
    """The address of a reader's public page."""
    return reverse("reader", args=[slug])

"""What a site lets machines read: its robots.txt, by the rules of RFC 9309."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from django.core.cache import cache

from articles.ingest.addresses import SAFE, WebAddress
from articles.ingest.asking import ROBOT, asked
from articles.ingest.connecting import Clock, Guard
from articles.ingest.failing import IngestError

# A rule: whether it allows, and the beginning of the addresses that it is about.
Rules = Sequence[tuple[bool, str]]
NOTHING: Rules = [(False, "/")]
ANYTHING: Rules = []
REMEMBERED = 600
LARGEST = 500_000
MOST = 2_000
"""Rules of one site."""
LINE = re.compile(r"^\s*(user-agent|allow|disallow)\s*:\s*([^#]*)", re.IGNORECASE)


def may_read(address: WebAddress, guard: Guard, clock: Clock) -> bool:
    """Whether the site lets us read the address; raises IngestError where nothing answers at all."""
    key = f"robots:{quote(address.origin, safe='')}"
    rules = cache.get(key)
    if rules is None:
        rules = _asked_for(address, guard, clock)
        cache.set(key, rules, REMEMBERED)
    return allowed(rules, address.target)


def _asked_for(address: WebAddress, guard: Guard, clock: Clock) -> Rules:
    """No such file (4xx) lets us read everything; a server in trouble (5xx) lets us read nothing (RFC 9309, 2.3.1)."""
    place = address.leading_to("/robots.txt")
    for _ in range(guard.redirects + 1):
        with asked(place, guard, clock) as answer:
            if answer.status in range(300, 400) and (location := answer.headers.get("location")):
                place = place.leading_to(location)
                continue
            if answer.status in range(500, 600):
                return NOTHING
            if answer.status not in range(200, 300):
                return ANYTHING
            try:
                return rules_for(ROBOT, answer.body(LARGEST).decode("utf-8", "replace"))
            except IngestError:
                return NOTHING
    return ANYTHING


def rules_for(robot: str, text: str) -> Rules:
    """The rules of the groups that name the robot, else of those for all robots."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    named: list[str] = []
    naming = False
    for line in text.lstrip("\ufeff").splitlines():
        found = LINE.match(line)
        if not found:
            continue
        field, value = found[1].lower(), found[2].strip()
        if field == "user-agent":
            named = [*named, value.lower()] if naming else [value.lower()]
            for name in named:
                groups.setdefault(name, [])
        elif value:
            for name in named:
                groups[name].append((field == "allow", quote(value, safe=SAFE)))
        naming = field == "user-agent"
    return groups.get(robot.lower(), groups.get("*", []))[:MOST]


def allowed(rules: Rules, target: str) -> bool:
    """The longest rule that matches decides, of two as long the one that allows; robots.txt itself is always allowed."""
    matching = [(len(pattern), allows) for allows, pattern in rules if _matches(pattern, target)]
    return max(matching, default=(0, True))[1]


def _matches(pattern: str, target: str) -> bool:
    """`*` stands for anything, `$` at the end for the end; takes time in proportion to both."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for place, piece in enumerate(rest, 1):
        if whole and place == len(rest):
            return target.endswith(piece) and len(target) - len(piece) >= at
        found = target.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not whole or at == len(target)

"""A line of an import, checked field by field: what is wrong is said in a sentence, and nothing else is taken over."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from articles.models import AiRole, Backing, Contributor, Source, SourceDocument, State, Story
from articles.models.article import BODY_LIMIT, LANGUAGES
from articles.models.source import WEB_ADDRESS

# Far above what a newspaper prints, far below what would hold up the site.
SOURCES, TEXT_LIMIT, IMAGES, BYLINE, PASSAGES, PINS, ADDRESSES, APART = 100, 2_000_000, 20, 50, 5_000, 50, 500, 500
LAST_PLACE = 32_767
Check = Callable[[Any, str], Any]


class LineError(ValueError):
    """The line can not be taken; the message names the field, what is wrong and what to do."""


def text(limit: int, *, needed: bool = False) -> Check:
    """Plain text of at most `limit` characters; null is empty."""

    def check(given: Any, name: str) -> str:
        given = "" if given is None else given
        if not isinstance(given, str):
            raise LineError(f"“{name}” is {_kind(given)}: give a text.")
        value = given.replace("\r\n", "\n")
        if len(value) > limit:
            raise LineError(f"“{name}” has {len(value):,} characters: {limit:,} are the limit, cut it.")
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise LineError(f"“{name}” holds characters that are no text: take them out.")
        if needed and not value.strip():
            raise LineError(f"“{name}” is empty: fill it.")
        return value

    return check


def one_of(values: list[str]) -> Check:
    """One of a few words."""

    def check(value: Any, name: str) -> str:
        if value not in values:
            raise LineError(f"“{name}” is {_shown(value)}: give one of {', '.join(values)}.")
        return str(value)

    return check


def time(value: Any, name: str) -> datetime | None:
    """An ISO 8601 time; one without a zone is UTC."""
    if value in (None, ""):
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise LineError(f"“{name}” is {_shown(value)}: give a time such as 2026-02-24T09:14:00Z.") from error


def day(value: Any, name: str) -> date | None:
    """An ISO 8601 date."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError) as error:
        raise LineError(f"“{name}” is {_shown(value)}: give a date such as 2026-02-24.") from error


def number(value: Any, name: str) -> UUID:
    """A UUID."""
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise LineError(f"“{name}” is {_shown(value)}: give a UUID, or leave it out.") from error


def whole(value: Any, name: str) -> int:
    """A whole number, not negative."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise LineError(f"“{name}” is {_shown(value)}: give a whole number.")
    return value


def place(value: Any, name: str) -> int:
    """A place in an order."""
    if (number := whole(value, name)) > LAST_PLACE:
        raise LineError(f"“{name}” is {number}: give a place up to {LAST_PLACE}.")
    return number


def table(fields: dict[str, Check], *needed: str) -> Check:
    """An object with these fields, of which only those given come back; others are left aside."""

    def check(value: Any, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise LineError(f"“{name}” is {_kind(value)}: give an object.")
        if missing := [field for field in needed if field not in value]:
            raise LineError(f"“{name}” has no “{missing[0]}”: add it.")
        return {field: fields[field](value[field], f"{name}.{field}") for field in fields if field in value}

    return check


def many(item: Check, limit: int) -> Check:
    """A list of at most `limit`; null is an empty one."""

    def check(value: Any, name: str) -> list[Any]:
        value = [] if value is None else value
        if not isinstance(value, list):
            raise LineError(f"“{name}” is {_kind(value)}: give a list.")
        if len(value) > limit:
            raise LineError(f"“{name}” holds {len(value):,}: {limit} are the limit.")
        return [item(one, f"{name}[{position}]") for position, one in enumerate(value, 1)]

    return check


def optional(item: Check) -> Check:
    """The same, or null."""
    return lambda value, name: None if value is None else item(value, name)


def byline(value: Any, name: str) -> list[str]:
    """A name, or a list of names."""
    names: list[str] = many(text(100, needed=True), BYLINE)([value] if isinstance(value, str) else value, name)
    return names


def source(value: Any, name: str) -> dict[str, Any]:
    """A source in full, so that two can be compared: what is not given is as in a new one."""
    if isinstance(value, str):
        value = {"url": value, "title": value}
    given = table(SOURCE)(value, name)
    address, note = given.get("url", ""), given.get("note", "")
    if not address and not note:
        raise LineError(f"“{name}” has neither “url” nor “note”: give the address, or what was seen or heard.")
    if address and not re.match(WEB_ADDRESS, address):
        raise LineError(f"“{name}.url” is {_shown(address)}: give a web address that begins with http:// or https://.")
    defaults = {"url": "", "title": address, "publisher": "", "note": "", "published_on": None, "slug": None}
    reading = {"text": "", "extent": SourceDocument.Extent.WHOLE.value, "language": "en", "read_at": None}
    return {**defaults, **reading, **given, "kind": Source.Kind.PUBLISHED.value if address else Source.Kind.OWN.value}


def _kind(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "null")


def _shown(value: Any) -> str:
    return f"“{value[:40]}”" if isinstance(value, str) else _kind(value)


ROLE = one_of([str(role) for role in AiRole])
LANGUAGE = one_of([code for code, _ in LANGUAGES])
SOURCE: dict[str, Check] = {
    "url": text(600), "title": text(300), "publisher": text(150), "note": text(5000), "published_on": day,
    "slug": optional(text(120)), "text": text(TEXT_LIMIT), "language": text(12), "read_at": time,
    "extent": one_of([str(extent) for extent in SourceDocument.Extent]),
}  # fmt: skip
IMAGE: dict[str, Check] = {
    "file": text(500, needed=True), "alt": text(300), "caption": text(300), "credit": text(120),
}  # fmt: skip
CONTRIBUTOR: dict[str, Check] = {
    "slug": text(50), "name": text(100, needed=True), "bio": text(5000),
    "kind": one_of([str(kind) for kind in Contributor.Kind]),
}  # fmt: skip
CONTENT: dict[str, Check] = {
    "headline": text(250, needed=True), "dek": text(600), "body": text(BODY_LIMIT), "language": LANGUAGE,
    "notice": text(150), "byline": byline, "contributors": many(table(CONTRIBUTOR, "name"), BYLINE),
    "ai": table({"headline": ROLE, "dek": ROLE, "body": ROLE, "summary": ROLE, "provider": text(60), "model": text(120)}),
    "sources": many(source, SOURCES), "images": many(table(IMAGE, "file"), IMAGES),
}  # fmt: skip
STORY: dict[str, Check] = {
    "slug": text(50, needed=True), "name": text(150), "named_by": one_of([str(hand) for hand in Story.Hand]),
    "named_after": optional(text(200)), "former_slugs": many(text(50, needed=True), ADDRESSES),
}  # fmt: skip
FILING: dict[str, Check] = {
    "section": text(60, needed=True), "section_name": text(60), "angle": text(80), "date_note": text(150),
    "story": optional(table(STORY, "slug")), "grouped_into": optional(table(STORY, "slug")), "angle_order": optional(place),
    "publish_at": time,
}  # fmt: skip
PASSAGE: dict[str, Check] = {
    "sentence_sha256": text(64, needed=True), "source": whole, "start": whole, "end": whole, "quote": text(TEXT_LIMIT),
    "state": one_of([str(Backing.State.ACCEPTED), str(Backing.State.REJECTED)]),
}  # fmt: skip
IDENTITY: dict[str, Check] = {
    "external_id": text(200, needed=True), "uid": number, "slug": text(300), "published_at": time, "override": text(5000),
    "state": one_of([str(state) for state in State]), "working_copy": table(CONTENT), "evidence": many(table(PASSAGE, *PASSAGE), PASSAGES),
    "pinned": many(text(200), PINS), "excluded": many(text(200), PINS), "apart": many(text(200), APART),
}  # fmt: skip
LINE = table(IDENTITY | FILING | CONTENT)


def checked(value: Any) -> dict[str, Any]:
    """The line's fields, each of its type; raises LineError, which names the first that is wrong."""
    if not isinstance(value, dict):
        raise LineError("This is no JSON object: write one object a line.")
    line: dict[str, Any] = LINE(value, "line")
    if "external_id" not in line:
        raise LineError("“external_id” is missing: give each article a name of its own that never changes.")
    return line

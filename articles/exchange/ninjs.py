"""ninjs 3.3, the IPTC's News in JSON: a record as an item, and an item, ours or another's, as a line.

What ninjs has a place for stands there. What it has none for (roles of AI by part, how much of a source was read, the
desk's notes) stands as one description with the role `newsroom`, so that a round trip loses nothing.
Source: https://www.iptc.org/std/ninjs/ninjs-schema_3.3.json
"""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from articles.disclosure import IPTC, TERMS
from articles.exchange.line import LineError
from articles.exchange.markdown import from_html, from_plain
from articles.models import PUBLIC, AiRole, Article

Item = dict[str, Any]
STANDARD = {"name": "ninjs", "version": "3.3", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.3.json#"}
OURS = "newsroom"
STATUS = {"published": "usable", "retracted": "usable", "killed": "canceled"}
STATES = {"usable": "published", "withheld": "withheld", "canceled": "killed"}
# What ninjs has no place for.
KEPT = (
    "uid", "state", "notice", "date_note", "story", "grouped_into", "angle", "angle_order", "contributors", "ai", "images",
    "override", "working_copy", "evidence", "pinned", "excluded", "apart",
)  # fmt: skip
KEPT_OF_SOURCE = ("kind", "note", "slug", "extent", "published_on", "read_at")


def is_ninjs(value: Any) -> bool:
    """True for an object that ninjs describes and our lines do not."""
    return isinstance(value, dict) and "external_id" not in value and bool({"uri", "headlines", "bodies"} & set(value))


def from_record(record: Item, article: Article) -> Item:
    """The record of an article as an item."""
    live = article.live if article.state in PUBLIC else None
    kept = {name: record[name] for name in KEPT}
    kept["sources"] = [{name: source[name] for name in KEPT_OF_SOURCE} for source in record["sources"]]
    item: Item = {
        "uri": f"tag:{settings.SITE_HOST},2026:article/{article.uid}",
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "version": str(live.number) if live else "",
        "firstCreated": record["published_at"],
        "versionCreated": (live.published_at if live else article.edited_at).isoformat(),
        "embargoedUntil": record["publish_at"],
        "pubStatus": STATUS.get(record["state"], "withheld"),
        "language": record["language"],
        "slugline": record["slug"],
        "altIds": [{"role": "external_id", "value": record["external_id"]}],
        "headlines": [{"role": "main", "contentType": "text/plain", "value": record["headline"]}],
        "descriptions": [
            {"role": "summary", "contentType": "text/plain", "value": record["dek"]},
            {"role": OURS, "contentType": "application/json", "value": json.dumps(kept, ensure_ascii=False)},
        ],
        "bodies": [{"role": "main", "contentType": "text/markdown", "value": record["body"]}],
        "by": ", ".join(record["byline"]),
        "people": _signed(record, "person"),
        "organisations": _signed(record, "desk"),
        "subjects": [{"name": record["section_name"], "rel": "section", "literal": record["section"]}],
        "events": [{"name": story["name"], "rel": "story", "literal": story["slug"]}]
        if (story := record["story"])
        else [],
        "associations": [_association(source, n) for n, source in enumerate(record["sources"], 1)],
        **_disclosed(record),
    }
    if live:
        item["bodies"].append({"role": "html", "contentType": "text/html", "wordCount": live.words, "value": live.html})
    return {name: value for name, value in item.items() if value not in (None, "", [])}


def _signed(record: Item, kind: str) -> list[Item]:
    return [{"name": one["name"], "rel": "author"} for one in record["contributors"] if one["kind"] == kind]


def _association(source: Item, number: int) -> Item:
    """A source: its item, publisher and text as read."""
    item: Item = {
        "name": source["title"] or source["publisher"] or f"source {number}",
        "rel": "source",
        "uri": source["url"] or f"tag:{settings.SITE_HOST},2026:source/{number}",
        "type": "text",
        "infoSources": [{"name": source["publisher"], "role": "publisher"}],
        "language": source["language"],
    }
    if source["text"]:
        item["bodies"] = [{"role": "main", "contentType": "text/plain", "value": source["text"]}]
    return item


def _disclosed(record: Item) -> Item:
    """Digital source type, disclaimer and label."""
    said = record["disclosure"] or {}
    term = TERMS.get(AiRole(record["ai"]["body"]))
    policy = {"title": "How we use AI", "href": f"{settings.SITE_URL}/ai-policy/"}
    return {
        "digitalSourceType": {"name": AiRole(record["ai"]["body"]).label, "uri": f"{IPTC}{term}"} if term else None,
        "usageTerms": said.get("disclaimer"),
        "edNote": said.get("label") or (said.get("summary") or {}).get("label"),
        "trustIndicators": [policy] if said.get("disclaimer") else [],
    }


def to_line(item: Item) -> Item:
    """The item as a line, not checked yet: whatever it holds, nothing but what has the right shape is taken."""
    kept = _kept(item)
    line: Item = {
        "external_id": _labelled(item, "altIds", "external_id") or item.get("uri"),
        "slug": item.get("slugline") or None,
        "headline": _labelled(item, "headlines", "main") or _first(item, "headlines"),
        "dek": _labelled(item, "descriptions", "summary") or "",
        "body": _body(item),
        "language": str(item.get("language") or "en").split("-")[0],
        "byline": _byline(item),
        "published_at": item.get("firstCreated"),
        "publish_at": item.get("embargoedUntil"),
        "state": STATES.get(str(item.get("pubStatus", "usable")), "draft"),
        "ai": _ai(item),
        "sources": list(_sources(item, kept)),
        **_section(item),
        **{name: kept[name] for name in KEPT if name in kept},
    }
    return {name: value for name, value in line.items() if value is not None}


def _rows(item: Item, name: str) -> list[Item]:
    rows = item.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _labelled(item: Item, name: str, role: str) -> Any:
    return next((row.get("value") for row in _rows(item, name) if row.get("role") == role), None)


def _first(item: Item, name: str) -> Any:
    return next((row.get("value") for row in _rows(item, name)), None)


def _kept(item: Item) -> Item:
    """What our own export put aside."""
    try:
        kept = json.loads(_labelled(item, "descriptions", OURS) or "{}")
    except (TypeError, ValueError, RecursionError) as error:
        raise LineError("The description with the role “newsroom” is not JSON: leave it out.") from error
    return kept if isinstance(kept, dict) else {}


def _body(item: Item) -> str:
    """Markdown as it is, else HTML, else plain text."""
    by_type = {str(row.get("contentType", "text/plain")): row.get("value") for row in reversed(_rows(item, "bodies"))}
    for kind, value in sorted(by_type.items(), key=lambda pair: ("markdown" not in pair[0], "html" not in pair[0])):
        if isinstance(value, str):
            return value if "markdown" in kind else from_html(value) if "html" in kind else from_plain(value)
    return ""


def _byline(item: Item) -> list[Any]:
    named = [
        row.get("name")
        for name in ("people", "organisations")
        for row in _rows(item, name)
        if row.get("rel") == "author"
    ]
    by = str(item.get("by") or "")
    # `by` has the order, where it holds all of them.
    if named and all(isinstance(name, str) and name in by for name in named):
        return sorted(named, key=by.index)
    return named or ([by.removeprefix("By ")] if by else [])


def _ai(item: Item) -> Item:
    kind = item.get("digitalSourceType")
    address = str(kind.get("uri", "")) if isinstance(kind, dict) else ""
    return {"body": next((str(role) for role, term in TERMS.items() if address == f"{IPTC}{term}"), "none")}


def _section(item: Item) -> Item:
    """The subject that is said to be the section, else the first one; the event that is said to be the story."""
    subjects = _rows(item, "subjects")
    section = next((row for row in subjects if row.get("rel") == "section"), subjects[0] if subjects else {})
    found: Item = {"section": section.get("literal") or section.get("name"), "section_name": section.get("name")}
    for row in _rows(item, "events"):
        if row.get("rel") == "story":
            found["story"] = {"slug": row.get("literal"), "name": row.get("name")}
    return found


def _sources(item: Item, kept: Item) -> Iterator[Item]:
    """What the item was made from, with the text where it came along."""
    more = kept.get("sources")
    more = more if isinstance(more, list) else []
    rows = [row for row in _rows(item, "associations") if row.get("rel") == "source"]
    for row, rest in zip(rows, [*more, *({} for _ in rows)], strict=False):
        address = str(row.get("uri") or "")
        yield {
            "url": address if address.startswith(("http://", "https://")) else "",
            "title": row.get("name"),
            "publisher": next((info.get("name") for info in _rows(row, "infoSources")), ""),
            "text": _first(row, "bodies"),
            "language": row.get("language") or "en",
            **(rest if isinstance(rest, dict) else {}),
        }

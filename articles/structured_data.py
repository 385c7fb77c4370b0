"""Structured data (schema.org, JSON-LD) of an article, computed from the same facts as the page."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.dates import modified_at
from articles.disclosure import Disclosure
from articles.models import AiRole, Article, ArticleVersion, Page, Source

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
# Where each part stands on the page.
PLACES = {"headline": "h1", "dek": ".dek--lead", "summary": "#key-points"}


def as_json(article: Article, version: ArticleVersion, page: Page, disclosure: Disclosure) -> SafeString:
    """The graph as JSON for a script element; nothing in it can end that element."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [_article(article, version, page, disclosure), _publisher(), _trail(article, version)],
    }
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308 - every character that could close the script element is escaped above


def _article(article: Article, version: ArticleVersion, page: Page, disclosure: Disclosure) -> dict[str, Any]:
    url = article.full_url()
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "url": url,
        "mainEntityOfPage": url,
        "headline": version.headline,
        "description": page.dek,
        "inLanguage": version.language,
        "datePublished": article.published_at.isoformat() if article.published_at else "",
        "dateModified": modified_at(article.published_at, version.number, version.published_at).isoformat(),
        "articleSection": article.section.name,
        "wordCount": version.words,
        "isAccessibleForFree": True,
        "author": [_author(person) for person in version.byline] or [_desk()],
        "publisher": {"@id": f"{settings.SITE_URL}/#org"},
        "publishingPrinciples": f"{settings.SITE_URL}/ai-policy/",
        "discussionUrl": f"{url}#thoughts",
    }
    if page.image:
        node["image"] = [f"{settings.SITE_URL}{page.image['src']}"]
    return node | _basis(version) | _made(disclosure)


def _basis(version: ArticleVersion) -> dict[str, Any]:
    """What the article rests on."""
    based_on = [_source(cited.source) for cited in version.cited.select_related("source")]
    addresses = [source["url"] for source in based_on if "url" in source]
    return ({"isBasedOn": based_on} if based_on else {}) | ({"citation": addresses} if addresses else {})


def _made(disclosure: Disclosure) -> dict[str, Any]:
    """Who made it: the person who answers for it, and what part a machine had.

    A body that a machine had part in marks the whole; around a body by people only the parts are marked.
    """
    node: dict[str, Any] = {}
    if disclosure.responsible:
        node["editor"] = {"@type": "Person", "name": disclosure.responsible}
    if disclosure.disclaimer:
        node["creditText"] = disclosure.disclaimer
        node["usageInfo"] = f"{settings.SITE_URL}/ai-policy/"
    if term := disclosure.term("body"):
        node["digitalSourceType"] = _schema(term)
    parts = PLACES if disclosure.body == AiRole.NONE else ("summary",)
    if marked := [_part(part, disclosure) for part in parts if disclosure.term(part)]:
        node["hasPart"] = marked if len(marked) > 1 else marked[0]
    return node


def _part(part: str, disclosure: Disclosure) -> dict[str, str]:
    name = f"Key points, {disclosure.points}" if part == "summary" else f"{getattr(disclosure, part).label} {part}"
    return {
        "@type": "WebPageElement",
        "cssSelector": PLACES[part],
        "name": name,
        "digitalSourceType": _schema(disclosure.term(part)),
    }


def _schema(term: str) -> str:
    """The IPTC's term as a member of schema.org's enumeration."""
    return f"https://schema.org/{term[0].upper()}{term[1:]}DigitalSource"


def _author(person: dict[str, str]) -> dict[str, str]:
    return {
        "@type": "Person" if person["kind"] == "person" else "Organization",
        "name": person["name"],
        "url": f"{settings.SITE_URL}/about/",
    }


def _desk() -> dict[str, str]:
    """Where no byline is given, the newsroom signs."""
    url = settings.SITE_URL
    return {"@type": "Organization", "@id": f"{url}/#org", "name": settings.SITE_NAME, "url": f"{url}/"}


def _source(source: Source) -> dict[str, Any]:
    node = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
    }
    return {**node, "url": source.url} if source.url else node


def _publisher() -> dict[str, Any]:
    url = settings.SITE_URL
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{url}/#org",
        "name": settings.SITE_NAME,
        "url": f"{url}/",
        "publishingPrinciples": f"{url}/ai-policy/",
        "ethicsPolicy": f"{url}/about/",
        "actionableFeedbackPolicy": f"{url}/contact/",
    }


def _trail(article: Article, version: ArticleVersion) -> dict[str, Any]:
    section = article.section
    steps = [
        ("Home", f"{settings.SITE_URL}/"),
        (section.name, f"{settings.SITE_URL}{section.get_absolute_url()}"),
        (version.headline, article.full_url()),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": url} for n, (name, url) in enumerate(steps, 1)
        ],
    }

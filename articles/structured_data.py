"""Structured data (schema.org, JSON-LD) of an article, computed from the same facts as the page."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.disclosure import SCHEMA_TERMS, Disclosure
from articles.models import Article, ArticleVersion, Page

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


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
    published = article.published_at.isoformat() if article.published_at else ""
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "url": url,
        "mainEntityOfPage": url,
        "headline": version.headline,
        "description": page.dek,
        "inLanguage": version.language,
        "datePublished": published,
        "dateModified": max(published, version.published_at.isoformat()) if version.number > 1 else published,
        "articleSection": article.section.name,
        "wordCount": version.words,
        "isAccessibleForFree": True,
        "author": [_author(person) for person in version.byline] or [{"@id": f"{settings.SITE_URL}/#org"}],
        "publisher": {"@id": f"{settings.SITE_URL}/#org"},
        "publishingPrinciples": f"{settings.SITE_URL}/ai-policy/",
        "usageInfo": f"{settings.SITE_URL}/ai-policy/",
        "discussionUrl": f"{url}#thoughts",
    }
    if page.image:
        node["image"] = [f"{settings.SITE_URL}{page.image['src']}"]
    if version.reviewed_by and version.reviewed_at:
        node["editor"] = {"@type": "Person", "name": str(version.reviewed_by)}
    if based_on := [_source(cited.source) for cited in version.cited.select_related("source")]:
        node["isBasedOn"] = based_on
        node["citation"] = [source["url"] for source in based_on if "url" in source]
    if disclosure.role in SCHEMA_TERMS:
        node["digitalSourceType"] = SCHEMA_TERMS[disclosure.role]
    if disclosure.disclaimer:
        node["creditText"] = disclosure.disclaimer
    if disclosure.points:
        node["hasPart"] = {
            "@type": "WebPageElement",
            "cssSelector": "#key-points",
            "name": f"Key points, {disclosure.points}",
            "digitalSourceType": "https://schema.org/AlgorithmicMediaDigitalSource",
        }
    return node


def _author(person: dict[str, str]) -> dict[str, str]:
    return {
        "@type": "Person" if person["kind"] == "person" else "Organization",
        "name": person["name"],
        "url": f"{settings.SITE_URL}/about/",
    }


def _source(source: Any) -> dict[str, Any]:
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

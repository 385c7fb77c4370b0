"""Provenance: the whole record of how an article was made, as data; its schema is static/schemas/provenance.json."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.disclosure import SELECTING, disclose
from articles.grounds import Resting, grounds_of
from articles.laying_out import shown_summary
from articles.models import Article, ArticleVersion, Evidence, Sentence, Summary, VersionSource

SCHEMA = "/static/schemas/provenance.json"
ROLES = {"headline": "ai_headline", "dek": "ai_dek", "body": "ai_body"}


def provenance_of(article: Article, version: ArticleVersion) -> dict[str, Any]:
    """The record of an article's live version. Offsets count code points, ends are exclusive, times are ISO 8601 in UTC."""
    summary = shown_summary(version)
    grounds = grounds_of(version)
    return {
        "$schema": f"{settings.SITE_URL}{SCHEMA}",
        "url": article.full_url(),
        "headline": version.headline,
        "dek": version.dek,
        "language": version.language,
        "disclosure": disclose(version, summary).as_json(),
        "version": _version(version),
        "versions": [
            _listed(article, one) for one in article.versions.order_by("number").defer("body", "html", "text")
        ],
        "text": version.text,
        "sentences": [_sentence(sentence) for sentence in version.sentences.all()],
        "evidence": [
            _evidence(number, resting) for number in sorted(grounds.behind) for resting in grounds.behind[number]
        ],
        "sources": [_source(number, cited) for number, cited in enumerate(grounds.cited, 1)],
        "runs": runs_of(version, summary),
        "findings": version.findings,
        "override": _override(version),
        "review": version.review or None,
        "corrections": [],
    }


def runs_of(version: ArticleVersion, summary: Summary | None) -> list[dict[str, Any]]:
    """What machines did, as far as it is on record: for each part its role, provider and model, recipe, inputs by hash."""
    runs = [
        _run(part, getattr(version, name), version.ai_provider, version.ai_model)
        for part, name in ROLES.items()
        if getattr(version, name) != "none"
    ]
    if summary:
        role = "selected" if summary.provider == SELECTING else "generated"
        run, at = summary.run, _time(summary.created_at)
        known = {"model": run.model, "input_hash": run.input_hash, "inputs": run.inputs} if run else {}
        runs.append(_run("key points", role, summary.provider, "", recipe=summary.recipe, at=at) | known)
    return runs


def _run(part: str, role: str, provider: str, model: str, **known: Any) -> dict[str, Any]:
    unknown: dict[str, Any] = {"recipe": "", "at": None, "input_hash": None, "inputs": []}
    return {"part": part, "role": role, "provider": provider, "model": model} | unknown | known


def _version(version: ArticleVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "published_at": _time(version.published_at),
        "content_hash": version.content_hash,
        "byline": version.byline,
        "words": version.words,
    }


def _listed(article: Article, version: ArticleVersion) -> dict[str, Any]:
    path = reverse("articles:version", args=[article.slug, version.number])
    return {
        "number": version.number,
        "url": f"{settings.SITE_URL}{path}",
        "published_at": _time(version.published_at),
        "content_hash": version.content_hash,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "number": sentence.number,
        "kind": sentence.kind,
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
    }


def _evidence(sentence: int, resting: Resting) -> dict[str, Any]:
    row = resting.evidence
    return {
        "sentence": sentence,
        "source": resting.ground.source,
        "document_sha256": row.document.sha256,
        "start": row.start,
        "end": row.end,
        "quote": row.quote,
        "score": row.score,
        "state": row.state,
        "by": str(row.by) if row.by and row.state == Evidence.State.ACCEPTED else None,
        "at": _time(row.at),
    }


def _source(number: int, cited: VersionSource) -> dict[str, Any]:
    source, document = cited.source, cited.document
    return {
        "number": number,
        "kind": source.kind,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url or None,
        "note": source.note,
        "published_on": source.published_on.isoformat() if source.published_on else None,
        "extent": document.extent if document else None,
        "language": document.language if document else None,
        "sha256": document.sha256 if document else None,
        "read_at": _time(document.fetched_at) if document else None,
    }


def _override(version: ArticleVersion) -> dict[str, Any] | None:
    if not version.override_reason:
        return None
    by = str(version.published_by) if version.published_by else None
    return {"reason": version.override_reason, "by": by, "at": _time(version.published_at)}


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

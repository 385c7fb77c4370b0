"""Freezing: the working copy as it stands becomes a version, with its sentences, its sources and their evidence."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from articles.body import Body
from articles.evidence.kinds import kind_of
from articles.models import Article, ArticleVersion, Backing, Evidence, Sentence, SourceDocument, VersionSource
from articles.models.source import hash_text

# Copied from the working copy into the version as they stand.
FROZEN = (
    "headline", "dek", "body", "language", "notice", "hero", "hero_alt", "hero_caption", "hero_credit",
    "ai_headline", "ai_dek", "ai_body", "ai_provider", "ai_model",
)  # fmt: skip


def hash_of(article: Article) -> str:
    """What makes a text this text: every frozen field, the byline, and the sources with their texts as read, hashed."""
    values: dict[str, Any] = {name: getattr(article, name) for name in FROZEN if name != "hero"}
    values["hero"] = article.hero_id
    values["byline"] = _byline(article)
    cited = list(article.citation_set.values_list("source_id", flat=True))
    read = latest_texts(cited)
    values["sources"] = [(source, read[source].sha256 if source in read else "") for source in cited]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def latest_texts(sources: Sequence[int]) -> dict[int, SourceDocument]:
    """Each source's text as last read, by the source's id."""
    latest = SourceDocument.objects.filter(source__in=sources).order_by("source_id", "-fetched_at", "-id")
    return {document.source_id: document for document in latest.distinct("source_id")}


def freeze(article: Article, body: Body, content_hash: str, **record: Any) -> ArticleVersion:
    """The next version of an article; `record` holds what is known of its publication (by whom, findings, review)."""
    latest = article.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = ArticleVersion.objects.create(
        article=article,
        number=latest + 1,
        html=body.html,
        text=body.text,
        words=body.words,
        headings=body.headings,
        content_hash=content_hash,
        byline=_byline(article),
        **{name: getattr(article, name) for name in FROZEN},
        **record,
    )
    sentences = Sentence.objects.bulk_create(_sentences(version, body))
    cited = list(article.citation_set.values_list("source_id", flat=True))
    read = latest_texts(cited)
    VersionSource.objects.bulk_create(
        VersionSource(version=version, source_id=source, position=position, document=read.get(source))
        for position, source in enumerate(cited, 1)
    )
    Evidence.objects.bulk_create(_evidence(article, sentences, [document.pk for document in read.values()]))
    return version


def _byline(article: Article) -> list[dict[str, str]]:
    people = article.contributors.order_by("byline__position", "byline__id")
    return [{"slug": person.slug, "name": person.name, "kind": person.kind} for person in people]


def _sentences(version: ArticleVersion, body: Body) -> Iterator[Sentence]:
    for number, s in enumerate(body.sentences, 1):
        text = body.text[s.start : s.end]
        yield Sentence(
            version=version,
            number=number,
            paragraph=s.paragraph,
            start=s.start,
            end=s.end,
            text=text,
            kind=kind_of(text, version.language),
        )


def _evidence(article: Article, sentences: Sequence[Sentence], documents: Sequence[int]) -> Iterator[Evidence]:
    """What the desk put behind each sentence that still stands, from texts that are still linked."""
    backings: dict[str, list[Backing]] = {}
    for backing in article.backings.filter(document__in=documents).exclude(state=Backing.State.REJECTED):
        backings.setdefault(backing.sentence_hash, []).append(backing)
    for sentence in sentences:
        for backing in backings.get(hash_text(sentence.text), []):
            copied = ("document_id", "start", "end", "quote", "score", "state", "by_id", "at")
            yield Evidence(sentence=sentence, **{name: getattr(backing, name) for name in copied})

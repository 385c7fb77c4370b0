"""A record: all that the rows hold of an article, in the shape of a line of an export.

`content` is what publishing freezes, `filing` what it does not. A public article's content is its live version's; where
the working copy has gone on, what differs stands beside it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from articles.disclosure import Disclosure
from articles.exchange.desk import beside, name_of, story_record
from articles.models import PUBLIC, AiRole, Article, ArticleVersion, Contributor, Image, Source, SourceDocument
from articles.models.source import hash_text

Record = dict[str, Any]
TEXTS = ("headline", "dek", "body", "language", "notice")
AI = ("headline", "dek", "body", "provider", "model")
# Sources' texts as last read, by the source's key.
Texts = dict[int, SourceDocument]
# Takes a picture and its name; puts it where it belongs and returns the path.
Place = Callable[[Image, str], str]


def record_of(article: Article, place: Place, texts: Texts, disclosure: Disclosure | None) -> Record:
    """The article as a line; `place` stores a picture and returns its path relative to the file.

    `texts` are its sources' latest, by the source's key; `disclosure` is its live version's, where it is public.
    """
    live = article.live if article.state in PUBLIC else None
    draft = content_of_draft(article, place, texts)
    content = content_of_version(live, place) if live else draft
    return {
        "external_id": name_of(article),
        "uid": str(article.uid),
        "slug": article.slug,
        "state": article.state,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        **filing_of(article),
        **content,
        "ai": {**content["ai"], "summary": str(disclosure.summary if disclosure else AiRole.NONE)},
        "override": live.override_reason if live else "",
        "evidence": _evidence(article, content["sources"]),
        **beside(article),
        "working_copy": {name: value for name, value in draft.items() if value != content[name]},
        "disclosure": disclosure.as_json() if disclosure else None,
    }


def filing_of(article: Article) -> Record:
    """Where the article is filed."""
    return {
        "section": article.section.slug,
        "section_name": article.section.name,
        "story": story_record(article.story),
        "grouped_into": story_record(article.grouped_into),
        "angle": article.angle,
        "angle_order": article.angle_order,
        "date_note": article.date_note,
        "publish_at": article.publish_at.isoformat() if article.publish_at else None,
    }


def content_of_draft(article: Article, place: Place, texts: Texts) -> Record:
    """The working copy's content, with its sources' texts as last read."""
    sources = [citation.source for citation in article.citation_set.all()]
    people = [line.contributor for line in article.byline_set.all()]
    byline = [{"slug": one.slug, "name": one.name, "kind": one.kind, "bio": one.bio} for one in people]
    cited = [(source, texts.get(source.pk)) for source in sources]
    same = article.live is None or article.live.hero_id == article.hero_id
    return _content(article, byline, cited, article.slug if same else f"{article.slug}-next", place)


def content_of_version(version: ArticleVersion, place: Place) -> Record:
    """A version's content, with its sources' texts as they were under it."""
    cited = [(row.source, row.document) for row in version.cited.all()]
    return _content(version, version.byline, cited, version.article.slug, place)


def _content(
    text: Article | ArticleVersion,
    byline: list[dict[str, str]],
    cited: Iterable[tuple[Source, SourceDocument | None]],
    name: str,
    place: Place,
) -> Record:
    return {
        **{field: getattr(text, field) for field in TEXTS},
        "byline": [person["name"] for person in byline],
        "contributors": _contributors(byline),
        "ai": {field: getattr(text, f"ai_{field}") for field in AI},
        "sources": [_source(source, document) for source, document in cited],
        "images": [_image(text, place(text.hero, name))] if text.hero else [],
    }


def _contributors(byline: list[dict[str, str]]) -> list[dict[str, str]]:
    """The byline with what is said about each; a version knows only their names."""
    bare = [person["slug"] for person in byline if "bio" not in person]
    bios = dict(Contributor.objects.filter(slug__in=bare).values_list("slug", "bio")) if bare else {}
    return [{"bio": bios.get(person["slug"], ""), **person} for person in byline]


def _source(source: Source, document: SourceDocument | None) -> dict[str, Any]:
    return {
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "kind": source.kind,
        "note": source.note,
        "published_on": source.published_on.isoformat() if source.published_on else None,
        "slug": source.slug,
        "text": document.text if document else "",
        "extent": document.extent if document else SourceDocument.Extent.WHOLE.value,
        "language": document.language if document else "en",
        "read_at": document.fetched_at.isoformat() if document else None,
    }


def _evidence(article: Article, sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The passages that the desk accepted or rejected, of the texts that go along; a sentence is named by its hash."""
    numbers = {hash_text(source["text"]): number for number, source in enumerate(sources, 1)}
    return [
        {
            "sentence_sha256": row.sentence_hash,
            "source": numbers[row.document.sha256],
            "start": row.start,
            "end": row.end,
            "quote": row.quote,
            "state": row.state,
        }
        for row in article.backings.all()
        if row.document.sha256 in numbers
    ]


def _image(text: Article | ArticleVersion, file: str) -> dict[str, str]:
    return {"file": file, "alt": text.hero_alt, "caption": text.hero_caption, "credit": text.hero_credit}

"""Citing: putting a source, and its text as read, under an article."""

from dataclasses import dataclass
from datetime import date

from articles.models import Article, Citation, Source, SourceDocument, VersionSource
from articles.models.source import hash_text


@dataclass(frozen=True)
class Cited:
    """A source as the desk enters it."""

    publisher: str
    title: str
    url: str = ""
    note: str = ""
    published_on: date | None = None
    text: str = ""
    extent: str = SourceDocument.Extent.WHOLE
    slug: str | None = None

    @property
    def kind(self) -> str:
        """Without an address it is own reporting."""
        return Source.Kind.PUBLISHED if self.url else Source.Kind.OWN


def cite(article: Article, cited: Cited, position: int, citation: Citation | None = None) -> Citation:
    """Puts the source under the article at that position; a source that is published elsewhere is never changed in place."""
    source = _source(cited, citation.source if citation else None, article)
    if cited.text.strip():
        SourceDocument.objects.get_or_create(
            source=source, sha256=hash_text(cited.text), defaults={"text": cited.text, "extent": cited.extent}
        )
    if citation is None:
        citation, _ = Citation.objects.get_or_create(article=article, source=source, defaults={"position": position})
    citation.source, citation.position = source, position
    citation.save()
    return citation


def _source(cited: Cited, known: Source | None, article: Article) -> Source:
    values = {
        "kind": cited.kind,
        "publisher": cited.publisher,
        "title": cited.title,
        "url": cited.url,
        "note": cited.note,
        "published_on": cited.published_on,
    }
    if known is None:
        same = Source.objects.filter(slug=cited.slug) if cited.slug else Source.objects.filter(**values)
        return same.first() or Source.objects.create(slug=cited.slug, **values)
    if all(getattr(known, name) == value for name, value in values.items()):
        return known
    if VersionSource.objects.filter(source=known).exists() or known.citation_set.exclude(article=article).exists():
        return Source.objects.create(**values)
    for name, value in values.items():
        setattr(known, name, value)
    known.save()
    return known

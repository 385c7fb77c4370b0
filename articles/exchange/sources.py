"""Sources of an imported article: found again where they are the same, with the text as it was read."""

from typing import Any

from articles.citing import Cited, cite
from articles.freezing import latest_texts
from articles.models import Article, Citation, Source, SourceDocument
from articles.models.source import hash_text

VALUES = ("kind", "publisher", "title", "url", "note", "published_on")


def cite_all(article: Article, wanted: list[dict[str, Any]]) -> None:
    """Puts exactly these sources under the article, in their order; a source is shared only where its text is the same."""
    own = {_values(citation.source): citation.source for citation in article.citation_set.select_related("source")}
    chosen = [(_chosen(one, own), one) for one in wanted]
    article.citation_set.exclude(source__in=[source for source, _ in chosen]).delete()
    for position, (source, one) in enumerate(chosen, 1):
        citation = Citation.objects.filter(article=article, source=source).first()
        cited = Cited(**{name: one[name] for name in ("publisher", "title", "url", "note", "published_on")})
        cite(article, cited, position, citation or Citation(article=article, source=source))


def _chosen(one: dict[str, Any], own: dict[tuple[Any, ...], Source]) -> Source:
    values = {name: one[name] for name in VALUES}
    mine = own.get(tuple(values.values()))
    if mine and _reads(mine, one):
        return mine
    same = Source.objects.filter(**values).order_by("pk")
    latest = latest_texts([source.pk for source in same])
    for source in same:
        if (latest[source.pk].text if source.pk in latest else "") == one["text"]:
            return source
    slug = one["slug"] if not Source.objects.filter(slug=one["slug"]).exists() else None
    source = Source.objects.create(slug=slug, **values)
    _reads(source, one)
    return source


def _reads(source: Source, one: dict[str, Any]) -> bool:
    """Adds the text to the source's readings, if it can be the latest of them; says whether it is."""
    latest = latest_texts([source.pk]).get(source.pk)
    if one["text"] == (latest.text if latest else ""):
        return True
    sha256, read_at = hash_text(one["text"]), one["read_at"]
    older = latest and read_at and read_at <= latest.fetched_at
    if not one["text"] or older or source.documents.filter(sha256=sha256).exists():
        return False
    known = {"fetched_at": read_at} if read_at else {}
    SourceDocument.objects.create(
        source=source, text=one["text"], extent=one["extent"], language=one["language"], **known
    )
    return True


def _values(source: Source) -> tuple[Any, ...]:
    return tuple(getattr(source, name) for name in VALUES)

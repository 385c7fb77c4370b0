"""A source's text at the desk: as it was read, in full, with the passages that the article's sentences rest on."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles.admin.review_rows import Row, rows_with_passages
from articles.backing import linked_documents
from articles.models import Article, SourceDocument
from articles.reviewing import under_review


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `rows` are the sentences that rest on it, `pointed` is what the reviewer came to see."""

    text: str
    start: int
    rows: tuple[Row, ...] = ()
    pointed: bool = False


def source_text(request: HttpRequest, article: Article, document: int) -> HttpResponse:
    """Shows a text of a source that the article links; looking at it is not yet opening it for the review.

    `?from=` and `?to=` mark the characters that a finding points at.
    """
    linked = SourceDocument.objects.filter(source__citation__article=article).select_related("source")
    found = get_object_or_404(linked, pk=document)
    desk = under_review(article, request.user)
    pointed = (_number(request.GET.get("from", "")), _number(request.GET.get("to", "")))
    facts = {
        **admin.site.each_context(request),
        "title": f"{found.source.publisher}: {found.source.title}",
        "article": article,
        "document": found,
        "opts": Article._meta,  # noqa: SLF001 - Django's own name for it in its admin templates
        "pieces": list(_pieces(found, rows_with_passages(desk), pointed)),
        "is_opened": found.pk in desk.opened,
        "is_latest": found.pk in linked_documents(article),
    }
    return TemplateResponse(request, "admin/articles/article/source_text.html", facts)


def _pieces(document: SourceDocument, rows: list[Row], pointed: tuple[int, int]) -> Iterator[Piece]:
    """The text cut at the ends of the passages; overlapping ones share their pieces."""
    spans = [(b.start, b.end, row) for row in rows for b, _ in row.backings if b.document_id == document.pk]
    length = len(document.text)
    ends = {*pointed, *(edge for start, end, _ in spans for edge in (start, end))}
    edges = sorted({0, length, *(edge for edge in ends if edge < length)})
    for start, end in pairwise(edges):
        resting = tuple(row for s, e, row in spans if s <= start and end <= e)
        yield Piece(document.text[start:end], start, resting, pointed[0] <= start and end <= pointed[1])


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - no text is that long

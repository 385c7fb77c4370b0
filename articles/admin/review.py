"""The review at the desk: the text sentence by sentence, what is wrong with it, what it rests on, and the decisions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join

from articles.admin.review_rows import Row, rows_of
from articles.backing import NotBackedError, accept, linked_documents, put, reject
from articles.body import BodyError
from articles.jobs import post_for_draft
from articles.models import Article, Backing, Review, SourceDocument
from articles.passages import PassageError, find_passage
from articles.reviewing import (
    QUESTIONS,
    NotReviewedError,
    ReviewIncompleteError,
    UnderReview,
    decide,
    finish,
    open_source,
    under_review,
)


@dataclass(frozen=True)
class Refused:
    """A step that was not taken: where, why, and what the reviewer had typed."""

    where: str = ""
    problems: tuple[str, ...] = ()
    typed: str = ""
    check: str = ""
    words: str = ""


NOTHING = Refused()


def review(request: HttpRequest, article: Article) -> HttpResponse:
    """Shows the working copy to its reviewer; takes one step of the review by POST and comes back to the same place."""
    act = next((act for name, act in ACTS.items() if name in request.POST), None)
    try:
        if request.method == "POST" and act:
            return act(request, article)
        return _page(request, article)
    except BodyError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _page(request: HttpRequest, article: Article, refused: Refused = NOTHING) -> HttpResponse:
    desk = under_review(article, request.user)
    rows = rows_of(desk)
    if desk.on_record is None:
        post_for_draft(article)
    facts = {
        **admin.site.each_context(request),
        "title": "Review",
        "subtitle": article.headline,
        "article": article,
        "opts": Article._meta,  # noqa: SLF001 - Django's own name for it in its admin templates
        "desk": desk,
        "rows": rows,
        # The same for every sentence, so it is laid out once.
        "options": format_html_join(
            "", '<option value="{}">{}. {}</option>', ((one.document, one.number, one.publisher) for one in desk.texts)
        ),
        "at_large": [finding for finding in desk.findings if not finding.text],
        "next_open": next((row for row in rows if row.open_flags), None),
        "refused": refused,
        "questions": QUESTIONS,
        "checked": set(request.POST) & set(QUESTIONS),
        "reviews": _reviews(article, desk),
        **_counts(desk, rows),
    }
    return TemplateResponse(request, "admin/articles/article/review.html", facts)


def _counts(desk: UnderReview, rows: list[Row]) -> dict[str, Any]:
    undecided = sum(bool(row.open_flags) for row in rows)
    bare = [row for row in rows if row.line.part == "body" and not row.backings]
    return {"opened": len(desk.texts) - len(desk.remaining.unopened), "undecided": undecided, "bare": len(bare)}


def _reviews(article: Article, desk: UnderReview) -> list[tuple[Review, bool]]:
    """Finished reviews, newest first, each with whether it is of exactly this text."""
    finished = Review.objects.filter(article=article).select_related("by")[:10]
    return [(one, one.content_hash == desk.content_hash) for one in finished]


def _back(request: HttpRequest, article: Article) -> HttpResponse:
    """To where the reviewer was."""
    place = request.POST.get("place", "")
    anchor = f"#l-{place}" if place.isdecimal() else f"#{place}" if place in {"sources", "finish"} else ""
    return HttpResponseRedirect(reverse("admin:articles_article_review", args=[article.pk]) + anchor)


def _open(request: HttpRequest, article: Article) -> HttpResponse:
    """By POST, because a browser may fetch a link that nobody followed."""
    document = get_object_or_404(SourceDocument, pk=_number(request.POST["open"]))
    try:
        open_source(article, document, request.user)
    except NotReviewedError as error:
        return _page(request, article, Refused("sources", (str(error),)))
    return HttpResponseRedirect(reverse("admin:articles_article_source", args=[article.pk, document.pk]))


def _decide(request: HttpRequest, article: Article) -> HttpResponse:
    given = request.POST
    key = (given.get("sentence", ""), given.get("check", ""), given.get("words", ""))
    try:
        decide(article, key, given.get("reason", ""), request.user)
    except NotReviewedError as error:
        refused = Refused(key[0], (str(error),), given.get("reason", ""), key[1], key[2])
        return _page(request, article, refused)
    return _back(request, article)


def _settle(verb: Callable[..., bool], name: str) -> Callable[[HttpRequest, Article], HttpResponse]:
    def act(request: HttpRequest, article: Article) -> HttpResponse:
        backing = get_object_or_404(Backing, pk=_number(request.POST[name]), article=article)
        verb(article, backing, request.user)
        return _back(request, article)

    return act


def _put(request: HttpRequest, article: Article) -> HttpResponse:
    sentence, pasted = request.POST.get("sentence", ""), request.POST.get("passage", "")
    documents = linked_documents(article)
    chosen = documents.get(_number(request.POST.get("document", "")))
    try:
        document, start, end = _find([chosen] if chosen else list(documents.values()), pasted)
        put(article, sentence, document, start, end, by=request.user)
    except (PassageError, NotBackedError) as error:
        return _page(request, article, Refused(sentence, (str(error),), pasted))
    return _back(request, article)


def _take(request: HttpRequest, article: Article) -> HttpResponse:
    """The passage that a finding points at, put behind its sentence: "document:start:end"."""
    sentence = request.POST.get("sentence", "")
    number, start, end = ([_number(part) for part in request.POST["take"].split(":")] + [0, 0, 0])[:3]
    document = get_object_or_404(SourceDocument, pk=number)
    try:
        put(article, sentence, document, start, end, by=request.user)
    except NotBackedError as error:
        return _page(request, article, Refused(sentence, (str(error),)))
    return _back(request, article)


def _find(documents: list[SourceDocument], pasted: str) -> tuple[SourceDocument, int, int]:
    """The first text that has the passage; where none has, the one that came nearest says what to do."""
    refusals = [PassageError("No source with a text as read is linked. Link one first.")]
    for document in documents:
        try:
            return document, *find_passage(document.text, pasted)
        except PassageError as error:
            refusals.insert(0, error)
    raise max(refusals, key=lambda refusal: refusal.near)


def _finish(request: HttpRequest, article: Article) -> HttpResponse:
    answers = {name: name in request.POST for name in QUESTIONS}
    try:
        finish(article, request.user, content_hash=request.POST.get("content_hash", ""), **answers)
    except ReviewIncompleteError as error:
        return _page(request, article, Refused("finish", tuple(error.missing)))
    messages.success(request, "Review finished. It holds for exactly this text: any change asks for a new one.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - what a bigint holds


ACTS: dict[str, Callable[[HttpRequest, Article], HttpResponse]] = {
    "open": _open,
    "decide": _decide,
    "accept": _settle(accept, "accept"),
    "reject": _settle(reject, "reject"),
    "put": _put,
    "take": _take,
    "finish": _finish,
}

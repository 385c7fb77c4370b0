"""Reading the letters page: the discussion of an article, a thread, what is new, and the permalink of a thought."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.views.sharing import SHARED_SECONDS, shareable
from comments.composing import composer, why_closed
from comments.models import Comment
from comments.reading import finding
from comments.reading.discussion import Discussion, discussion_from, discussion_of
from comments.reading.orders import NEWEST, ORDERS, PICKS
from comments.reading.selection import MOST_COUNTED, as_number, as_time, picks_of, refs_since, since
from comments.reading.showing import listed, threads
from comments.reading.thread import thread_of
from comments.reading.visiting import Viewer, viewer_of
from comments.views.posting import held_off, post
from newsroom.models import User

# Of a page of the article, what the discussion beside it does not show.
LAID_OUT = ("body", "page__html", "page__head", "page__toc")
NONE_PICKED = "No thought on this article has been picked yet."
NONE_NEW = "Nothing is new here."


class Part(NamedTuple):
    """What of a discussion is shown, under which title; `kept` is what the address of its next page begins with."""

    discussion: Discussion
    title: str = "Thoughts"
    kept: str = ""
    nothing: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def thoughts(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole discussion of an article, a page at a time; a POST adds a thought."""
    if request.method == "POST" and (answer := held_off(request, slug)):
        return answer
    articles = Article.objects.published().select_related("page", "section").defer(*LAID_OUT)
    article = get_object_or_404(articles, slug=slug)
    if request.method == "POST":
        return post(request, article)
    viewer, closed = viewer_of(request, article.pk), why_closed(request, article)
    part = _part(request, article, viewer)
    if "part" in request.GET:
        newest = part.discussion.newest
        headers = {"X-Newest": str(as_number(newest))} if newest else {}
        text = listed(article, part.discussion, viewer, is_open=not closed)
        return shareable(request, HttpResponse(text, headers=headers))
    facts: dict[str, Any] = {
        "article": article,
        "title": part.title,
        "part": part.kept,
        "count": part.discussion.count,
        "nothing": "" if part.discussion.threads else part.nothing,
        "threads": threads(article, part.discussion, viewer, is_open=not closed, asked=part.kept),
        "composer": SafeString("") if part.kept else composer(request, article, closed=closed),
    }
    return shareable(request, render(request, "comments/thoughts.html", facts))


def _part(request: HttpRequest, article: Article, viewer: Viewer | None) -> Part:
    """What the address asks for; nonsense is the newest."""
    asked, reader, unseen = request.GET, viewer.pk if viewer else None, viewer is not None and viewer.unseen
    after, first = asked.get("after", ""), asked.get("from", "")
    if thread := asked.get("thread"):
        found = thread_of(article.pk, thread, after=after, first=first, reader=reader, unseen=unseen)
        if found is None:
            raise Http404
        return Part(found, "One thread", urlencode({"thread": thread}))
    if at := as_time(asked.get("since", "")):
        kept = urlencode({"since": asked["since"]})
        return Part(since(article.pk, at, after, reader), "New thoughts", kept, NONE_NEW)
    order = ORDERS.get(asked.get("sort", ""), NEWEST)
    if order is PICKS:
        return Part(picks_of(article.pk, after, reader), nothing=NONE_PICKED)
    if order is NEWEST and first and (begun := _thread_number(article, first)):
        return Part(discussion_from(article.pk, begun, reader, unseen=unseen))
    return Part(discussion_of(article.pk, order, after, reader, unseen=unseen))


def _thread_number(article: Article, ref: str) -> int | None:
    return Comment.objects.filter(article=article, ref=ref).values_list("thread", flat=True).first()


@require_safe
def thought(request: HttpRequest, ref: str) -> HttpResponse:
    """A thought's permalink: leads to its place in the discussion, as long as both are public or it is one's own."""
    comment = finding.found(ref, request.user.pk if isinstance(request.user, User) else None)
    if comment is None or not Article.objects.published().filter(pk=comment.article_id).exists():
        raise Http404
    return shareable(request, HttpResponseRedirect(finding.place_of(comment)))


@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """How many thoughts came after a time, `?since=` in microseconds, and the newest of them; the same for everybody."""
    article = Article.objects.published().filter(slug=slug).values_list("pk", flat=True).first()
    if article is None:
        raise Http404
    at = as_time(request.GET.get("since", ""))
    if at is None:
        return JsonResponse({"error": "Say since when, in microseconds since 1970: ?since=0"}, status=400)
    refs = refs_since(article, at)
    response = JsonResponse({"count": len(refs), "more": len(refs) == MOST_COUNTED, "newest": refs[0] if refs else ""})
    patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
    return response

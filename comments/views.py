"""The letters page: read a discussion, post a thought."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.views.sharing import shareable
from comments.discussion import LAST, discussion_of
from comments.models import BODY_LIMIT, Comment
from comments.posting import NotPostedError, post_thought
from comments.showing import composer, draft_key, threads
from newsroom.models import User

# A draft kept for somebody who must sign in first: enough for the longest thought, no more.
KEPT_CHARACTERS = 2 * BODY_LIMIT


@require_http_methods(["GET", "HEAD", "POST"])
def thoughts(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole discussion of an article, a page at a time; a POST adds a thought."""
    article = get_object_or_404(Article.objects.published().select_related("page", "section"), slug=slug)
    if request.method == "POST":
        return _post(request, article)
    facts = {
        "article": article,
        "threads": threads(article, discussion_of(article.pk, _before(request.GET.get("after", "")))),
        "composer": composer(request, article),
    }
    return shareable(request, render(request, "comments/thoughts.html", facts))


def _before(text: str) -> int:
    """The thread named by an `after` parameter; nonsense is the newest."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(LAST)) else LAST


def _post(request: HttpRequest, article: Article) -> HttpResponse:
    text = request.POST.get("body", "")
    if not isinstance(request.user, User):
        request.session[draft_key(article)] = text[:KEPT_CHARACTERS]
        return HttpResponseRedirect(f"{reverse('account_login')}?next={article.get_absolute_url()}%23composer")
    try:
        key = uuid.UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        key = uuid.uuid4()
    parent = Comment.objects.public().filter(ref=request.POST.get("parent", "")).first()
    try:
        if request.POST.get("parent") and parent is None:
            raise NotPostedError("The thought you answer is no longer there. Post yours as a thought of its own.")
        comment, _ = post_thought(article, request.user, text, key, parent)
    except NotPostedError as error:
        return _again(request, article, text, parent, str(error))
    request.session.pop(draft_key(article), None)
    messages.success(request, "Thought posted.")
    return HttpResponseRedirect(comment.place())


def _again(request: HttpRequest, article: Article, text: str, parent: Comment | None, error: str) -> HttpResponse:
    """The form once more, with what was typed and what is wrong with it."""
    facts = {
        "article": article,
        "threads": threads(article, discussion_of(article.pk)),
        "composer": composer(request, article, text=text, parent=parent, error=error),
    }
    response = render(request, "comments/thoughts.html", facts, status=400)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def thought(request: HttpRequest, ref: str) -> HttpResponse:
    """A thought's permalink: leads to its place in the discussion, as long as both are public."""
    found = get_object_or_404(Comment.objects.public().select_related("article"), ref=ref)
    article = get_object_or_404(Article.objects.published(), pk=found.article_id)
    return HttpResponseRedirect(
        f"{reverse('comments:thoughts', args=[article.slug])}?after={found.thread + 1}#thought-{found.ref}"
    )

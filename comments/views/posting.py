"""Posting a thought: what a reader typed comes in, and is never lost."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from articles.models import Article, Section
from comments.anchoring import sentence_named
from comments.composing import answered, composer, sign_in_address
from comments.drafting import KEPT_CHARACTERS, Typed, drop, keep, typed_in
from comments.floods import floods
from comments.limits import TOO_FAST, too_fast
from comments.models import Comment, QuietThread, State
from comments.posting import post_thought
from comments.refusing import NotPostedError
from comments.views.answering import for_script, refused
from newsroom.models import User
from newsroom.mould import Moulds
from newsroom.sender import sender_of

GONE = "The thought you answer is no longer there. Post yours as a thought of its own."
CHANGED = "The sentence you write about is no longer in the article. Post your thought without it, or choose another."
SAYS = {
    State.NONE: "Thought posted.",
    State.REJECTED: "Your thought was removed at once. You find the reason beside it.",
}
WAITS = "Thought received. A moderator reads it before others do; only you can see it for now."

_flood_page = Moulds(
    "comments/flood.html",
    lambda: {"sections": list(Section.objects.all()), "site": {"name": settings.SITE_NAME, "url": settings.SITE_URL}},
)


def held_off(request: HttpRequest, slug: str) -> HttpResponse | None:
    """The short answer to who goes on sending though told to wait, before the database is asked; None for all others."""
    seconds = floods.seconds_left(_session_of(request))
    if not seconds:
        return None
    error = too_fast(TOO_FAST, seconds)
    response = refused(error) if for_script(request) else refused(error, _page_for_flood(request, slug, str(error)))
    patch_cache_control(response, private=True, no_store=True)
    # Or the log would hold a line for each of them.
    response._has_been_logged = True  # type: ignore[attr-defined] # noqa: SLF001 - Django has no other way
    return response


def _page_for_flood(request: HttpRequest, slug: str, says: str) -> HttpResponse:
    text = request.POST.get("body", "")[:KEPT_CHARACTERS]
    return HttpResponse(_flood_page.get(("says", "text", "slug")).fill(says=says, text=text, slug=slug))


def post(request: HttpRequest, article: Article) -> HttpResponse:
    """A reader's thought on an article: posted, or shown again with what is wrong."""
    typed = typed_in(request.POST)
    if not isinstance(request.user, User):
        keep(request, article, typed)
        address = sign_in_address(article, typed)
        if for_script(request):
            return JsonResponse({"error": "Sign in again. Your text is kept.", "sign_in": address}, status=401)
        return HttpResponseRedirect(address)
    try:
        comment = _post(request, request.user, article, typed)
    except NotPostedError as error:
        return _again(request, article, typed, error)
    drop(request, article)
    says = SAYS.get(State(comment.state), WAITS)
    if for_script(request):
        return JsonResponse({"ref": comment.ref, "address": comment.get_absolute_url(), "says": says}, status=201)
    messages.add_message(request, messages.WARNING if comment.state == State.REJECTED else messages.SUCCESS, says)
    return HttpResponseRedirect(_place(comment))


def _post(request: HttpRequest, author: User, article: Article, typed: Typed) -> Comment:
    parent = answered(article, typed.parent) if typed.parent else None
    if typed.parent and parent is None:
        raise NotPostedError(GONE)
    about = sentence_named(article, typed.about) if typed.about else None
    if typed.about and about is None:
        raise NotPostedError(CHANGED)
    key, sender = _key(request.POST.get("idempotency_key", "")), sender_of(request)
    comment, _ = post_thought(article, author, typed.text, key, parent, about=about, sent_from=sender)
    _wish(author, comment, typed.mail)
    return comment


def _wish(author: User, comment: Comment, mail: bool | None) -> None:
    """Whether replies in this thread are to be mailed, where the form asked."""
    if mail:
        QuietThread.objects.filter(reader=author, thread=comment.thread).delete()
    elif mail is not None:
        QuietThread.objects.get_or_create(reader=author, thread_id=comment.thread)


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _place(comment: Comment) -> str:
    """Where its author sees it: at the head of the article's discussion, or wherever its thread stands."""
    if comment.parent_id is None:
        return comment.place()
    return f"{comment.get_absolute_url()}#thought-{comment.ref}"


def _again(request: HttpRequest, article: Article, typed: Typed, error: NotPostedError) -> HttpResponse:
    """The form once more, on a page of its own, with what was typed and what is wrong with it."""
    if seconds := getattr(error, "retry_after", None):
        floods.tell(_session_of(request), seconds)
    if for_script(request):
        return refused(error)
    facts = {"article": article, "composer": composer(request, article, typed=typed, error=str(error))}
    response = refused(error, render(request, "comments/compose.html", facts))
    patch_cache_control(response, private=True, no_store=True)
    return response


def _session_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")

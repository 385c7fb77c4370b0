"""Saving and following: a form of one button, on a page of its own or inside the page it is about."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Section, Story
from articles.stories.finding import story_at
from articles.views.door import public_article
from comments.models import Mute
from comments.muting import unmute
from newsroom.models import User
from newsroom.readers.keeping import (
    follow,
    followed_sections,
    followed_stories,
    follows,
    has_saved,
    save,
    unfollow,
    unsave,
)
from newsroom.readers.views.door import for_readers, reader_of

SHARED = ("GET", "HEAD", "POST")


@require_http_methods(SHARED)
@for_readers
def save_article(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts an article aside; with `keep=0` takes it from there."""
    article, version = public_article(slug)
    reader = reader_of(request)
    if request.method == "POST":
        (save if _keeps(request) else unsave)(reader, article)
        done = "Saved. You find it on your own page." if _keeps(request) else "No longer saved."
        return _done(request, "saving", article.get_absolute_url(), done, pressed=_keeps(request))
    facts = {"pressed": has_saved(reader, article.pk), "name": version.headline, "back": article.get_absolute_url()}
    return _page(request, "saving", facts)


@require_http_methods(SHARED)
@for_readers
def follow_section(request: HttpRequest, slug: str) -> HttpResponse:
    """Follows a section; with `keep=0` no longer."""
    return _follow(request, get_object_or_404(Section, slug=slug), "section")


@require_http_methods(SHARED)
@for_readers
def follow_story(request: HttpRequest, slug: str) -> HttpResponse:
    """Follows a story; with `keep=0` no longer."""
    story = story_at(slug)
    if story is None or not story.articles.published().exists():
        raise Http404
    return _follow(request, story, "story")


@require_safe
@for_readers
def following(request: HttpRequest) -> HttpResponse:
    """What the reader follows, and whom they do not read."""
    reader = reader_of(request)
    facts = {
        "followed_sections": followed_sections(reader),
        "stories": followed_stories(reader),
        "mutes": Mute.objects.filter(reader=reader).select_related("muted").order_by("-pk"),
    }
    return render(request, "readers/following.html", facts)


@require_http_methods(["POST"])
@for_readers
def hear_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Reads somebody again whom the reader had muted."""
    reader = reader_of(request)
    other = get_object_or_404(User, slug=slug, pk__in=Mute.objects.filter(reader=reader).values("muted"))
    unmute(reader, other)
    messages.success(request, f"You see thoughts by {other} again.")
    return HttpResponseRedirect(reverse("me-following"))


def _follow(request: HttpRequest, what: Section | Story, kind: str) -> HttpResponse:
    reader, back = reader_of(request), what.get_absolute_url()
    if request.method == "POST":
        (follow if _keeps(request) else unfollow)(reader, what)
        done = f"You follow {what.name}." if _keeps(request) else f"You no longer follow {what.name}."
        return _done(request, f"following_{kind}", back, done, pressed=_keeps(request))
    facts = {"pressed": follows(reader, kind, what.slug), "name": what.name, "back": back}
    return _page(request, f"following_{kind}", facts)


def _keeps(request: HttpRequest) -> bool:
    return request.POST.get("keep", "1") != "0"


def _page(request: HttpRequest, act: str, facts: dict[str, Any]) -> HttpResponse:
    return render(request, "readers/keep.html", {"act": act, "address": request.path, **facts})


def _done(request: HttpRequest, act: str, back: str, says: str, *, pressed: bool) -> HttpResponse:
    """Back to where it was pressed; a script gets the button as it is now."""
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "readers/_keep.html", {"act": act, "address": request.path, "pressed": pressed})
    messages.success(request, says)
    return HttpResponseRedirect(reverse("me-following") if request.POST.get("from") == "list" else back)

"""The reader's own page, and the lists that it begins."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.models import Notification
from newsroom.models import User
from newsroom.readers.exporting import is_on_its_way, ready_export
from newsroom.readers.forms import WishesForm
from newsroom.readers.keeping import count_saved, followed_sections, followed_stories, saved_by
from newsroom.readers.models import Leaving
from newsroom.readers.thoughts import own_thoughts, page_of, standing_of, with_reasons
from newsroom.readers.views.door import for_readers, reader_of

SHOWN = 3


@require_safe
@for_readers
def me(request: HttpRequest) -> HttpResponse:
    """What is the reader's: the newest of what they saved and wrote, what they follow, how they are told, and the way out."""
    reader = reader_of(request)
    saved, _ = saved_by(reader, most=SHOWN)
    thoughts, _ = page_of(own_thoughts(reader), most=SHOWN)
    facts = {
        "reader": reader,
        "standing": standing_of(reader),
        "leaving": Leaving.objects.filter(reader=reader).first(),
        "saved": saved,
        "saved_count": count_saved(reader) if len(saved) == SHOWN else len(saved),
        "thoughts": with_reasons(thoughts),
        "thoughts_count": own_thoughts(reader).count() if len(thoughts) == SHOWN else len(thoughts),
        "form": WishesForm(reader),
        **_following(reader),
        **_told(reader),
        **_data(reader),
    }
    return render(request, "pages/me.html", facts)


@require_safe
@for_readers
def saved(request: HttpRequest) -> HttpResponse:
    """All that the reader saved."""
    found, after = saved_by(reader_of(request), request.GET.get("after", ""))
    facts = {"saved": found, "later": after, "first_page": "after" not in request.GET}
    return render(request, "readers/saved.html", facts)


@require_safe
@for_readers
def thoughts(request: HttpRequest) -> HttpResponse:
    """All that the reader wrote, and what became of it."""
    found, after = page_of(own_thoughts(reader_of(request)), request.GET.get("after", ""))
    facts = {"thoughts": with_reasons(found), "later": after, "first_page": "after" not in request.GET}
    return render(request, "readers/thoughts.html", facts)


def _following(reader: User) -> dict[str, Any]:
    return {"followed_sections": followed_sections(reader), "stories": followed_stories(reader)}


def _told(reader: User) -> dict[str, Any]:
    return {"unseen": Notification.objects.filter(reader=reader, seen_at=None).count()}


def _data(reader: User) -> dict[str, Any]:
    ready = ready_export(reader)
    return {"export": ready, "export_waits": ready is None and is_on_its_way(reader)}

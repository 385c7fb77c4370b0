"""Notices of illegal content at the desk: read by a person, answered with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from comments.admin.queue import tabs
from comments.models import Comment, Notice
from comments.moderation.queueing import PAGE, waiting
from comments.moderation.undecided import NotDecidedError
from comments.notices import decide_notice
from newsroom.models import User


def notices(request: HttpRequest) -> HttpResponse:
    """Lists the notices that wait, oldest first; a POST answers one."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    refused = _answer(request, request.user) if request.method == "POST" else None
    if request.method == "POST" and not refused:
        return HttpResponseRedirect(request.path)
    open_ones = Notice.objects.filter(outcome=None).select_related("comment__article__page", "comment__author")
    facts = {
        **admin.site.each_context(request),
        "title": "Notices of illegal content",
        "opts": Comment._meta,  # noqa: SLF001 - Django's own name for it in its admin templates
        "rows": [_row(one, request, refused or {}) for one in open_ones[:PAGE]],
        "tabs": tabs(waiting()),
    }
    return TemplateResponse(request, "admin/comments/comment/notices.html", facts, status=409 if refused else 200)


def _answer(request: HttpRequest, by: User) -> dict[str, str]:
    """Carries out what was pressed; returns what could not be, by the notice's ref, in words."""
    button, _, ref = request.POST.get("act", "").partition("-")
    notice = Notice.objects.filter(ref=ref).first()
    if notice is None or button not in {"illegal", "legal"}:
        messages.error(request, "This notice waits no longer. Load the page again.")
        return {}
    turn = request.POST.get(f"turn-{ref}", "")
    try:
        decide_notice(
            notice,
            button == "illegal",
            by=by,
            explanation=request.POST.get(f"why-{ref}", ""),
            law=request.POST.get(f"law-{ref}", ""),
            seen_turn=int(turn) if turn.isascii() and turn.isdecimal() else None,
        )
    except NotDecidedError as error:
        return {ref: str(error)}
    messages.success(request, "Answered. Who sent the notice is told by mail, if an address was given.")
    return {}


def _row(notice: Notice, request: HttpRequest, refused: dict[str, str]) -> dict[str, Any]:
    return {
        "notice": notice,
        "thought": notice.comment,
        "error": refused.get(notice.ref, ""),
        "why": request.POST.get(f"why-{notice.ref}", ""),
        "law": request.POST.get(f"law-{notice.ref}", ""),
    }

"""Second looks at the desk: what readers ask to have decided again, by somebody else than the first time."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from comments.admin.queue import tabs
from comments.models import Appeal, Comment
from comments.moderation.appealing import answer
from comments.moderation.queueing import PAGE, waiting
from comments.moderation.undecided import NotDecidedError
from newsroom.models import User


def second_looks(request: HttpRequest) -> HttpResponse:
    """Lists what was asked for, oldest first; a POST upholds or reverses one decision."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    refused = _answer(request, request.user) if request.method == "POST" else None
    if request.method == "POST" and not refused:
        return HttpResponseRedirect(request.path)
    asked = Appeal.objects.filter(outcome=None).select_related(
        "reader", "decision__comment__article__page", "decision__comment__parent__author"
    )
    deciders = dict(
        User.objects.filter(mark__in=[one.decision.actor_mark for one in asked[:PAGE]]).values_list(
            "mark", "public_name"
        )
    )
    facts = {
        **admin.site.each_context(request),
        "title": "Second looks",
        "opts": Comment._meta,  # noqa: SLF001 - Django's own name for it in its admin templates
        "rows": [_row(one, deciders, request, refused or {}) for one in asked[:PAGE]],
        "tabs": tabs(waiting()),
    }
    status = 409 if refused else 200
    return TemplateResponse(request, "admin/comments/comment/second_looks.html", facts, status=status)


def _answer(request: HttpRequest, by: User) -> dict[str, str]:
    """Carries out what was pressed; returns what could not be, by the appeal's ref, in words."""
    button, _, ref = request.POST.get("act", "").partition("-")
    asked = Appeal.objects.filter(ref=ref).first()
    if asked is None or button not in {"uphold", "reverse"}:
        messages.error(request, "This was asked for no longer. Load the page again.")
        return {}
    try:
        answer(asked, button == "uphold", by=by, explanation=request.POST.get(f"why-{ref}", ""))
    except NotDecidedError as error:
        return {ref: str(error)}
    messages.success(request, "Upheld." if button == "uphold" else "Reversed: what the decision took was given back.")
    return {}


def _row(one: Appeal, deciders: dict[Any, str], request: HttpRequest, refused: dict[str, str]) -> dict[str, Any]:
    assert isinstance(request.user, User)  # noqa: S101 - as above
    mark = one.decision.actor_mark
    return {
        "appeal": one,
        "decision": one.decision,
        "thought": one.decision.comment,
        "decided_by": deciders.get(mark, "somebody who left") if mark else "the rules",
        "own": request.user.mark in {mark, one.decision.reader_mark},
        "error": refused.get(one.ref, ""),
        "why": request.POST.get(f"why-{one.ref}", ""),
    }

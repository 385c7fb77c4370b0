"""The moderation queue at the desk: what waits, why, and the decision on each."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timesince import timesince

from articles.models import Section
from comments.admin.marking import marked
from comments.admin.orders import Order, OrderError, carry_out, order_of
from comments.models import Comment
from comments.moderation.house_rules import RULES
from comments.moderation.moderators import may_pick
from comments.moderation.queueing import PAGE, Waiting, Wanted, claim, queue_for, waiting
from newsroom.models import User

PENALTIES = (
    ("", "nothing else"),
    ("warning", "warn the reader"),
    ("suspension-1", "suspend for a day"),
    ("suspension-7", "suspend for a week"),
    ("suspension-30", "suspend for 30 days"),
    ("premoderation", "read this reader first from now on"),
    ("ban", "ban the reader"),
)


def queue(request: HttpRequest) -> HttpResponse:
    """Shows a page of the queue; a POST carries out the decisions whose button was pressed."""
    wanted = Wanted(
        request.GET.get("tab", "review"),
        request.GET.get("section", ""),
        request.GET.get("author", ""),
        "all" in request.GET,
        request.GET.get("thought", ""),
    )
    if request.method != "POST":
        return _page(request, wanted)
    refused = _decide(request)
    if refused:
        return _page(request, wanted, refused)
    return HttpResponseRedirect(f"{request.path}?{urlencode(request.GET)}" if request.GET else request.path)


def count(request: HttpRequest) -> JsonResponse:
    """How much waits, for the page that watches it; what is on that page (`mine`) stays its moderator's."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    shown = [
        int(number) for number in request.GET.get("mine", "").split(",") if number.isascii() and number.isdecimal()
    ]
    claim(shown[: 4 * PAGE], request.user)
    now = waiting()
    return JsonResponse({**asdict(now), "oldest": _age(now)})


def _decide(request: HttpRequest) -> dict[str, str]:
    """Carries out what was ordered; returns what could not be, by the thought's number, in words."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    button, _, which = request.POST.get("act", "").rpartition("-")
    chosen = request.POST.getlist("ids") if which == "selected" else [which]
    thoughts = Comment.objects.select_related("author", "article").filter(
        pk__in=[int(number) for number in chosen if number.isascii() and number.isdecimal()][:PAGE]
    )
    refused, done = {}, []
    for thought in thoughts:
        try:
            order = order_of(request.POST, button, thought.pk, of_selected=which == "selected")
            if order.pick and not may_pick(request.user):
                raise OrderError("Picking is for editors. Publish it instead.")
            done.append((thought, order, carry_out(order, thought, request.user)))
        except OrderError as error:
            refused[str(thought.pk)] = str(error)
    if which == "selected" and not chosen:
        messages.warning(request, "Nothing was selected.")
    _say(request, [order for _, order, _ in done])
    return refused


def _say(request: HttpRequest, orders: Iterable[Order]) -> None:
    published = sum(order.approve for order in orders)
    removed = sum(not order.approve for order in orders)
    said = [
        f"{number} thought{'' if number == 1 else 's'} {word}"
        for number, word in ((published, "published"), (removed, "removed"))
        if number
    ]
    if said:
        messages.success(request, f"{' and '.join(said)}.")


def _page(request: HttpRequest, wanted: Wanted, refused: dict[str, str] | None = None) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - as above
    page = queue_for(request.user, wanted, request.GET.get("after", ""))
    now = waiting()
    facts = {
        **admin.site.each_context(request),
        "title": "Moderation queue",
        "opts": Comment._meta,  # noqa: SLF001 - Django's own name for it in its admin templates
        "wanted": wanted,
        "queue": page,
        "cards": [_card(item, request.POST, (refused or {}).get(str(item.comment.pk), "")) for item in page.items],
        "now": now,
        "age": _age(now),
        "tabs": tabs(now),
        "may_pick": may_pick(request.user),
        "rules": RULES.items(),
        "penalties": PENALTIES,
        "sections": Section.objects.all(),
        "next": _here(request, after=page.after) if page.after else "",
        "everything": _here(request, all="1"),
    }
    return TemplateResponse(request, "admin/comments/comment/queue.html", facts, status=409 if refused else 200)


def _card(item: Any, typed: Any, error: str) -> dict[str, Any]:
    number = item.comment.pk
    return {
        "item": item,
        "comment": item.comment,
        "say": marked(item.comment.body, item.comment.held_because),
        "error": error,
        "rule": typed.get(f"rule-{number}", ""),
        "why": typed.get(f"why-{number}", ""),
        "also": typed.get(f"also-{number}", ""),
    }


def tabs(now: Waiting) -> list[tuple[str, str, str]]:
    """The parts of the queue: name, label with how much waits, address."""
    address = reverse("admin:comments_queue")
    return [
        ("review", f"To review {now.review}", address),
        ("waiting", f"Waiting {now.waiting}", f"{address}?tab=waiting"),
        ("reported", f"Reported {now.reported}", f"{address}?tab=reported"),
        ("appeals", f"Second look {now.appeals}", reverse("admin:comments_second_looks")),
        ("notices", f"Notices {now.notices}", reverse("admin:comments_notices")),
        ("handled", "Handled", reverse("admin:comments_decision_changelist")),
    ]


def _here(request: HttpRequest, **changes: str) -> str:
    kept = {key: value for key, value in request.GET.items() if key != "after"}
    return f"{request.path}?{urlencode(kept | changes)}"


def _age(now: Waiting) -> str:
    return timesince(now.oldest, depth=1) if now.oldest else ""

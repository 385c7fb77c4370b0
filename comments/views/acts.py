"""Acts on a thought: a small page with one form for each. GET shows it, POST acts, and leads back to the thought."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from comments.composing import LEFT, linked
from comments.deleting import delete_thought
from comments.editing import edit_thought, why_not_editable
from comments.models import BODY_LIMIT, WAITING, Comment, Mute, Respect, State
from comments.moderation.moderators import may_moderate, may_pick
from comments.muting import mute as mute_reader
from comments.muting import unmute
from comments.picking import pick as pick_thought
from comments.picking import unpick
from comments.plain_text import lay_out
from comments.refusing import NotPostedError, Refused
from comments.respecting import respect as respect_thought
from comments.respecting import take_back_respect
from comments.views.answering import for_script, refused
from comments.views.finding import EDIT, found, own, reader_of, signed_in

EDITED = {
    State.REJECTED: "Your thought was removed after this edit. You find the reason beside it.",
    State.NONE: "Thought changed.",
    State.APPROVED: "Thought changed.",
}
WAITS = "Thought changed. A moderator reads it before others do; only you can see it for now."
SHARED = ("GET", "HEAD", "POST")


@require_http_methods(SHARED)
@signed_in
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """The words of one's own thought, for five minutes; later a page that says so and keeps what was typed."""
    comment = own(request, ref)
    typed = request.POST.get("body")
    if typed is None:
        draft = request.session.get(EDIT, {})
        typed = request.session.pop(EDIT)["text"] if draft.get("ref") == ref else comment.body
    if request.method != "POST":
        return _edit_page(request, comment, typed, Refused(why) if (why := why_not_editable(comment)) else None)
    try:
        changed = edit_thought(comment, typed, seen_turn=_turn(request))
    except NotPostedError as error:
        return _edit_page(request, comment, typed, error)
    return _back(request, comment, WAITS if changed.state in WAITING else EDITED[State(changed.state)])


def _turn(request: HttpRequest) -> int:
    """The turn that the form was opened on; nonsense is none that ever was."""
    text = request.POST.get("turn", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(BODY_LIMIT)) else -1


def _edit_page(request: HttpRequest, comment: Comment, typed: str, error: NotPostedError | None) -> HttpResponse:
    over = why_not_editable(comment)
    facts = {
        "comment": comment,
        "typed": typed,
        "over": linked(over),
        "error": linked(str(error)) if error and not over else "",
        "limit": BODY_LIMIT,
        "changed": typed != comment.body,
    }
    page = render(request, "comments/edit.html", facts)
    return refused(error, page) if error else page


@require_http_methods(SHARED)
@signed_in
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes one's own thought back."""
    comment = own(request, ref)
    if request.method == "POST":
        delete_thought(comment)
        messages.success(request, "Thought deleted.")
        return HttpResponseRedirect(f"{comment.article.get_absolute_url()}#thoughts")
    says = "Its words are gone at once and cannot be brought back."
    says += " Its place stays, since others answered." if comment.answers else ""
    return _page(request, comment, "Delete your thought?", says, ("Delete thought", "delete", "1"), grave=True)


@require_http_methods(SHARED)
@signed_in
def respect(request: HttpRequest, ref: str) -> HttpResponse:
    """Respects a thought; with `respect=0` takes that back. A script gets the count."""
    comment, reader = found(ref), reader_of(request)
    if request.method == "POST":
        try:
            give = request.POST.get("respect") != "0"
            _ = respect_thought(comment, reader) if give else take_back_respect(comment, reader)
        except Refused as error:
            return _refused(request, comment, error)
        if for_script(request):
            comment.refresh_from_db(fields=["respects"])
            return JsonResponse({"respects": comment.respects, "respected": give})
        return HttpResponseRedirect(comment.get_absolute_url())
    if comment.author_id == reader.pk:
        return _refused(request, comment, Refused("This thought is yours. Respect for it comes from others."))
    if Respect.objects.filter(comment=comment, reader=reader).exists():
        return _page(request, comment, "You respect this thought", "", ("Take back respect", "respect", "0"))
    says = "Respect means well argued. It does not mean agreed."
    return _page(request, comment, "Respect this thought?", says, ("Respect", "respect", "1"))


@require_http_methods(SHARED)
@signed_in
def mute(request: HttpRequest, ref: str) -> HttpResponse:
    """Mutes the author of a thought for oneself; with `mute=0` hears them again."""
    comment, reader = found(ref), reader_of(request)
    other = comment.author
    if other is None:
        raise Http404
    if request.method == "POST":
        silence = request.POST.get("mute") != "0"
        try:
            _ = mute_reader(reader, other) if silence else unmute(reader, other)
        except Refused as error:
            return _refused(request, comment, error)
        says = f"You no longer see thoughts by {other}." if silence else f"You see thoughts by {other} again."
        if for_script(request):
            return JsonResponse({"muted": silence, "says": says})
        return _back(request, comment, says)
    if other == reader:
        return _refused(request, comment, Refused("This is you. Only others can be muted."))
    if Mute.objects.filter(reader=reader, muted=other).exists():
        return _page(request, comment, f"You muted {other}", "", (f"See {other} again", "mute", "0"))
    says = "You no longer see what they write here. Nobody else notices, and you can undo it."
    return _page(request, comment, f"Mute {other}?", says, (f"Mute {other}", "mute", "1"))


@require_http_methods(SHARED)
@signed_in
def pick(request: HttpRequest, ref: str) -> HttpResponse:
    """An editor picks a thought; with `pick=0` takes the mark away. For others there is no such page."""
    reader = reader_of(request)
    if not may_pick(reader):
        raise Http404
    comment = found(ref)
    if request.method == "POST":
        try:
            picked = request.POST.get("pick") != "0"
            _ = pick_thought(comment, reader) if picked else unpick(comment)
        except Refused as error:
            return _refused(request, comment, error)
        return _back(request, comment, "Picked. Its author is told." if picked else "No longer an editor’s pick.")
    if comment.picked_at:
        return _page(request, comment, "An editor’s pick", "", ("Take the mark away", "pick", "0"))
    says = "Readers find it under “Editor’s picks”, and its author is told."
    return _page(request, comment, "Pick this thought?", says, ("Pick this thought", "pick", "1"))


@require_safe
@signed_in
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """What a thought said before it was edited, for its author and moderators; of a deleted one, for moderators alone."""
    moderates = may_moderate(reader_of(request))
    comment = found(ref, among=Comment.objects.all()) if moderates else own(request, ref)
    earlier = list(comment.revisions.order_by("-turn"))
    said = [{"at": revision.replaced_at, "html": mark_safe(lay_out(revision.body))} for revision in earlier]  # noqa: S308 - laid out
    facts = {"comment": comment, "now": mark_safe(comment.html), "earlier": said}  # noqa: S308 - laid out at posting
    return render(request, "comments/history.html", facts)


def _page(
    request: HttpRequest, comment: Comment, heading: str, says: str, press: tuple[str, str, str], *, grave: bool = False
) -> HttpResponse:
    """The page with the form; `press` is what its button says, is called and means."""
    button, name, value = press
    return render(
        request,
        "comments/act.html",
        {
            **_shown(comment),
            "heading": heading,
            "says": says,
            "button": button,
            "name": name,
            "value": value,
            "grave": grave,
        },
    )


def _refused(request: HttpRequest, comment: Comment, error: NotPostedError) -> HttpResponse:
    if for_script(request):
        return refused(error)
    return refused(
        error, render(request, "comments/act.html", {**_shown(comment), "heading": "Not this one", "says": str(error)})
    )


def _shown(comment: Comment) -> dict[str, Any]:
    html = mark_safe(comment.html)  # noqa: S308 - laid out at posting by comments.plain_text
    return {"comment": comment, "html": html, "by": comment.author or LEFT}


def _back(request: HttpRequest, comment: Comment, says: str) -> HttpResponse:
    messages.success(request, says)
    return HttpResponseRedirect(comment.get_absolute_url())

"""Pages for the author of a thought: why it waits or was removed, and the form for a second look."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from comments.models import Act, Comment, Decision
from comments.moderation.appealing import LONGEST, ask, closes_at, why_not
from comments.moderation.moderators import may_moderate
from comments.moderation.penalties import acknowledge
from comments.moderation.stating import statements_of
from comments.refusing import Refused
from comments.views.finding import reader_of, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """What was decided on a thought and why, for its author and for moderators; a POST confirms a warning."""
    thought = _own(request, ref, moderators=True)
    if request.method == "POST":
        decision = get_object_or_404(thought.decisions, ref=request.POST.get("decision", ""))
        if acknowledge(decision, reader_of(request)):
            messages.success(request, "Thank you. You can post again.")
        return HttpResponseRedirect(request.path)
    facts = {
        "comment": thought,
        "html": mark_safe(thought.html),  # noqa: S308 - laid out at posting by comments.plain_text
        "is_mine": thought.author_id == reader_of(request).pk,
        "statements": statements_of(thought, reader_of(request)),
    }
    return render(request, "comments/statement.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def appeal(request: HttpRequest, ref: str) -> HttpResponse:
    """The form for a second look at a decision on one's own thought."""
    thought = _own(request, ref)
    decision = _decision(request, thought)
    error = ""
    if request.method == "POST":
        try:
            ask(decision, reader_of(request), request.POST.get("body", ""))
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, "Another moderator will look at it. You are told the outcome here and by mail.")
            return HttpResponseRedirect(reverse("comments:statement", args=[ref]))
    facts = {
        "comment": thought,
        "decision": decision,
        "error": error,
        "text": request.POST.get("body", ""),
        "why_not": why_not(decision, reader_of(request)),
        "closes_at": closes_at(decision),
        "longest": LONGEST,
    }
    return render(request, "comments/appeal.html", facts, status=400 if error else 200)


def _own(request: HttpRequest, ref: str, *, moderators: bool = False) -> Comment:
    """The reader's own thought, in whatever state; raises Http404 for any other."""
    thought = get_object_or_404(Comment.objects.select_related("article__page"), ref=ref)
    if thought.author_id != reader_of(request).pk and not (moderators and may_moderate(reader_of(request))):
        raise Http404
    return thought


def _decision(request: HttpRequest, thought: Comment) -> Decision:
    """The decision that is asked about; where none is named, the removal, if a second look can change it."""
    decisions = thought.decisions.filter(reader_mark=reader_of(request).mark)
    named = request.POST.get("decision") or request.GET.get("decision")
    if named:
        return get_object_or_404(decisions, ref=named)
    # What can still be changed stands before what cannot, and the removal before what came with it.
    found = sorted(decisions, key=lambda one: (bool(why_not(one, reader_of(request))), one.act != Act.REMOVED))
    if not found:
        raise Http404
    return found[0]

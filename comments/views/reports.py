"""Reporting a thought, and what became of it: for the reader who reported and nobody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from comments.composing import LEFT
from comments.models import Report
from comments.refusing import Refused
from comments.reporting import LONGEST, outcome_of
from comments.reporting import report as report_thought
from comments.views.finding import found, reader_of, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """The form for a report, then back to the thought."""
    reader = reader_of(request)
    thought = found(ref)
    error, status = "", 200
    if request.method == "POST":
        try:
            report_thought(
                thought,
                reader,
                request.POST.get("reason", ""),
                request.POST.get("body", ""),
                seen_turn=_number(request.POST.get("turn", "")),
            )
        except Refused as refused:
            error, status = str(refused), refused.status
        else:
            messages.success(request, "Reported. A moderator looks at it, and you are told what becomes of it.")
            return HttpResponseRedirect(thought.place())
    facts = {
        "comment": thought,
        "html": mark_safe(thought.html),  # noqa: S308 - laid out at posting by comments.plain_text
        "by": thought.author.public_name if thought.author else LEFT,
        "reported": Report.objects.filter(comment=thought, reader=reader, turn=thought.turn).first(),
        "is_own": thought.author_id == reader.pk,
        "reasons": Report.Reason.choices,
        "reason": request.POST.get("reason", ""),
        "text": request.POST.get("body", ""),
        "longest": LONGEST,
        "error": error,
    }
    return render(request, "comments/report.html", facts, status=status)


@require_safe
@signed_in
def outcome(request: HttpRequest, ref: str) -> HttpResponse:
    """What became of one's report."""
    mine = get_object_or_404(
        Report.objects.select_related("comment__article__page", "settled"), ref=ref, reader=reader_of(request)
    )
    return render(request, "comments/report_outcome.html", {"report": mine, "outcome": outcome_of(mine)})


def _number(text: str) -> int:
    """The turn that the form names; nonsense is no turn."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004 - fits a column

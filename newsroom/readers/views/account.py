"""Name, data and the way out."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from newsroom.readers.exporting import ask_for_export, is_on_its_way, ready_export
from newsroom.readers.forms import LeavingForm, NameForm
from newsroom.readers.leaving import CannotLeaveError, check_may_leave, leave, stay
from newsroom.readers.models import Export, Leaving
from newsroom.readers.renaming import next_naming
from newsroom.readers.views.door import for_readers, reader_of

SHARED = ("GET", "HEAD", "POST")


@require_http_methods(SHARED)
@for_readers
def name(request: HttpRequest) -> HttpResponse:
    """The public name: what it is, and another one."""
    reader = reader_of(request)
    form = NameForm(reader, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.save():
        messages.success(request, f"Readers see you as {reader.public_name} now.")
        return HttpResponseRedirect(reverse("me"))
    reader.refresh_from_db(fields=["public_name", "slug"])
    facts = {"form": form, "until": next_naming(reader)}
    return render(request, "readers/name.html", facts, status=400 if form.errors else 200)


@require_http_methods(SHARED)
@for_readers
def export(request: HttpRequest) -> HttpResponse:
    """One's data: asked for, on its way, or ready to be fetched."""
    reader = reader_of(request)
    if request.method == "POST":
        _, new = ask_for_export(reader)
        says = f"Your data is being put together. A mail with the link goes to {reader.email}."
        messages.success(request, says if new else "Your data is here already, or on its way.")
        return HttpResponseRedirect(reverse("me-export"))
    ready = ready_export(reader)
    facts = {"export": ready, "export_waits": ready is None and is_on_its_way(reader)}
    return render(request, "readers/export.html", facts)


@require_safe
@for_readers
def export_file(request: HttpRequest, ref: str) -> HttpResponse:
    """The zip, for its reader and for 24 hours; for everybody else there is no such page."""
    found = get_object_or_404(Export, ref=ref, reader=reader_of(request), gone_at__gt=timezone.now())
    return HttpResponse(
        bytes(found.content or b""),
        content_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="newsroom-your-data.zip"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_http_methods(SHARED)
@for_readers
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
def delete(request: HttpRequest) -> HttpResponse:
    """The way out: what goes, what stays if wanted, and the address typed once more."""
    reader = reader_of(request)
    form = LeavingForm(reader, request.POST if request.method == "POST" else None)
    refusal = _refusal(request)
    if request.method == "POST" and not refusal and form.is_valid():
        leaving = leave(reader, keeps_thoughts=form.cleaned_data["keeps"] == "1")
        logout(request)
        return render(request, "readers/left.html", {"leaving": leaving})
    facts = {"form": form, "refusal": refusal, "leaving": Leaving.objects.filter(reader=reader).first()}
    return render(request, "readers/delete.html", facts, status=400 if form.errors else 200)


@require_http_methods(SHARED)
@for_readers
def remain(request: HttpRequest) -> HttpResponse:
    """Whether somebody who is leaving stays."""
    reader = reader_of(request)
    if request.method == "POST":
        if stay(reader):
            messages.success(request, "Good that you stay. Nothing was deleted.")
        return HttpResponseRedirect(reverse("me"))
    leaving = Leaving.objects.filter(reader=reader).first()
    if leaving is None:
        raise Http404
    return render(request, "readers/stay.html", {"leaving": leaving})


def _refusal(request: HttpRequest) -> str:
    try:
        check_may_leave(reader_of(request))
    except CannotLeaveError as reason:
        return str(reason)
    return ""

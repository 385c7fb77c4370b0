"""What a reader was told, how they want to be told, and how mails are stopped from the mail itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import Notification
from comments.stopping import KINDS, quieten, read_quiet, read_stop, stop
from newsroom.readers.forms import WishesForm
from newsroom.readers.telling import quiet_threads, told_page
from newsroom.readers.views.door import for_readers, reader_of

SHARED = ("GET", "HEAD", "POST")


@require_http_methods(SHARED)
@for_readers
def notifications(request: HttpRequest) -> HttpResponse:
    """The list, and the settings below it; a POST keeps the settings, or with `seen` ticks everything off."""
    reader = reader_of(request)
    if request.method == "POST" and "seen" in request.POST:
        Notification.objects.filter(reader=reader, seen_at=None).update(seen_at=timezone.now())
        return HttpResponseRedirect(reverse("me-notifications"))
    form = WishesForm(reader, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Notification settings saved.")
        return HttpResponseRedirect(f"{reverse('me-notifications')}#settings")
    told, later = told_page(reader, request.GET.get("after", ""))
    facts = {
        "told": told,
        "later": later,
        "first_page": "after" not in request.GET,
        "form": form,
        "quiet": quiet_threads(reader),
    }
    return render(request, "readers/notifications.html", facts, status=400 if form.errors else 200)


@require_http_methods(["POST"])
@for_readers
def hear_thread(request: HttpRequest, ref: str) -> HttpResponse:
    """The reader hears of a thread again."""
    if not quiet_threads(reader_of(request)).filter(thread__ref=ref).delete()[0]:
        raise Http404
    messages.success(request, "You hear of that thread again.")
    return HttpResponseRedirect(reverse("me-notifications"))


@csrf_exempt
@never_cache
@require_http_methods(SHARED)
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """One click from a mail, by its reader or their mail program (RFC 8058), signed in or not: the address is the proof.

    Without a token of ours nothing happens, so that no other site can have anybody's mails stopped.
    """
    reader, kind = read_stop(token) or (None, "")
    if reader is None:
        raise Http404
    if request.method == "POST":
        stop(reader, kind)
    return _quiet(request, {"what": KINDS[kind], "done": request.method == "POST"})


@csrf_exempt
@never_cache
@require_http_methods(SHARED)
def quiet_thread(request: HttpRequest, token: str) -> HttpResponse:
    """Mutes a thread from a mail, in the same way."""
    found = read_quiet(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        quieten(*found)
    return _quiet(request, {"what": "mails about this thread", "done": request.method == "POST"})


def _quiet(request: HttpRequest, facts: dict[str, object]) -> HttpResponse:
    response = render(request, "readers/stop.html", facts)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

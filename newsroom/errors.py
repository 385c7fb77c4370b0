"""Pages for what went wrong: each says what happened, what was kept and what to do."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.lists import newest

RETRY_AFTER_SECONDS = 30
LATEST = 5
# The longest that a limit of sign-in lasts.
TRIES_AGAIN_SECONDS = 300


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, and not for this reader."""
    return render(request, "403.html", status=403)


# What a form about a thought holds beside its text, and a notice of illegal content.
KEPT_FIELDS = (
    "parent", "about", "idempotency_key", "mail_asked", "mail", "turn", "reason", "decision",
    "url", "name", "email", "child_abuse", "good_faith",
)  # fmt: skip


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old; what was typed is given back, ready to be sent again where a page of ours sent it."""
    kept = request.POST.get("body", "")
    facts: dict[str, Any] = {"kept": kept}
    match = request.resolver_match
    if kept and match and match.app_name == "comments" and _from_here(request):
        facts["fields"] = [(name, request.POST[name]) for name in KEPT_FIELDS if name in request.POST]
    response = render(request, "403_csrf.html", facts, status=403)
    response["Cache-Control"] = "private, no-store"
    return response


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form: no other may put words into a reader's mouth."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for an unknown and an unpublished article, with the latest to go on with."""
    return render(request, "404.html", {"latest": newest()[:LATEST]}, status=404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: tried too often; when to try again, and what works meanwhile."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(TRIES_AGAIN_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away; neither page needs the database, a session or a template context."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: says so, says when to try again, and gives a typed thought back to its author."""
    kept: dict[str, Any] = {"kept": request.POST.get("body", "") if request.method == "POST" else ""}
    response = HttpResponse(render_to_string("503.html", kept), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response

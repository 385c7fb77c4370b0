"""What every answer carries, and what no answer does."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answering = Callable[[HttpRequest], HttpResponse]


class FixedHeaders:
    """Adds the headers that never change: no device access for any page, nothing opened by others."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), browsing-topics=(), interest-cohort=()",
        )
        return response


class StaffIdle:
    """Signs staff out who did nothing for half an hour: their session lasts that long, and longer with each page.

    Written at most once a minute, and only by answers that asked who is there, so that pages for everybody stay so.
    """

    KEY, ONCE_IN_SECONDS = "staff_seen_at", 60

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; beside it, the session's time is set anew."""
        response = self.get_response(request)
        session = request.session
        shared = "public" in response.headers.get("Cache-Control", "")
        if not shared and session.accessed and SESSION_KEY in session and request.user.is_staff:
            fresh = time.time() - session.get(self.KEY, 0) < self.ONCE_IN_SECONDS
            if not fresh or session.get_expiry_age() > settings.STAFF_IDLE_SECONDS:
                session[self.KEY] = int(time.time())
                session.set_expiry(settings.STAFF_IDLE_SECONDS)
        return response


class EvenAnswers:
    """Makes forms that take somebody's address answer no faster where there is less to do.

    To look up an account, make a key and write a mail takes longer than to find none: the difference would tell who has
    an account.
    """

    FORMS = {"account_signup", "account_reset_password", "account_request_login_code"}

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, when its time has come."""
        begun = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.url_name in self.FORMS and response.status_code < 400:  # noqa: PLR2004 - an error tells nothing
            time.sleep(max(0.0, settings.EVEN_ANSWER_SECONDS - (time.monotonic() - begun)))
        return response


class FormsStayHere:
    """Puts a page between a form and another site.

    The Content-Security-Policy lets forms lead nowhere else, and browsers hold redirects to it too; a page that moves
    on by itself is no form.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the page in its place."""
        response = self.get_response(request)
        to = response.headers.get("Location", "")
        host = urlsplit(to).netloc
        if request.method != "POST" or not host or host == request.get_host():
            return response
        page = render(request, "socialaccount/leaving.html", {"to": to, "host": host})
        page["Cache-Control"] = "no-store"
        page["Referrer-Policy"] = "no-referrer"
        return page

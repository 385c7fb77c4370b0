"""Who comes in: these pages are for their reader alone, and no cache and no search engine keeps them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from newsroom.models import User

View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """Whoever is not signed in does that first; the answer is private."""

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = login_required(view)(request, *args, **kwargs)
        answer.headers.setdefault("X-Robots-Tag", "noindex")
        return answer

    return never_cache(private)


def reader_of(request: HttpRequest) -> User:
    """The reader who is signed in."""
    if not isinstance(request.user, User):
        raise TypeError("this page is only for who is signed in")
    return request.user

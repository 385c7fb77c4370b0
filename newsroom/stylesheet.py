"""Two stylesheets for the public pages: the files of static/css put together at start, named by their content.

`site` is on every page; `rooms` is what all pages but an article's need: lists, search, stories, records, accounts, a reader's own.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from rcssmin import cssmin

FOREVER = "public, max-age=31536000, immutable"


def files(sheet: str) -> list[Path]:
    """The files of a sheet in the order of their layers: tokens, reset, base, layout, components by name, utilities."""
    css = settings.BASE_DIR / "static" / "css"
    if sheet == "rooms":
        return sorted((css / "rooms").glob("*.css"))
    components = sorted((css / "components").glob("*.css"))
    return [
        css / "tokens.css",
        css / "reset.css",
        css / "base.css",
        css / "layout.css",
        *components,
        css / "utilities.css",
    ]


@cache
def put_together(sheet: str = "site") -> tuple[str, bytes, bytes]:
    """The address, the bytes and the gzipped bytes; read once a process."""
    css = "".join(path.read_text() for path in files(sheet))
    # Inside a layer the minifier takes ":is" for the value of a property, and would join it to the selector before it.
    text = cssmin(css.replace(" :", " *:")).encode()
    return f"/{sheet}-{hashlib.sha256(text).hexdigest()[:12]}.css", text, gzip.compress(text, 9, mtime=0)


def stylesheet_url(sheet: str = "site") -> str:
    """The address of a stylesheet as it is now."""
    if settings.DEBUG:
        put_together.cache_clear()
    return put_together(sheet)[0]


@require_safe
def stylesheet(request: HttpRequest, sheet: str, edition: str) -> HttpResponse:
    """A stylesheet, to be kept for ever under its name; under an older name the present one, not to be kept.

    So that a page from a cache, or from a worker of the release before, never stands bare.
    """
    url, text, packed = put_together(sheet)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    headers = {"Cache-Control": FOREVER if url == f"/{sheet}-{edition}.css" else "no-cache", "Vary": "Accept-Encoding"}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(packed if zipped else text, content_type="text/css; charset=utf-8", headers=headers)

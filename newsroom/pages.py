"""Pages of the frame: what the house stands for, the reader's appearance, and what machines ask for first."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from articles.sitemaps import addresses

THEMES = {
    "auto": "",
    "light": "@media screen{:root{color-scheme:light}img{filter:none}}",
    "dark": "@media screen{:root{color-scheme:dark}img{filter:brightness(.86)}}",
}
THEME_COOKIE = "theme"
YEAR = 365 * 24 * 3600


@require_safe
def standing(request: HttpRequest, template: str) -> HttpResponse:
    """A page that says how the house works."""
    return render(request, f"pages/{template}.html")


@require_safe
@cache_control(private=True, max_age=0)
def theme(request: HttpRequest) -> HttpResponse:
    """The reader's own line of style: pages are the same for all and link it."""
    response = HttpResponse(
        THEMES.get(request.COOKIES.get(THEME_COOKIE, ""), ""), content_type="text/css; charset=utf-8"
    )
    response["Vary"] = "Cookie"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def appearance(request: HttpRequest) -> HttpResponse:
    """Auto, light or dark, kept in a cookie; back to where the reader was."""
    back = request.POST.get("next") or request.GET.get("next") or _came_from(request)
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    if request.method == "POST":
        response = HttpResponseRedirect(back)
        chosen = request.POST.get("theme", "auto")
        if chosen in THEMES:
            response.set_cookie(
                THEME_COOKIE, chosen, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
            )
        return response
    facts = {"theme": request.COOKIES.get(THEME_COOKIE, "auto"), "next": back}
    return render(request, "pages/appearance.html", facts)


def _came_from(request: HttpRequest) -> str:
    """The page of ours that led here: the link is the same on every page and names none."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    return referrer.path if referrer.netloc == request.get_host() else "/"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers should leave alone (RFC 9309), and where the sitemaps are."""
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /me/",
        "Disallow: /admin/",
        "Disallow: /appearance/",
        "Disallow: /thoughts/",
        "",
        *(f"Sitemap: {address}" for address in addresses()),
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")

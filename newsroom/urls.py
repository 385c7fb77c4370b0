"""Every address of the site, in one place."""

from django.contrib import admin
from django.urls import include, path

from newsroom import errors, health, mailbox, pages, reader, stylesheet

STANDING = ("ai-policy", "about", "community-rules", "privacy", "terms", "contact")

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", pages.robots, name="robots"),
    path("theme.css", pages.theme, name="theme"),
    path("site-<slug:edition>.css", stylesheet.stylesheet, name="stylesheet"),
    path("appearance/", pages.appearance, name="appearance"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    *(path(f"{slug}/", pages.standing, {"template": slug.replace("-", "_")}, name=slug) for slug in STANDING),
    path("me/", reader.me, name="me"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

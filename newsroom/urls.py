"""Every address of the site, in one place."""

from django.contrib import admin
from django.urls import include, path

from comments.views import rules
from newsroom import errors, health, metrics, pages, sessions, stylesheet
from newsroom.mail import mailbox

STANDING = ("ai-policy", "about")
CONVERSATION = ("community-rules", "privacy", "terms", "contact")

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", pages.robots, name="robots"),
    path("theme.css", pages.theme, name="theme"),
    path("site-<slug:edition>.css", stylesheet.stylesheet, {"sheet": "site"}, name="stylesheet"),
    path("rooms-<slug:edition>.css", stylesheet.stylesheet, {"sheet": "rooms"}, name="stylesheet-of-rooms"),
    path("appearance/", pages.appearance, name="appearance"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", mailbox.sheet, name="mailbox_sheet"),
    *(path(f"{slug}/", pages.standing, {"template": slug.replace("-", "_")}, name=slug) for slug in STANDING),
    *(path(f"{slug}/", rules.standing, {"template": slug.replace("-", "_")}, name=slug) for slug in CONVERSATION),
    path("accounts/2fa/totp/activate/", sessions.activate_totp, name="mfa_activate_totp"),
    path("accounts/sessions/", sessions.Sessions.as_view(), name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("newsroom.readers.urls")),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.server_error

"""The desk: Django's own admin site, with our name and the accounts' sign-in page in front of it."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseBase


class Desk(AdminSite):
    """Where editors write and publish and moderators decide."""

    site_title = "Newsroom desk"
    site_header = "Newsroom"
    index_title = "Desk"
    # The look follows the reader's own choice of appearance.
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponseBase:
        """One sign-in page for everybody: its rate limits and notices hold for the desk too."""
        response: HttpResponseBase = secure_admin_login(super().login)(request, extra_context)
        return response

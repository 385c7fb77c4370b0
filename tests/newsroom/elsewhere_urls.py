"""The site's addresses where an OpenID Connect provider is configured: its own pages come with it."""

from django.urls import include, path

from newsroom.urls import handler400, handler403, handler404, handler429, handler500
from newsroom.urls import urlpatterns as everywhere

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]
urlpatterns = [path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")), *everywhere]

"""The doorkeeper's book as a Django app."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Limits of sign-in."""

    name = "newsroom.limits"
    label = "limits"
    verbose_name = "Limits"

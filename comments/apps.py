"""The letters page as a Django app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Thoughts."""

    name = "comments"
    verbose_name = "Thoughts"

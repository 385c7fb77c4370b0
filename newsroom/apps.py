"""The frame and the desk as Django apps."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AppConfig):
    """The frame: the User model, operations, the demo's mailbox."""

    name = "newsroom"
    label = "newsroom"

    def ready(self) -> None:
        """Makes the Celery app the current one before any task is defined."""
        from newsroom import celery  # noqa: F401, PLC0415 - imported for its effect, when apps are loaded


class DeskConfig(AdminConfig):
    """The desk: Django's admin, entered through the readers' sign-in with its limits."""

    default_site = "newsroom.desk.Desk"

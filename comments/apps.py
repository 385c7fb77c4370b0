"""The letters page as a Django app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Thoughts."""

    name = "comments"
    verbose_name = "Thoughts"

    def ready(self) -> None:
        """Registers what the post does for the letters page."""
        from comments import forgetting, telling  # noqa: F401, PLC0415 - imported for their effect, when models are loaded

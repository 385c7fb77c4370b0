"""The readers' pages as a Django app."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """What belongs to a reader."""

    name = "newsroom.readers"
    label = "readers"
    verbose_name = "Readers"

    def ready(self) -> None:
        """Registers the jobs, the sign-in offer to stay, and what the article's page asks."""
        from newsroom.readers import jobs, keeping, returning  # noqa: F401, PLC0415 - imported for their effect, when models are loaded

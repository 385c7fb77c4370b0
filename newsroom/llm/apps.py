"""The wire as a Django app."""

from django.apps import AppConfig


class WireConfig(AppConfig):
    """Breaker and budget live in the database, so that all processes share them."""

    name = "newsroom.llm"
    label = "llm"
    verbose_name = "Providers"

    def ready(self) -> None:
        """Refuses to start with settings that cannot work."""
        from newsroom.llm.wire import configured  # noqa: PLC0415 - reads settings, when apps are loaded

        configured()

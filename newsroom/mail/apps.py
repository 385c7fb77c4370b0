"""The mail room as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail to readers."""

    name = "newsroom.mail"
    label = "mail"
    verbose_name = "Mail"

    def ready(self) -> None:
        """Registers the sending with the post."""
        from newsroom.mail import sending  # noqa: F401, PLC0415 - imported for its effect, when models are loaded

"""The post as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Jobs after a commit."""

    name = "newsroom.outbox"
    label = "outbox"
    verbose_name = "Jobs"

"""The Celery app: workers and their clock. Messages carry no work, only "look"; the work is in the outbox."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

app = Celery("newsroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**_: Any) -> None:
    """Workers log as the web does: Celery sets up nothing of its own."""


@worker_ready.connect
def look_at_once(**_: Any) -> None:
    """A worker that starts looks at once: what waited while none ran need not wait for the sweep."""
    app.send_task("newsroom.outbox.look")

"""The Celery app: workers and their clock. Messages carry no work, only "look"; the work is in the outbox."""

import os
from importlib import import_module
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from celery.signals import celeryd_init, setup_logging, worker_ready
from django.conf import settings
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


PROVIDER_LANE = "provider"


class PromptConnection(Connection):
    """Tries again every second or two: Celery's own pauses grow to half a minute, and work would wait for them."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        """As the broker's client has it, at shorter intervals."""
        return super().ensure_connection(
            *args, **{**kwargs, "interval_start": 1, "interval_step": 1, "interval_max": 2}
        )


class PromptAMQP(AMQP):
    """Celery's own, with those connections."""

    Connection = PromptConnection


app = Celery("newsroom", amqp=PromptAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**_: Any) -> None:
    """Workers log as the web does: Celery sets up nothing of its own."""


@celeryd_init.connect
def load_provider(options: dict[str, Any], **_: Any) -> None:
    """A provider's client takes seconds to load: only where it is called, and once, before a worker's processes are forked."""
    lanes = str(options.get("queues") or PROVIDER_LANE)
    if settings.SUMMARY_PROVIDER != "extractive" and PROVIDER_LANE in lanes:
        import_module(f"newsroom.llm.{settings.SUMMARY_PROVIDER}")


@worker_ready.connect
def look_at_once(**_: Any) -> None:
    """A worker that starts looks at once: what waited while none ran need not wait for the sweep."""
    for lane in app.conf.task_queues:
        app.send_task("newsroom.outbox.look", [lane.name], queue=lane.name)

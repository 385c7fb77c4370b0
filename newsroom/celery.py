"""The Celery app: workers and their clock. Messages carry no work, only "look"; the work is in the outbox."""

import gc
import os
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from celery.signals import celeryd_init, setup_logging, worker_ready
from django.conf import settings
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# `check` and every other command look the settings over; a worker that did so would start a third of a second later.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")


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
def prepare_lanes(options: dict[str, Any], **_: Any) -> None:
    """What its jobs need is loaded before a worker's processes are forked; the collector then leaves it alone, and shared."""
    from newsroom.outbox.preparing import prepare  # noqa: PLC0415 - the apps must be loaded first

    lanes = options.get("queues") or [queue.name for queue in settings.CELERY_TASK_QUEUES]
    prepare(lanes.split(",") if isinstance(lanes, str) else lanes)
    gc.freeze()
    gc.enable()


@worker_ready.connect
def look_at_once(**_: Any) -> None:
    """A worker that starts looks at once: what waited while none ran need not wait for the sweep."""
    for lane in app.conf.task_queues:
        app.send_task("newsroom.outbox.look", [lane.name], queue=lane.name)

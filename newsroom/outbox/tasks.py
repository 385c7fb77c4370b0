"""The Celery tasks of the post: look, and reconcile."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from newsroom.outbox.models import Lane
from newsroom.outbox.reconciling import reconcile_all
from newsroom.outbox.working import work_off

WORKER_SEEN = "worker_seen_at"


@shared_task(name="newsroom.outbox.look")  # type: ignore[untyped-decorator]
def look(lane: str = Lane.DESK) -> int:
    """Works off what is due in a lane; leaves a sign of life for /readyz."""
    cache.set(WORKER_SEEN, timezone.now(), 60)
    return work_off(lanes=[lane])


@shared_task(name="newsroom.outbox.reconcile")  # type: ignore[untyped-decorator]
def reconcile() -> int:
    """Posts what should have been posted and was not; expected to find nothing."""
    return reconcile_all()

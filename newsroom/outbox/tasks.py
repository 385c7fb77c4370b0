"""The Celery tasks of the post: look, and reconcile."""

from time import monotonic

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from newsroom.outbox.models import Lane
from newsroom.outbox.nudging import nudge
from newsroom.outbox.reconciling import reconcile_all
from newsroom.outbox.working import work_off

WORKER_SEEN = "worker_seen_at"
# Seconds after which a lane that has more to do lets the others go first.
TURN = 1.0


@shared_task(name="newsroom.outbox.look")  # type: ignore[untyped-decorator]
def look(lane: str = Lane.DESK) -> int:
    """Works off what is due in a lane, for one turn; leaves a sign of life for /readyz.

    What is left gets the next turn, behind those of the other lanes: a long queue at the desk holds up no sign-in code.
    """
    cache.set(WORKER_SEEN, timezone.now(), 60)
    done, until = 0, monotonic() + TURN
    while monotonic() < until:
        if not work_off(1, [lane]):
            return done
        done += 1
    nudge(lane)
    return done


@shared_task(name="newsroom.outbox.reconcile")  # type: ignore[untyped-decorator]
def reconcile() -> int:
    """Posts what should have been posted and was not; expected to find nothing."""
    return reconcile_all()

"""How the post stands: what waits in each lane, what failed, what providers cost today and how they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import Now

from newsroom.llm.breaker import REST
from newsroom.llm.budget import spent_today
from newsroom.llm.clock import now
from newsroom.llm.models import Breaker
from newsroom.llm.wire import cap
from newsroom.outbox.models import Job, Lane, State


@dataclass(frozen=True)
class LaneState:
    """A lane's jobs: due now, due later, in hand; and how many seconds the oldest due one has waited."""

    name: str
    label: str
    due: int
    later: int
    running: int
    waited: float | None


@dataclass(frozen=True)
class Overview:
    """What stands above the list of jobs."""

    lanes: list[LaneState]
    failed: int
    needs_review: int
    spent: Decimal
    budget: Decimal | None
    resting: list[tuple[str, datetime]]
    """Providers that are left alone, and until when."""

    @property
    def share(self) -> int | None:
        """Percent of the day's budget that are spent; None without a budget."""
        return min(100, round(100 * self.spent / self.budget)) if self.budget else None


def overview() -> Overview:
    """The post as it is now, by the database's clock."""
    moment = now()
    stuck = Job.objects.filter(state__in=[State.DEAD, State.NEEDS_REVIEW]).values_list("state").annotate(n=Count("pk"))
    counts = dict(stuck.order_by())
    opened = Breaker.objects.filter(opened_at__isnull=False).order_by("provider").values_list("provider", "opened_at")
    return Overview(
        lanes=_lanes(moment),
        failed=counts.get(State.DEAD, 0),
        needs_review=counts.get(State.NEEDS_REVIEW, 0),
        spent=spent_today(),
        budget=cap(),
        resting=[(provider, at + REST) for provider, at in opened if at],
    )


def _lanes(moment: datetime) -> list[LaneState]:
    waiting = Q(state__in=[State.PENDING, State.RETRY])
    due = waiting & Q(run_at__lte=Now())
    unfinished = Job.objects.filter(waiting | Q(state=State.RUNNING)).order_by()
    rows = unfinished.values("lane").annotate(
        due=Count("pk", filter=due),
        later=Count("pk", filter=waiting & ~Q(run_at__lte=Now())),
        running=Count("pk", filter=Q(state=State.RUNNING)),
        oldest=Min("run_at", filter=due),
    )
    found = {row["lane"]: row for row in rows}
    return [_lane(Lane(lane), found.get(lane), moment) for lane in Lane.values]


def _lane(lane: Lane, row: Mapping[str, Any] | None, moment: datetime) -> LaneState:
    if row is None:
        return LaneState(lane.value, str(lane.label), 0, 0, 0, None)
    waited = max((moment - row["oldest"]).total_seconds(), 0.0) if row["oldest"] else None
    return LaneState(lane.value, str(lane.label), row["due"], row["later"], row["running"], waited)

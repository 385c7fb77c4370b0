"""The day's budget: money is set aside before a call and squared after it, so that a day never costs more than its cap.

A process that dies in between leaves its money set aside until the day ends: the safe side. Days are UTC.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import F, Value
from django.db.models.functions import Greatest

from newsroom.llm import clock
from newsroom.llm.errors import BudgetSpentError
from newsroom.llm.models import BudgetDay
from newsroom.llm.wire import cap

log = logging.getLogger(__name__)

# A call takes no longer: by then what others have set aside is squared.
SOON = timedelta(seconds=30)


@dataclass(frozen=True)
class Reservation:
    """Money set aside on one day."""

    day: date
    amount: Decimal


def reserve(amount: Decimal, at: datetime | None = None) -> Reservation:
    """Sets the amount aside, or raises BudgetSpentError until the next day, or until calls under way are squared."""
    at, limit = at or clock.now(), cap()
    day = at.astimezone(UTC).date()
    BudgetDay.objects.bulk_create([BudgetDay(day=day)], ignore_conflicts=True)
    room = BudgetDay.objects.filter(day=day)
    if limit is not None:
        room = room.filter(spent__lte=limit - amount - F("reserved"))
    if room.update(reserved=F("reserved") + amount):
        return Reservation(day, amount)
    raise BudgetSpentError(_room_at(day, amount, limit or Decimal(0), at))


def settle(reservation: Reservation, actual: Decimal) -> None:
    """Squares what was set aside with what the call cost."""
    BudgetDay.objects.filter(day=reservation.day).update(
        reserved=Greatest(F("reserved") - reservation.amount, Value(Decimal(0))), spent=F("spent") + actual
    )
    if actual > reservation.amount:
        log.error("a call cost %s where at most %s was expected: check SUMMARY_PRICES", actual, reservation.amount)


def spent_today(at: datetime | None = None) -> Decimal:
    """What today's calls have cost, those under way at their most."""
    row = BudgetDay.objects.filter(day=(at or clock.now()).astimezone(UTC).date()).first()
    return row.spent + row.reserved if row else Decimal(0)


def _room_at(day: date, amount: Decimal, limit: Decimal, at: datetime) -> datetime:
    """Soon where only calls under way take the room; else at midnight, said once a day."""
    today = BudgetDay.objects.filter(day=day)
    if today.filter(spent__lte=limit - amount).exists():
        return at + SOON
    if today.filter(alerted_at__isnull=True).update(alerted_at=at):
        log.error(
            "the budget of %s for %s has no room for a call of up to %s: it waits for the next day", limit, day, amount
        )
    return datetime.combine(day + timedelta(days=1), time(), UTC)

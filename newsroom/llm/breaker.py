"""The breaker: a provider that fails five times in a minute is left alone; then one call in all processes tries it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from newsroom.llm import clock
from newsroom.llm.errors import BreakerOpenError
from newsroom.llm.models import Breaker

FAILURES = 5
WINDOW = timedelta(seconds=60)
REST = timedelta(seconds=30)
# Longer than a call may take: a probe whose process died is given up.
PROBE = timedelta(seconds=45)
# When to ask again while somebody else's probe is under way.
SOON = timedelta(seconds=5)


def admit(provider: str, at: datetime | None = None) -> None:
    """Lets a call through, or raises BreakerOpenError; after the rest exactly one caller is let through, as the probe."""
    row = Breaker.objects.filter(provider=provider, opened_at__isnull=False).first()
    if row is None or row.opened_at is None:
        return
    at = at or clock.now()
    rested = Breaker.objects.filter(Q(probing_until__isnull=True) | Q(probing_until__lt=at), provider=provider)
    if not rested.filter(opened_at__lte=at - REST).update(probing_until=at + PROBE):
        raise BreakerOpenError(max(row.opened_at + REST, at + SOON))


def failed(provider: str, at: datetime | None = None) -> None:
    """Notes a failure; the fifth within a minute opens the breaker, and a failed probe opens it anew."""
    Breaker.objects.bulk_create([Breaker(provider=provider)], ignore_conflicts=True)
    at = at or clock.now()
    with transaction.atomic():
        row = Breaker.objects.select_for_update(no_key=True).get(provider=provider)
        row.failures = [*(moment for moment in row.failures if moment > at - WINDOW), at][-FAILURES:]
        tripped = len(row.failures) == FAILURES and row.opened_at is None
        if tripped or row.probing_until:
            row.opened_at, row.probing_until = at, None
        row.save()


def answered(provider: str) -> None:
    """Notes an answer; that of a probe closes the breaker. One that was under way before it opened proves nothing."""
    probed = Breaker.objects.filter(provider=provider, probing_until__isnull=False)
    probed.update(opened_at=None, probing_until=None, failures=[])

"""Forgetting: what is kept for a time is gone after it. Once a day; thoughts' own are forgotten by comments.forgetting."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from comments.models import Notice, Notification, Visit
from newsroom.limits.models import Note
from newsroom.readers.models import Export

ADDRESSES = timedelta(days=30)
VISITS = timedelta(days=180)
NOTIFICATIONS = timedelta(days=365)


def forget(at: datetime | None = None) -> dict[str, int]:
    """Forgets what has lain long enough; how many rows, by kind.

    Where notices came from after 30 days, visits after 180, notifications after a year; sessions, limits of sign-in and
    exports when they have run out.
    """
    now = at or timezone.now()
    return {name: act(now) for name, act in ACTS.items()}


def _old_addresses(now: datetime) -> "QuerySet[Notice]":
    return Notice.objects.filter(sent_from__isnull=False, at__lt=now - ADDRESSES)


def _sessions(now: datetime) -> int:
    ended, _ = Session.objects.filter(expire_date__lt=now).delete()
    running = Session.objects.values("session_key")
    return ended + int(UserSession.objects.exclude(session_key__in=running).delete()[0])


ACTS: dict[str, Callable[[datetime], int]] = {
    "addresses": lambda now: _old_addresses(now).update(sent_from=None),
    "sessions": _sessions,
    "visits": lambda now: Visit.objects.filter(seen_at__lt=now - VISITS).delete()[0],
    "notifications": lambda now: Notification.objects.filter(at__lt=now - NOTIFICATIONS).delete()[0],
    "limits": lambda now: Note.objects.filter(until__lt=now).delete()[0],
    "exports": lambda now: Export.objects.filter(gone_at__lt=now).delete()[0],
}

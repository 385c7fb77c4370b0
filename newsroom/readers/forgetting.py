"""Forgetting: what is kept for a time is gone after it. Once a day; thoughts' own are forgotten by comments.forgetting."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from comments.models import Notification, Visit
from newsroom.limits.models import Note
from newsroom.mail.models import Mail
from newsroom.readers.models import Export

MAILS = timedelta(days=90)
VISITS = timedelta(days=180)
NOTIFICATIONS = timedelta(days=365)


def forget(at: datetime | None = None) -> dict[str, int]:
    """Forgets what has lain long enough; how many rows, by kind.

    To whom which mail went after 90 days, visits after 180, notifications after a year; sessions, limits of sign-in and
    exports when they have run out.
    """
    now = at or timezone.now()
    return {name: act(now) for name, act in ACTS.items()}


def _sessions(now: datetime) -> int:
    ended, _ = Session.objects.filter(expire_date__lt=now).delete()
    running = Session.objects.values("session_key")
    return ended + int(UserSession.objects.exclude(session_key__in=running).delete()[0])


ACTS: dict[str, Callable[[datetime], int]] = {
    "mails": lambda now: Mail.objects.filter(sent_at__lt=now - MAILS).delete()[0],
    "sessions": _sessions,
    "visits": lambda now: Visit.objects.filter(seen_at__lt=now - VISITS).delete()[0],
    "notifications": lambda now: Notification.objects.filter(at__lt=now - NOTIFICATIONS).delete()[0],
    "limits": lambda now: Note.objects.filter(until__lt=now).delete()[0],
    "exports": lambda now: Export.objects.filter(gone_at__lt=now).delete()[0],
}

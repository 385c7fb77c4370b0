"""Tallies: what is counted over all processes stands in the database they share."""

from django.db import connection

from newsroom.outbox.models import Tally

NUDGE_FAILURES = "nudge_failures"
RECONCILER_FINDS = "reconciler_finds"

COUNT = """
INSERT INTO outbox_tally (name, count) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET count = outbox_tally.count + excluded.count
"""


def count(name: str, times: int = 1) -> None:
    """Adds to a tally; two processes at once both count."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [name, times])


def counted(name: str) -> int:
    """How often it has happened so far."""
    return Tally.objects.filter(pk=name).values_list("count", flat=True).first() or 0

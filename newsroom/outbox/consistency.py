"""What the post promises."""

from newsroom.consistency import Promise

PROMISES = (
    Promise(
        "No job has failed for good unnoticed.",
        """
        SELECT 'job ' || id || ' (' || kind || ' ' || key || ', ' || subject || '): ' || left(last_error, 200)
        FROM outbox_job WHERE state = 'dead' ORDER BY id
        """,
    ),
    Promise(
        "No job has waited for more than an hour.",
        """
        SELECT 'job ' || id || ' (' || kind || ' ' || key || ', ' || subject || '), due since ' || run_at
        FROM outbox_job WHERE state IN ('pending', 'retry') AND run_at < now() - interval '1 hour' ORDER BY id
        """,
    ),
)

"""How quickly the desk decides, in numbers."""

from django.db import connection

# From the moment a thought was last held to the moderator's decision on it.
_MEDIAN = """
    SELECT coalesce(extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY decided.at - held.at)), 0)
    FROM comments_decision decided
    CROSS JOIN LATERAL (
        SELECT at FROM comments_decision
        WHERE comment_id = decided.comment_id AND id < decided.id AND state_to IN ('premod', 'withheld')
        ORDER BY id DESC LIMIT 1
    ) held
    WHERE decided.at > now() - interval '30 days' AND decided.actor_mark IS NOT NULL
        AND decided.state_from IN ('premod', 'withheld')
"""


def median_seconds_to_decide() -> float:
    """The median time that a thought waited for a moderator's decision, of the last thirty days; 0 where none did."""
    with connection.cursor() as cursor:
        cursor.execute(_MEDIAN)
        return float(cursor.fetchone()[0])

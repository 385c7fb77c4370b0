"""Many thoughts at once, in SQL: what thousands of readers leave behind, without posting it a thousand times."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.models.comment import DEEPEST
from newsroom.models import User

# The triggers count one by one; here their sums are set at once, and the tests hold them against the promises.
COUNT = """
    UPDATE comments_comment c SET answers = below.number FROM (
        SELECT above AS id, count(*) AS number FROM comments_comment d, unnest(d.path) AS above
        WHERE d.article_id = %(article)s AND above <> d.id AND d.state IN ('none', 'approved') AND d.deleted_at IS NULL
        GROUP BY 1
    ) below WHERE below.id = c.id
"""
TALLY = """
    INSERT INTO comments_tally (article_id, "none", approved, premod, withheld, rejected, deleted, newest_at)
    SELECT article_id, count(*), 0, 0, 0, 0, 0, max(created_at) FROM comments_comment WHERE article_id = %(article)s
    GROUP BY 1
    ON CONFLICT (article_id) DO UPDATE SET "none" = excluded."none", newest_at = excluded.newest_at
"""


def crowd(article: Article, author: User, threads: int, deep: int = 0) -> None:
    """So many threads of one thought each, the oldest of them first; and one thread in which `deep` replies answer one another."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))")
        first = cursor.fetchone()[0]
        rows = [_row(article, author, first + n, [first + n]) for n in range(threads)]
        path: list[int] = []
        for n in range(deep + 1 if deep else 0):
            path = [*path[: DEEPEST - 1], first + threads + n]
            rows.append(_row(article, author, path[-1], path))
        for ago, row in enumerate(reversed(rows), 1):
            row.created_at = timezone.now() - timedelta(seconds=ago)
        Comment.objects.bulk_create(rows, batch_size=2000)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('comments_comment', 'id'), {first + threads + deep + 1})")
        cursor.execute(COUNT, {"article": article.pk})
        cursor.execute(TALLY, {"article": article.pk})
        cursor.execute("SET LOCAL session_replication_role = origin")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")


def _row(article: Article, author: User, number: int, path: list[int]) -> Any:
    return Comment(
        id=number,
        article=article,
        author=author,
        parent_id=path[-2] if len(path) > 1 else None,
        thread=path[0],
        path=path,
        body=f"Thought {number}.",
        html=f"<p>Thought {number}.</p>",
        idempotency_key=uuid.uuid4(),
    )

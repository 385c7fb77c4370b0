"""Many thoughts at once, in SQL: what thousands of readers leave behind, without posting it a thousand times."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models.expressions import DatabaseDefault
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.models.comment import DEEPEST, random_ref
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
        _copy_in(cursor, _common(article, author), list(_paths(first, threads, deep)))
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('comments_comment', 'id'), {first + threads + deep + 1})")
        cursor.execute(COUNT, {"article": article.pk})
        cursor.execute(TALLY, {"article": article.pk})
        cursor.execute("SET LOCAL session_replication_role = origin")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")


def _paths(first: int, threads: int, deep: int) -> Iterator[list[int]]:
    """The path of each, in the order of their ids."""
    for n in range(threads):
        yield [first + n]
    path: list[int] = []
    for n in range(deep + 1 if deep else 0):
        path = [*path[: DEEPEST - 1], first + threads + n]
        yield path


def _common(article: Article, author: User) -> dict[str, Any]:
    """What all have in common, by column: what the model says of a thought that says nothing else."""
    one = Comment(article=article, author=author)
    values = {field.column: (field, getattr(one, field.attname)) for field in Comment._meta.concrete_fields}
    return {
        column: field.get_db_prep_save(value, connection)
        for column, (field, value) in values.items()
        if not isinstance(value, DatabaseDefault)
    }


def _copy_in(cursor: Any, common: dict[str, Any], paths: list[list[int]]) -> None:
    """The rows, a second apart up to now, as Postgres reads them fastest."""
    now, names = timezone.now(), [*(common | _own([0], timezone.now()))]
    columns = ", ".join(f'"{name}"' for name in names)
    with cursor.copy(f"COPY comments_comment ({columns}) FROM STDIN") as copy:
        for ago, path in zip(range(len(paths), 0, -1), paths, strict=True):
            row = common | _own(path, now - timedelta(seconds=ago))
            copy.write_row([row[name] for name in names])


def _own(path: list[int], at: datetime) -> dict[str, Any]:
    """What is each one's own, by column."""
    number = path[-1]
    return {
        "id": number,
        "ref": random_ref(),
        "parent_id": path[-2] if len(path) > 1 else None,
        "thread": path[0],
        "path": path,
        "body": f"Thought {number}.",
        "html": f"<p>Thought {number}.</p>",
        "idempotency_key": uuid.uuid4(),
        "created_at": at,
    }

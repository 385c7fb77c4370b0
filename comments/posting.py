"""Posting a thought."""

import uuid

from django.db import IntegrityError, connection, transaction

from articles.models import Article
from comments.models import BODY_LIMIT, Comment
from comments.models.comment import DEEPEST
from comments.plain_text import clean, lay_out
from newsroom.models import User


class NotPostedError(ValueError):
    """The thought was not posted; the message tells its author why and what to do. The text is theirs to keep."""


def post_thought(
    article: Article, author: User, text: str, key: uuid.UUID, parent: Comment | None = None
) -> tuple[Comment, bool]:
    """Posts a thought, or a reply to `parent`; returns it and whether it is new.

    The same key from the same author is the same thought, however often it is sent. Raises NotPostedError.
    """
    if known := Comment.objects.filter(author=author, idempotency_key=key).first():
        return known, False
    body = _checked(text)
    if parent and parent.article_id != article.pk:
        raise NotPostedError("The thought you answer belongs to another article. Open it there and reply again.")
    try:
        with transaction.atomic():
            return _insert(article, author, body, key, parent), True
    except IntegrityError:
        return Comment.objects.get(author=author, idempotency_key=key), False


def _checked(text: str) -> str:
    body = clean(text)
    if not body:
        raise NotPostedError("Your thought is empty. Write a sentence or two, then post it.")
    if len(body) > BODY_LIMIT:
        raise NotPostedError(
            f"Your thought has {len(body):,} characters; the limit is {BODY_LIMIT:,}. Shorten it by {len(body) - BODY_LIMIT:,}."
        )
    return body


def _insert(article: Article, author: User, body: str, key: uuid.UUID, parent: Comment | None) -> Comment:
    # Below the deepest level a reply stands beside what it answers.
    if parent and len(parent.path) >= DEEPEST:
        parent = parent.parent
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))")
        number = cursor.fetchone()[0]
    return Comment.objects.create(
        id=number,
        article=article,
        author=author,
        parent=parent,
        thread=parent.thread if parent else number,
        path=[*(parent.path if parent else []), number],
        body=body,
        html=lay_out(body),
        idempotency_key=key,
    )

"""Moderators, thoughts in each state, and what was mailed: for the tests of decisions."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection

from comments.models import Comment, Decision, State
from comments.moderation.deciding import decide
from newsroom.mail.models import Mail
from newsroom.models import User
from tests import factories

_n = count(1)


def moderator(name: str = "") -> User:
    """Somebody at the desk who decides on thoughts."""
    return factories.editor(name or f"moderator{next(_n)}")


def admin(name: str = "") -> User:
    """Somebody who may do everything."""
    user = moderator(name or f"admin{next(_n)}")
    user.is_superuser = True
    user.save()
    return user


def thought_in(state: State, article: Any = None, author: User | None = None, body: str = "Well argued.") -> Comment:
    """A thought that came into that state as thoughts do."""
    article, author = article or factories.published(), author or factories.reader()
    if state in (State.APPROVED, State.REJECTED):
        comment = factories.thought(article, author, body)
        decide(comment, state == State.APPROVED, by=moderator(), seen_turn=0, rule="civil")
        comment.refresh_from_db()
        return comment
    return factories.thought(article, author, body, state=state)


def removed(comment: Comment, by: User | None = None, rule: str = "civil", **more: Any) -> Decision:
    """The decision that removes a thought."""
    comment.refresh_from_db()
    return decide(comment, False, by=by or moderator(), seen_turn=comment.turn, rule=rule, **more)


def approved(comment: Comment, by: User | None = None, **more: Any) -> Decision:
    """The decision that approves a thought."""
    comment.refresh_from_db()
    return decide(comment, True, by=by or moderator(), seen_turn=comment.turn, **more)


def mails_to(user: User) -> list[Mail]:
    """What was posted to somebody, oldest first."""
    return list(Mail.objects.filter(to=user.email).order_by("id"))


def check_log() -> None:
    """Runs the checks that the database puts off until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def triggers_off() -> Iterator[Any]:
    """What somebody can do who has the database itself: triggers and foreign keys look away."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")

"""What the phases ask about a draft, its author and its article: one query, since each small one costs as much."""

import uuid
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, QuerySet

from comments.limits import Lately, lately
from comments.models import Comment
from comments.moderation.penalties import as_json, standing, watched
from comments.moderation.record import approved, last_states, saying_the_same
from comments.rules import rules_of, thresholds_as_json
from newsroom.models import User
from newsroom.prepared import Prepared


class Facts(NamedTuple):
    """What is known about a draft before anybody judges it."""

    sent: bool
    """Whether its form was sent before, by its key."""
    rules: list[str]
    """How the conversation is run, as `comments.rules` reads it."""
    thresholds: str | None
    """When the phases hold a thought, as `comments.rules` reads it."""
    penalties: list[str]
    """What its author is under, as `comments.moderation.penalties` reads it."""
    watched: bool
    """Whether a moderator set its author to be read first."""
    said: bool
    """Whether its author said exactly this before."""
    approved: int
    """How many of its author's thoughts a moderator approved."""
    states: list[str]
    """Where its author's last thoughts stand."""
    lately: Lately
    """What its author, and its address, posted lately."""


def _facts(*asked: Any) -> "QuerySet[User, Any]":
    author, article, address, body, key, editing = asked
    # In the order of Facts.
    return User.objects.filter(pk=author).values_list(
        Exists(Comment.objects.filter(author=author, idempotency_key=key)),
        ArraySubquery(rules_of(article)),
        thresholds_as_json(),
        ArraySubquery(as_json(standing(author))),
        Exists(watched(author)),
        Exists(saying_the_same(author, body, editing)),
        approved(author),
        ArraySubquery(last_states(author)),
        *lately(author, address, body),
    )


_asked = Prepared(_facts, -1_000_003, -1_000_033, "192.0.2.0", "\x02body\x03", uuid.UUID(int=1), -1_000_039)


def facts_of(
    author: int, article: int, body: str, *, address: str | None, key: uuid.UUID | None, editing: int | None
) -> Facts:
    """The facts about a text by that author on that article, sent from an address; or that the thought `editing` shall have."""
    (row,) = _asked(author, article, address, body, key, editing or 0)
    return Facts._make([*row[:8], Lately(*row[8:])])

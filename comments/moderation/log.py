"""The log of moderation: one row a decision, only ever added."""

import hashlib
from typing import Any

from comments.models import Act, Comment, Decision, Mover, State
from newsroom.models import User


def record(
    comment: Comment | None,
    act: Act,
    *,
    by: User | None = None,
    role: Mover = Mover.SYSTEM,
    state_from: State | str = "",
    state_to: State | str = "",
    rule: str = "",
    reader: User | None = None,
    **statement: Any,
) -> Decision:
    """Adds a decision, with the statement of reasons that its author reads; the database numbers and chains it.

    Belongs into the transaction that does what was decided. `reader` is whom it is about, else the thought's author;
    `statement` holds Decision's fields of that name (`comments.moderation.statement` makes them).
    """
    about = reader or (comment.author if comment else None)
    return Decision.objects.create(
        comment=comment,
        act=act,
        actor_mark=by.mark if by else None,
        actor_role=role,
        reader_mark=about.mark if about else None,
        state_from=state_from,
        state_to=state_to,
        turn=comment.turn if comment else 0,
        body_hash=hashlib.sha256(comment.body.encode()).hexdigest() if comment else "",
        rule=rule,
        **statement,
    )

"""The phases of moderation, in their order: each looks at a draft, and the first that decides wins.

A phase is a module with `judge(draft) -> Verdict | None`; it may refuse the thought altogether (comments.refusing).
"""

from comments.moderation.phases import (
    closed,
    flood,
    history,
    length,
    links,
    newcomer,
    premoderation,
    repeat,
    spam,
    staff,
    standing,
    toxicity,
    watched,
    words,
)

PHASES = (
    length,
    closed,
    standing,
    staff,
    flood,
    repeat,
    words,
    links,
    history,
    spam,
    toxicity,
    newcomer,
    watched,
    premoderation,
)

"""The statement of reasons: what was restricted, where, for how long, on which facts and ground, and what can be done.

Its parts are those of article 17(3) of the Digital Services Act, Regulation (EU) 2022/2065.
"""

from datetime import datetime
from typing import Any

from comments.models import Ground, Penalty
from comments.moderation.house_rules import RULES

SCOPE = "On the whole site, in every country."
REMOVED = "Your thought was removed. Other readers see that something was removed in its place, and not what it said."
HELD = "Your thought waits: only you and the moderators see it until a moderator has read it."
REDRESS = (
    "You can ask for a second look within six months: another moderator decides it, free of charge, and you are told"
    " the outcome. You can also go to a court."
)
KIND = Penalty.Kind
WHAT: dict[str, str] = {
    KIND.WARNING: "You were warned. You can post again once you have confirmed that you read the warning.",
    KIND.SUSPENSION: "You cannot post, edit or report thoughts for a time. You can read, and your name stays yours.",
    KIND.BAN: "You can no longer post, edit or report thoughts here. You can read, and your name stays yours.",
    KIND.PREMODERATION: "What you post is read by a moderator before others see it.",
}


def of_removal(
    rule: str,
    *,
    facts: str,
    explanation: str = "",
    ground: str = Ground.TERMS,
    law: str = "",
    detected_automatically: bool,
    decided_automatically: bool,
) -> dict[str, Any]:
    """The statement of a thought's removal, as fields of Decision.

    `rule` is a key of RULES; where the ground is the law, `law` names it. Raises KeyError for an unknown rule.
    """
    return {
        "restriction": REMOVED,
        "scope": SCOPE,
        "duration": "For good, unless a second look reverses it.",
        "facts": facts,
        "detected_automatically": detected_automatically,
        "decided_automatically": decided_automatically,
        **_ground(rule, explanation, ground, law),
        "redress": REDRESS,
    }


def of_hold(*, facts: str, detected_automatically: bool) -> dict[str, Any]:
    """The statement of a hold: it waits for a person, and the program alone decided that it waits."""
    return {
        "restriction": HELD,
        "scope": SCOPE,
        "duration": "Until a moderator has read it.",
        "facts": facts,
        "detected_automatically": detected_automatically,
        "decided_automatically": True,
        "ground": Ground.TERMS,
        "ground_reference": "The terms, “What happens to a thought before and after it is public”",
        "ground_explanation": "The terms say that a thought can wait for a moderator, and when.",
        "redress": "You need not do anything: a moderator reads each thought that waits, and you are told what was decided.",
    }


def of_penalty(kind: str, until: datetime | None, rule: str, *, facts: str, explanation: str = "") -> dict[str, Any]:
    """The statement of what a decision on a thought means for its author; `kind` is one of Penalty.Kind."""
    return {
        "restriction": WHAT[kind],
        "scope": SCOPE,
        "duration": _duration(kind, until),
        "facts": facts,
        "detected_automatically": False,
        "decided_automatically": False,
        **_ground(rule, explanation, Ground.TERMS, ""),
        "redress": REDRESS,
    }


def _ground(rule: str, explanation: str, ground: str, law: str) -> dict[str, Any]:
    clause = RULES[rule]
    return {
        "ground": ground,
        "ground_reference": law if ground == Ground.LAW else f"{clause}, which is part of the terms",
        "ground_explanation": explanation or f"It is of the kind that this rule excludes: {clause.text}",
    }


def _duration(kind: str, until: datetime | None) -> str:
    if kind == KIND.WARNING:
        return "Until you confirm that you read it."
    if until is None:
        return "Until a moderator lifts it, or a second look reverses it."
    return f"Until {until.day} {until:%B %Y, %H:%M} UTC. It ends by itself."

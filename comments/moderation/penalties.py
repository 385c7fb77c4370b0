"""Penalties: what a decision on a thought means for its author. Open, with an end or a way to one, never in secret."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import JSONObject, Now
from django.urls import reverse
from django.utils import timezone

from comments.models import Act, Decision, Penalty
from comments.moderation import informing, statement
from comments.moderation.log import record
from comments.moderation.moderators import role_of
from comments.moderation.undecided import NotDecidedError
from comments.refusing import Refused
from newsroom.accounts import end_sessions
from newsroom.models import User
from newsroom.prepared import Prepared

KIND = Penalty.Kind
ACTS: dict[str, Act] = {
    KIND.BAN: Act.BANNED,
    KIND.SUSPENSION: Act.SUSPENDED,
    KIND.WARNING: Act.WARNED,
    KIND.PREMODERATION: Act.PREMODERATED,
}
GRAVEST_FIRST = tuple(ACTS)
# What may have a penalty beside it.
REMOVALS = {Act.REMOVED, Act.UPHELD}


def penalise(
    decision: Decision, kind: str, *, by: User, until: datetime | None = None, explanation: str = ""
) -> Penalty:
    """Adds a penalty for its author to the removal of a thought; the author reads why, and a ban ends their sessions.

    `until` is when it ends by itself: needed for a suspension, and not for a warning. Raises NotDecidedError.
    """
    thought = decision.comment
    if thought is None or decision.act not in REMOVALS:
        raise NotDecidedError("A penalty needs a thought that you remove: decide on the thought first.")
    if thought.author is None:
        raise NotDecidedError("The author of this thought has left. There is nobody to warn or suspend.")
    _check_end(kind, until)
    with transaction.atomic():
        said = statement.of_penalty(kind, until, decision.rule, facts=_facts(decision), explanation=explanation)
        consequence = record(thought, ACTS[kind], by=by, role=role_of(by), rule=decision.rule, **said)
        penalty = Penalty.objects.create(reader=thought.author, decision=consequence, kind=kind, until=until)
        if kind == KIND.BAN:
            end_sessions(thought.author)
        informing.inform(consequence, by=by)
    return penalty


def lift(penalty: Penalty, *, by: User, act: Act = Act.LIFTED, explanation: str = "") -> Decision | None:
    """Ends a penalty before its time; None where it was lifted already."""
    with transaction.atomic():
        if not Penalty.objects.filter(pk=penalty.pk, lifted_at=None).update(lifted_at=Now()):
            return None
        about: dict[str, Any] = {"rule": penalty.decision.rule, "facts": explanation, "reader": penalty.reader}
        decision = record(penalty.decision.comment, act, by=by, role=role_of(by), **about)
        informing.inform(decision, by=by)
    return decision


def acknowledge(decision: Decision, reader: User) -> bool:
    """Notes that the reader has read a warning of theirs; says whether there was one to confirm."""
    warnings = Penalty.objects.filter(decision=decision, reader=reader, kind=KIND.WARNING)
    return bool(warnings.filter(acknowledged_at=None).update(acknowledged_at=Now()))


class Standing(NamedTuple):
    """A penalty in force: how far it goes, until when, and the ref of the thought it is for."""

    kind: str
    until: str | None
    thought: str | None


def standing(reader: Any) -> "QuerySet[Penalty]":
    """The penalties that the reader of that number is under now: none for nearly everybody.

    A suspension lifts by itself, and a warning is over once it was read.
    """
    unlifted = Penalty.objects.filter(reader=reader, lifted_at=None).exclude(until__lte=Now())
    return unlifted.exclude(kind=KIND.WARNING, acknowledged_at__isnull=False)


def watched(reader: Any) -> "QuerySet[Penalty]":
    """What a moderator decided so that the reader's thoughts wait."""
    return standing(reader).filter(kind=KIND.PREMODERATION)


def as_json(penalties: "QuerySet[Penalty]") -> "QuerySet[Penalty, Any]":
    """Each as JSON that `why_not` reads."""
    return penalties.order_by().values_list(JSONObject(kind="kind", until="until", thought="decision__comment__ref"))


_standing = Prepared(lambda reader: as_json(standing(reader)), -1_000_003)


def check_may_post(reader: User) -> None:
    """Raises Refused (403) where the reader is banned, suspended, or has a warning to read first."""
    check_standing(found for (found,) in _standing(reader.pk))


def check_standing(found: Iterable[str]) -> None:
    """The same for who is under these penalties."""
    if says := why_not(found):
        raise Refused(says, 403)


def why_not(found: Iterable[str]) -> str:
    """The sentence that says why nobody under these penalties may post; empty where they may."""
    gravest = min((Standing(**json.loads(one)) for one in found), key=_gravity, default=None)
    return _refusal(gravest) if gravest and gravest.kind != KIND.PREMODERATION else ""


def _gravity(penalty: Standing) -> int:
    return GRAVEST_FIRST.index(penalty.kind)


def _refusal(penalty: Standing) -> str:
    why = reverse("comments:statement", args=[penalty.thought]) if penalty.thought else reverse("me")
    if penalty.kind == KIND.WARNING:
        return f"A moderator warned you. Read the warning and confirm it at {why}, then post. Your text is kept."
    if penalty.until is None:
        return f"You are banned from posting. You can still read. Why, and what you can do about it: {why}"
    until = datetime.fromisoformat(penalty.until)
    end = f"{until.day} {until:%B %Y, %H:%M} UTC"
    return f"You cannot post until {end}. You can still read. Why, and what you can do about it: {why}"


def _check_end(kind: str, until: datetime | None) -> None:
    if kind == KIND.SUSPENSION and until is None:
        raise NotDecidedError("Say when the suspension ends.")
    if kind == KIND.WARNING and until is not None:
        raise NotDecidedError("A warning has no end: it is over once it was read.")
    if until is not None and until <= timezone.now():
        raise NotDecidedError("The end lies in the past. Choose a later one.")


def _facts(decision: Decision) -> str:
    posted = decision.comment.created_at if decision.comment else decision.at
    return f"A moderator removed your thought of {posted.day} {posted:%B %Y} for breaking this rule."

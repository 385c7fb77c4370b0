"""Deciding on a thought: approve it, or remove it by a rule. What two moderators decide at once is decided once."""

from typing import Any

from django.db import transaction

from comments.models import Act, Comment, Decision, Ground, Mover, State
from comments.moderation import informing, statement
from comments.moderation.house_rules import RULES
from comments.moderation.log import record
from comments.moderation.moderators import role_of
from comments.moderation.undecided import AlreadyDecidedError, NotDecidedError
from comments.notifications import tell_of_reply
from comments.picking import pick as pick_thought
from comments.reporting import settle
from newsroom.models import User

# Phases that looked for something in the thought and found it; the others hold whatever is said.
SEARCHING = {"words", "links", "repeat", "history", "spam", "toxicity"}


def decide(
    comment: Comment,
    approve: bool,
    *,
    by: User,
    seen_turn: int,
    rule: str = "",
    explanation: str = "",
    ground: str = Ground.TERMS,
    law: str = "",
    pick: bool = False,
) -> Decision:
    """Approves a thought, picked if wished, or removes it by a rule of RULES; answers its reports and tells its author.

    `seen_turn` is the turn of the thought that the moderator read. Where the ground is the law, `law` names it and
    `explanation` says why it applies. Raises NotDecidedError, and AlreadyDecidedError where the thought has moved on.
    """
    if not approve:
        _check_reasons(rule, explanation, ground, law)
    with transaction.atomic():
        thought = locked(comment, seen_turn)
        if thought.author_id == by.pk:
            raise NotDecidedError("This thought is yours. Another moderator decides on it.")
        if approve:
            decision = _approve(thought, by)
            if pick:
                pick_thought(thought, by)
        else:
            decision = _remove(thought, by, {"explanation": explanation, "ground": ground, "law": law}, rule)
        settle(thought, decision)
        informing.inform(decision, by=by)
    return decision


def locked(comment: Comment, seen_turn: int) -> Comment:
    """The thought as it is now, nobody else's to move until the transaction ends; raises AlreadyDecidedError."""
    thought = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if thought.deleted_at is not None:
        raise AlreadyDecidedError("Its author took this thought back. Nothing is left to decide.", None)
    if thought.turn != seen_turn:
        newest = thought.decisions.first()
        edited = newest is None or newest.turn < thought.turn or newest.actor_role == Mover.SYSTEM
        what = "Its author edited it" if edited else "Somebody else decided on it"
        raise AlreadyDecidedError(f"{what} while you read it. Look at it again.", newest)
    return thought


def move(thought: Comment, state: State, by: User) -> None:
    """Puts a locked thought into a state that a moderator gave it: its waiting is over, and a pick of it if removed."""
    thought.state, thought.moved_as, thought.turn = state, role_of(by), thought.turn + 1
    thought.held_at, thought.held_by, thought.held_because = None, "", []
    thought.claimed_by = thought.claimed_until = None
    fields = ["state", "moved_as", "turn", "held_at", "held_by", "held_because", "claimed_by", "claimed_until"]
    if state == State.REJECTED:
        thought.picked_at = thought.picked_by = None
        fields += ["picked_at", "picked_by"]
    thought.save(update_fields=fields)


def _check_reasons(rule: str, explanation: str, ground: str, law: str) -> None:
    if rule not in RULES:
        raise NotDecidedError("Choose the rule that the thought breaks: its author has a right to know.")
    if ground not in (Ground.TERMS, Ground.LAW):
        raise NotDecidedError("Say whether the thought breaks our terms or the law.")
    if ground == Ground.LAW and not (law.strip() and explanation.strip()):
        raise NotDecidedError("Name the law, and say why it applies. Or remove the thought by a rule of ours.")


def _approve(thought: Comment, by: User) -> Decision:
    before = State(thought.state)
    if before == State.APPROVED and not thought.reports:
        raise AlreadyDecidedError("It is approved already.", thought.decisions.first())
    move(thought, State.APPROVED, by)
    decision = record(thought, Act.APPROVED, by=by, role=role_of(by), state_from=before, state_to=State.APPROVED)
    if thought.parent_id:
        tell_of_reply(thought)
    return decision


def _remove(thought: Comment, by: User, reasons: dict[str, str], rule: str) -> Decision:
    before = State(thought.state)
    if before == State.REJECTED:
        raise AlreadyDecidedError("It is removed already.", thought.decisions.first())
    found = _found(thought)
    detected = thought.held_by in SEARCHING
    move(thought, State.REJECTED, by)
    said = statement.of_removal(
        rule, facts=found, detected_automatically=detected, decided_automatically=False, **reasons
    )
    moves: dict[str, Any] = {"state_from": before, "state_to": State.REJECTED}
    return record(thought, Act.REMOVED, by=by, role=role_of(by), rule=rule, **moves, **said)


def _found(thought: Comment) -> str:
    """Who or what pointed a moderator to the thought."""
    facts = []
    if thought.held_by and thought.held_by != "reports":
        held = " ".join(str(ground["says"]).rstrip(".") + "." for ground in thought.held_because)
        facts.append(f"It had been held by the rules of moderation. {held}".strip())
    if thought.reports:
        facts.append(f"It had been reported by {thought.reports} reader{'s' if thought.reports > 1 else ''}.")
    if thought.notices.filter(outcome=None).exists():
        facts.append("Somebody had sent a notice of illegal content about it.")
    by_chance = "Nobody had reported it and no program had held it: the moderator came upon it while reading."
    return " ".join(["A moderator read your thought and decided.", *(facts or [by_chance])])

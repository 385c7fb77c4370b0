"""What the pipeline did to a thought goes into the log, in the transaction that stores the thought."""

from comments.models import Act, Comment, Decision, State
from comments.moderation import statement
from comments.moderation.draft import Screening
from comments.moderation.log import record


def note(comment: Comment, screening: Screening, state_from: State | str = "") -> Decision | None:
    """Logs why a thought was held or removed by the rules, or that an edit took an approval away; else nothing.

    `comment` has its new state already; `state_from` is the state before an edit.
    """
    state = State(comment.state)
    if state == state_from or (state == State.NONE and not state_from):
        return None
    facts = " ".join(ground["says"] for ground in screening.grounds)
    if state == State.REJECTED:
        reasons = statement.of_removal("words", facts=facts, detected_automatically=True, decided_automatically=True)
        return record(comment, Act.REMOVED, state_from=state_from, state_to=state, rule=screening.phase, **reasons)
    if state == State.NONE:
        return record(comment, Act.EDITED, state_from=state_from, state_to=state)
    reasons = statement.of_hold(facts=facts, detected_automatically=True)
    return record(comment, Act.HELD, state_from=state_from, state_to=state, rule=screening.phase, **reasons)

"""Why a moderator's decision was not made, in a sentence for the moderator."""

from comments.models import Decision


class NotDecidedError(ValueError):
    """The decision was not made; the message says why and what to do."""


class AlreadyDecidedError(NotDecidedError):
    """Somebody was quicker: `decision` is the newest one on the thought, None where only its author acted."""

    def __init__(self, reason: str, decision: Decision | None) -> None:
        super().__init__(reason)
        self.decision = decision

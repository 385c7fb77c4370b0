"""The nouns of the letters page."""

from comments.models.comment import BODY_LIMIT, MOVES, PUBLIC, WAITING, Comment, Mover, State
from comments.models.decision import Act, Appeal, Decision, Ground, Penalty
from comments.models.notification import Notification, Pace, Wishes
from comments.models.reading import Mute, QuietThread, Respect, Visit
from comments.models.report import Notice, Report
from comments.models.revision import Revision
from comments.models.rules import Rules, Tally, Thresholds, Word

__all__ = [
    "BODY_LIMIT",
    "MOVES",
    "PUBLIC",
    "WAITING",
    "Act",
    "Appeal",
    "Comment",
    "Decision",
    "Ground",
    "Mover",
    "Mute",
    "Notice",
    "Notification",
    "Pace",
    "Penalty",
    "QuietThread",
    "Report",
    "Respect",
    "Revision",
    "Rules",
    "State",
    "Tally",
    "Thresholds",
    "Visit",
    "Wishes",
    "Word",
]

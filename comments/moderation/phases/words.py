"""Banned words remove a thought at once, suspect ones hold it; disguise does not help."""

from comments.models import State
from comments.models import Word as Listed
from comments.moderation.draft import Draft, Grounds, Verdict
from comments.moderation.words import BANNED, Match, Word, find
from newsroom.prepared import Prepared

_words = Prepared(lambda: Listed.objects.values_list("text", "kind"))


def judge(draft: Draft) -> Verdict | None:
    """Removes or holds a thought with words of the list."""
    matches = find(draft.body, [Word(*row) for row in _words()])
    if not matches:
        return None
    banned = [match for match in matches if match.kind == BANNED]
    if banned:
        return Verdict(State.REJECTED, [_grounds(match) for match in banned])
    return Verdict(State.WITHHELD, [_grounds(match) for match in matches])


def _grounds(match: Match) -> Grounds:
    return {"says": f"The {match.kind} word “{match.word}”", "start": match.start, "end": match.end}

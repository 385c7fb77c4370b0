"""What a judge of texts answers, and which judge is asked: ours, or the one that the settings name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

HELD_FROM = 0.5


@dataclass(frozen=True)
class Verdict:
    """How likely a text is what the judge looks for, 0 to 1, and whether it should wait for a person.

    `grounds` are short plain words for moderators, the weightiest first; `spans` the places of the words that they rest on,
    where those are known: code points of the text as it was given, end exclusive.
    """

    score: float
    flag: bool
    grounds: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


def ask(name: str, text: str) -> Verdict:
    """The verdict of the judge that the setting of this name points to. Whatever it raises is the caller's to act on."""
    return _judge(getattr(settings, name))(text)


@cache
def _judge(path: str) -> Callable[[str], Verdict]:
    judge: Callable[[str], Verdict] = import_string(path)
    return judge

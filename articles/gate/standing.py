"""Standing: whether the sources give a fact, and give it for what the sentence says, or something else in its place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from articles.gate.passages import Passages, stems

ALIKE = 0.45
"""From so near a passage speaks clearly of the same thing as the sentence."""
COMPARED = 3000
"""Facts of one article that are compared in place; beyond, only whether a source gives them is looked up."""
NEAREST = 8
"""Passages in which another fact is looked for."""
REACH = 70
"""Code points on either side of a fact that say what it is a fact about."""
CLOSENESS = (1.0, 0.8, 0.6, 0.45, 0.3)
"""What the words beside a fact count for, from the nearest on."""
CROSSED = 0.5
"""A word that stands on the other side of the fact counts half: "five died" and "the death of five"."""


@dataclass(frozen=True)
class Doubt:
    """From where on another fact of the sources speaks against the one in the sentence; measured on news summaries."""

    near: float
    """So near the passage with the other fact must be to the sentence."""
    margin: float
    """By so much it must fit better."""
    least: float = 0.0
    """So much of what stands around the fact must stand around the other."""
    gain: float = -1.0
    """So much more must stand around the other than around the fact where the sources give it."""


class Fact(Protocol):
    """A number, a date or a name in a text."""

    @property
    def start(self) -> int: ...  # noqa: D102 - code points
    @property
    def end(self) -> int: ...  # noqa: D102 - code points


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Standing:
    """How a fact stands: `nowhere` in the sources, and the passage that gives another in its place, if one does."""

    nowhere: bool
    instead: int | None = None

    @property
    def sound(self) -> bool:
        """Nothing speaks against it."""
        return not self.nowhere and self.instead is None


def surroundings(text: str, fact: Fact) -> tuple[list[str], list[str]]:
    """The telling words before a fact and behind it, the nearest first."""
    before = stems(text[max(0, fact.start - REACH) : fact.start])
    return before[::-1][: len(CLOSENESS)], stems(text[fact.end : fact.end + REACH])[: len(CLOSENESS)]


def alike(mine: tuple[Sequence[str], Sequence[str]], theirs: tuple[Sequence[str], Sequence[str]]) -> float:
    """How much of what stands around one fact stands around the other, from 0 to 1."""
    total = found = 0.0
    for side in (0, 1):
        for word, weight in zip(mine[side], CLOSENESS, strict=False):
            total += weight
            found += weight if word in theirs[side] else weight * CROSSED if word in theirs[1 - side] else 0
    return found / total if total else 0.0


def standing(
    passages: Passages,
    text: str,
    fact: F,
    places: Iterable[tuple[int, F]],
    others: Callable[[int], Iterable[F]],
    *,
    doubt: Doubt,
) -> Standing:
    """Compares where the sources give this fact with where they give another.

    `places` are the passages that give it; `others(n)` are the facts of passage n that could stand in its place.
    """
    passages.comparisons += 1
    if passages.comparisons > COMPARED:
        return Standing(nowhere=next(iter(places), None) is None)
    near = passages.nearness(stems(text[: fact.start] + " " + text[fact.end :]))
    mine = surroundings(text, fact)

    def fit(number: int, other: F) -> tuple[float, float, int]:
        around = alike(mine, surroundings(passages[number].text, other))
        return float(near[number]) + around, around, number

    top = (-near).argsort(kind="stable")[:NEAREST]
    best = max((fit(int(n), other) for n in top for other in others(int(n))), default=None)
    here = max((fit(number, other) for number, other in places), default=None)
    if here is None:
        return Standing(nowhere=True, instead=best[2] if best and near[best[2]] >= ALIKE else None)
    if best is None or near[best[2]] < doubt.near or best[0] - here[0] < doubt.margin:
        return Standing(nowhere=False)
    outdone = best[1] >= doubt.least and best[1] - here[1] >= doubt.gain
    return Standing(nowhere=False, instead=best[2] if outdone else None)

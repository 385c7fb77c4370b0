"""How well a claim is supported, and by what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A sentence of a source, or two neighbouring ones, as a span of code points of the text with the index `text`.

    `score`, 0 to 1, says how much of the claim this passage carries.
    """

    text: int
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Support:
    """What the sources have for one claim: 1 where all of it is found, and the passages worth showing, best first.

    `said` tells in plain words what was found. It never calls a claim true: finding its words is not knowing.
    """

    score: float
    supported: bool
    passages: tuple[Passage, ...]
    said: tuple[str, ...]

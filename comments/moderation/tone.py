"""How hostile a text sounds as a whole, by static word vectors: the nearer to hostile sentences than to civil ones."""

from functools import cache
from math import exp

import numpy as np
from numpy.typing import NDArray

from articles.related.embeddings import embed
from comments.moderation.lexicon import DATA

MIDDLE, STEEPNESS = 0.1, 15.0


def hostile(text: str) -> float:
    """0 to 1; half where a text leans a tenth towards the hostile side. Raises FileNotFoundError without the vectors."""
    leaning = float(embed([text])[0] @ _direction())
    return 1 / (1 + exp(-STEEPNESS * (leaning - MIDDLE)))


@cache
def _direction() -> NDArray[np.float32]:
    """From the middle of the civil sentences to that of the hostile ones, length one, shape (256,)."""
    sides: dict[str, list[str]] = {}
    for line in (DATA / "anchors.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sides[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            sides[list(sides)[-1]].append(line)
    way: NDArray[np.float32] = embed(sides["hostile"]).mean(axis=0) - embed(sides["civil"]).mean(axis=0)
    return way / np.float32(np.linalg.norm(way))

"""Where the weights of the spam filter come from: a logistic regression on thoughts that people have judged."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from comments.moderation.spam import NAMES, look

Floats = NDArray[np.float64]
# Half the squared weights are added to the loss, so that no way of advertising counts without many examples.
RIDGE = 1.0
STEPS = 30
# What the comments under music videos hardly do; without these, a pharmacy's offer would weigh nothing.
AT_LEAST = {"money": 2.0, "goods": 2.0, "wares": 4.0, "contact": 1.5}


def features(texts: Sequence[str]) -> Floats:
    """What each text does, shape (texts, NAMES), 0 to 1."""
    return np.array([look(text).marks for text in texts])


def fit(seen: Floats, labels: Floats) -> tuple[float, Floats]:
    """The bias and the weights under which the labels (1 = advertising) are likeliest, by Newton's method."""
    design = np.hstack([np.ones((len(seen), 1)), seen])
    penalty = np.diag([0.0] + [RIDGE] * seen.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (likely - labels) + penalty @ weights
        bend = (design * (likely * (1 - likely))[:, None]).T @ design + penalty
        weights -= np.linalg.solve(bend, slope)
    return float(weights[0]), weights[1:]


def kept(bias: float, weights: Floats) -> Mapping[str, object]:
    """The weights as they are stored, never below what they are at least."""
    named = {
        name: max(round(float(weight), 2), AT_LEAST.get(name, -9.0))
        for name, weight in zip(NAMES, weights, strict=True)
    }
    return {"bias": round(bias, 2), "weights": named}


def left_out(seen: Floats, labels: Floats, groups: Sequence[str]) -> Floats:
    """The score of each text by weights fitted on the other groups only."""
    scores = np.zeros(len(labels))
    for group in sorted(set(groups)):
        out = np.array([name == group for name in groups])
        bias, weights = fit(seen[~out], labels[~out])
        scores[out] = 1 / (1 + np.exp(-bias - seen[out] @ weights))
    return scores


def auroc(labels: Floats, scores: Floats) -> float:
    """How often an advertisement scores above what is none; half for a draw."""
    ham, spam = scores[labels == 0], scores[labels == 1]
    return float(np.mean((spam[:, None] > ham).astype(float) + 0.5 * (spam[:, None] == ham)))


def f1(labels: Floats, scores: Floats, held_from: float) -> float:
    """The harmonic mean of precision and recall."""
    held = scores >= held_from
    return float(2 * np.sum(held & (labels == 1)) / (np.sum(held) + np.sum(labels == 1)))

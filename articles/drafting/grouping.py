"""Grouping by subject: sentences that are about the same thing stand under one heading."""

from collections.abc import Sequence

import numpy as np

from articles.drafting.choosing import Chosen

# Sentences a section should have, and the most it may.
WANTED = 3
MOST = 6


def grouped(chosen: Sequence[Chosen]) -> list[list[Chosen]]:
    """The chosen statements in groups of about three, none alone; the group with the worthiest statement first.

    Groups are joined two at a time, the likeliest pair first (average linkage over cosines), as long as there are more
    groups than wanted or one of them stands alone.
    """
    groups = [[place] for place in range(len(chosen))]
    if not groups:
        return []
    rows = np.stack([one.own for one in chosen])
    alike = rows @ rows.T
    while len(groups) > 1 and (len(groups) > max(1, round(len(chosen) / WANTED)) or min(map(len, groups)) == 1):
        pairs = [(a, b) for a in range(len(groups)) for b in range(a)]
        joined = [(a, b) for a, b in pairs if len(groups[a]) + len(groups[b]) <= MOST] or pairs
        a, b = max(joined, key=lambda pair: float(np.mean(alike[np.ix_(groups[pair[0]], groups[pair[1]])])))
        groups[b] += groups.pop(a)
    ordered = sorted(groups, key=lambda group: -max(chosen[place].worth for place in group))
    return [[chosen[place] for place in sorted(group)] for group in ordered]

"""Floods: who goes on sending though told to wait is told again for the price of a look into memory.

The limits themselves stand in the database (comments.limits). This only keeps a flood from costing other readers their
time: each process remembers whom it told, and for how long.
"""

import time
from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

# So often a refusal is a whole page with its form; nobody at a keyboard is refused more often in a few seconds.
PATIENCE = 3
MOST_REMEMBERED = 10_000


class Told(NamedTuple):
    """Until when somebody was told to wait, and how often; seconds of the process's own clock."""

    until: float
    times: int


class Floods:
    """Whom this process told to wait."""

    def __init__(self) -> None:
        self._told: OrderedDict[str, Told] = OrderedDict()
        self._lock = Lock()

    def tell(self, whom: str, seconds: int, at: float | None = None) -> None:
        """Notes that `whom` was told to wait so many seconds."""
        at = time.monotonic() if at is None else at
        with self._lock:
            known = self._told.get(whom)
            times = known.times if known and known.until > at else 0
            self._told[whom] = Told(at + seconds, times + 1)
            self._told.move_to_end(whom)
            if len(self._told) > MOST_REMEMBERED:
                self._told.popitem(last=False)

    def seconds_left(self, whom: str, at: float | None = None) -> int:
        """How long `whom`, told often enough, still has to wait, rounded up; 0 for everybody else."""
        known = self._told.get(whom)
        if known is None or known.times < PATIENCE:
            return 0
        left = known.until - (time.monotonic() if at is None else at)
        return max(0, -int(-left // 1))


floods = Floods()

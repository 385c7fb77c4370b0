"""How long something takes, as a reader meets it: each run alone, one after the other.

Beside the times stands the work of this process and the database's, since on a busy machine only that means anything.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection

WARM = 5
TICK = os.sysconf("SC_CLK_TCK")


def print_times(name: str, act: Callable[[Any], object], given: Iterable[Any], bar: float) -> None:
    """Runs the act once on each thing given, and prints the median, 95 and 99 of 100 in milliseconds beside the bar.

    The first five warm up and do not count. The last figure is the mean of the processor's time.
    """
    times, worked = [], 0.0
    for number, one in enumerate(given):
        if number == WARM:
            worked = _work()
        begun = time.perf_counter()
        act(one)
        if number >= WARM:
            times.append(1000 * (time.perf_counter() - begun))
    mean = 1000 * (_work() - worked) / len(times)
    times.sort()
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
    print(f"  {name:50} {p50:9.2f} {p95:9.2f} {p99:9.2f} {bar:9.0f} {mean:9.2f} {len(times):6}", flush=True)


def print_head(title: str) -> None:
    """The head of a table of times."""
    print(f"\n{title + ', ms':52} {'p50':>9} {'p95':>9} {'p99':>9} {'bar':>9} {'CPU mean':>9} {'runs':>6}")


def _work() -> float:
    """Seconds of processor time that this process and its own server process have had; on Linux."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return time.process_time() + sum(map(int, fields[11:13])) / TICK

"""Preparing: what a lane's jobs need is loaded once, before a worker's processes are forked, and shared by them."""

from collections import defaultdict
from collections.abc import Callable, Iterable

Preparation = Callable[[], object]
_preparations: defaultdict[str, list[Preparation]] = defaultdict(list)
_prepared: set[str] = set()


def prepares(lane: str) -> Callable[[Preparation], Preparation]:
    """Registers what is to be called before the first job of that lane is done; it may open no connection."""

    def register(preparation: Preparation) -> Preparation:
        _preparations[lane].append(preparation)
        return preparation

    return register


def prepare(lanes: Iterable[str]) -> None:
    """Loads what these lanes' jobs need, unless it is loaded already."""
    for lane in set(lanes) - _prepared:
        for preparation in _preparations[lane]:
            preparation()
        _prepared.add(lane)

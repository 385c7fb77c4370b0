"""Threads as they are shown: three levels, whatever was stored; what lies deeper joins the third."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from comments.reading.shown import Shown

LEVELS = 3


@dataclass
class Node:
    """A thought with the replies that are shown below it; `joined` says that it stands beside what it answers."""

    thought: Shown
    joined: bool = False
    replies: list["Node"] = field(default_factory=list)


def nested(thoughts: Iterable[Shown]) -> list[Node]:
    """The thoughts of a thread, in the order of their paths, each below what it answers."""
    tops: list[Node] = []
    above: list[Node] = []
    for thought in thoughts:
        # What it answers may not be here: then it stands below the nearest that is.
        above = [node for node in above if node.thought.id in thought.path]
        level = min(len(above), LEVELS - 1)
        node = Node(thought, joined=len(thought.path) > level + 1)
        (above[level - 1].replies if level else tops).append(node)
        above.append(node)
    return tops

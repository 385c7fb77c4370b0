"""A list of words as a tree of letters, so that all of them are looked for at one time."""

from dataclasses import dataclass, field
from functools import lru_cache

from comments.moderation.unmasking import Run, runs


@dataclass(slots=True)
class Node:
    """A place in the tree: the runs that may follow, whether a space may, and which words end here.

    `after` has, for each letter, how often it stands there and the node behind; `ends` the word as it is listed, its kind,
    and whether it may go on.
    """

    after: dict[str, list[tuple[int, "Node"]]] = field(default_factory=dict)
    space: bool = False
    ends: list[tuple[str, str, bool]] = field(default_factory=list)

    def grown(self, run: Run) -> "Node":
        """The node behind a run, made where it is missing."""
        followers = self.after.setdefault(run.letters[0], [])
        for count, node in followers:
            if count == run.count:
                return node
        followers.append((run.count, Node()))
        return followers[-1][1]


@lru_cache(maxsize=16)
def planted(words: tuple[tuple[str, str], ...]) -> tuple[Node, Node]:
    """The tree of the words that begin where a word begins, and of those that begin anywhere. Words are (text, kind)."""
    whole, anywhere = Node(), Node()
    for text, kind in words:
        node = anywhere if text.startswith("*") else whole
        read = runs(text.strip("*"))
        for run, following in zip(read, [*read[1:], None], strict=False):
            node = node.grown(run)
            node.space = node.space or bool(following and following.chunk != run.chunk)
        if read:
            node.ends.append((text, kind, text.endswith("*")))
    return whole, anywhere

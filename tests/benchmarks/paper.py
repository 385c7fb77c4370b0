"""How large the paper is: so many articles, of which so many are drawn, and so many new ones besides."""

import os
from dataclasses import dataclass

MORE = 230


@dataclass(frozen=True)
class Paper:
    """Where fewer are drawn than there are articles, the others are copies of them under later dates."""

    articles: int
    drawn: int
    more: int = MORE
    """New ones that are related while it is measured; they are the newest, and drawn each for itself."""

    @property
    def copies(self) -> int:
        """How often each drawn article stands in the paper."""
        return self.articles // self.drawn

    def key(self, number: int) -> int:
        """The primary key of a drawn article."""
        return number + 1 if number < self.drawn else self.articles - self.drawn + number + 1

    def is_new(self, number: int) -> bool:
        """True for an article that nobody has compared yet."""
        return number >= self.drawn


def paper() -> Paper:
    """As the environment says it, which processes of their own share."""
    return Paper(int(os.environ["BENCHMARK_ARTICLES"]), int(os.environ["BENCHMARK_DRAWN"]))

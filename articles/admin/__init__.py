"""The desk's side of the paper."""

from articles.admin import article, filing, stories

__all__ = ["article", "filing", "stories"]

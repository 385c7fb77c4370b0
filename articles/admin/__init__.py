"""The desk's side of the paper."""

from articles.admin import article, filing

__all__ = ["article", "filing"]

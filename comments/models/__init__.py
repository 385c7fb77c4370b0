"""The nouns of the letters page."""

from comments.models.comment import BODY_LIMIT, Comment

__all__ = ["BODY_LIMIT", "Comment"]

"""The moderators' side of the letters page."""

from comments.admin import log, thoughts, wording

__all__ = ["log", "thoughts", "wording"]

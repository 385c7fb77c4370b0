"""The moderators' side of the letters page."""

from comments.admin import log, penalties, thoughts, wording

__all__ = ["log", "penalties", "thoughts", "wording"]

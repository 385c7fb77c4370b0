"""What a sentence rests on: the passages of its sources that say the same, and how much of it they carry."""

from articles.evidence.library import Library
from articles.evidence.support import Passage, Support

__all__ = ["Library", "Passage", "Support"]

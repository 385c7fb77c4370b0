"""The nouns of the readers' pages."""

from newsroom.readers.models.export import Export
from newsroom.readers.models.keeping import Saved, SectionFollow, StoryFollow
from newsroom.readers.models.leaving import Erased, Leaving, Naming

__all__ = ["Erased", "Export", "Leaving", "Naming", "Saved", "SectionFollow", "StoryFollow"]

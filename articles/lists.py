"""Lists of articles as cards need them: compiled once, newest first, through the readers' door."""

from articles.cards import COLUMNS, Facts
from articles.models import Article
from articles.models.article import ArticleQuerySet
from newsroom.prepared import Prepared

# Longer than any list on one page; a list takes what it needs of it.
MOST = 16
_A, _B = -1_000_003, -1_000_033


def newest_first() -> ArticleQuerySet:
    """Everything public, newest first."""
    return Article.objects.published().order_by("-published_at", "-id")


_newest = Prepared(lambda: newest_first().values_list(*COLUMNS)[:MOST])
_in_section = Prepared(lambda section: newest_first().filter(section=section).values_list(*COLUMNS)[:MOST], _A)
_in_story = Prepared(
    lambda story, besides: newest_first().filter(story=story).exclude(pk=besides).values_list(*COLUMNS)[:MOST], _A, _B
)


def newest() -> list[Facts]:
    """The newest articles of all sections, at most sixteen."""
    return [Facts(*row) for row in _newest()]


def newest_in_section(section_id: int) -> list[Facts]:
    """The newest articles of a section, at most sixteen."""
    return [Facts(*row) for row in _in_section(section_id)]


def angles(story_id: int, besides: int) -> list[Facts]:
    """The other articles of a story, at most sixteen."""
    return [Facts(*row) for row in _in_story(story_id, besides)]

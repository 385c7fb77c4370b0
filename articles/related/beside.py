"""What stands beside an article: the other angles of its story, and what is related; both in one query."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast

from articles.cards import COLUMNS, Facts
from articles.lists import in_story
from articles.related.selection import chosen, listed, related_to
from newsroom.prepared import Prepared

ANGLES = 4


def _angles_and_related(story: int, article: int) -> "QuerySet[Any, Any]":
    """A related article comes with the story of the article above, an angle with none there."""
    nothing = Value(""), Cast(Value(None), BigIntegerField())
    angles = in_story(story, article).values_list(*COLUMNS, *nothing)[:ANGLES]
    return angles.union(listed(article), all=True)


_both = Prepared(_angles_and_related, -1_000_003, -1_000_033)


def beside(article_id: int, story_id: int | None) -> tuple[list[Facts], list[Facts]]:
    """At most four other angles of the story, newest first, and the four related articles, as `related_to` finds them."""
    if story_id is None:
        return [], related_to(article_id)
    rows = _both(story_id, article_id)
    angles = [Facts(*row[: len(COLUMNS)]) for row in rows if row[-1] is None]
    return angles, chosen(row for row in rows if row[-1] is not None)

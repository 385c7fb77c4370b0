"""Lists of articles as cards need them: newest first, through the readers' door, each story once."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from articles.cards import COLUMNS, Facts
from articles.models import Article, Section
from articles.models.article import ArticleQuerySet
from newsroom.prepared import Prepared

# Longer than any list on one page; a list takes what it needs of it.
MOST = 16
# Of each of several sections side by side: a few to show, and as many that may stand elsewhere on the page already.
IN_EACH = 10
# Under an article in a list so many others of its story are named.
UNDER = 3
_A, _B = -1_000_003, -1_000_033


def newest_first() -> ArticleQuerySet:
    """Everything public, newest first."""
    return Article.objects.published().order_by("-published_at", "-id")


def in_story(story: int, besides: int) -> ArticleQuerySet:
    """The other articles of a story, newest first."""
    return newest_first().filter(story=story).exclude(pk=besides)


def each_story_once(articles: ArticleQuerySet, *scope: str) -> ArticleQuerySet:
    """Of each story the newest article only; `scope` names fields in which the newer one must be alike, as the section."""
    later = Q(published_at__gt=OuterRef("published_at")) | Q(
        published_at=OuterRef("published_at"), pk__gt=OuterRef("pk")
    )
    newer = Article.objects.published().filter(
        later, story=OuterRef("story"), **{name: OuterRef(name) for name in scope}
    )
    return articles.filter(Q(story=None) | ~Exists(newer.order_by()))


_newest = Prepared(lambda: each_story_once(newest_first()).values_list(*COLUMNS)[:MOST])
_in_story = Prepared(lambda *asked: in_story(*asked).values_list(*COLUMNS)[:MOST], _A, _B)


def _among(stories: list[int]) -> Func:
    """True for an article of one of the stories; unlike `story__in` it has the same SQL for any number of them."""
    array = Value(stories, output_field=ArrayField(BigIntegerField()))
    return Func(F("story"), array, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


_PLACE = Window(RowNumber(), partition_by=F("story"), order_by=[F("published_at").desc(), F("id").desc()])
_ranked = Prepared(
    lambda stories: (
        newest_first().filter(_among(stories)).annotate(place=_PLACE).filter(place__lte=UNDER + 1).values_list(*COLUMNS)
    ),
    [_A],
)


def newest() -> list[Facts]:
    """The newest articles of all sections, at most sixteen, each story once."""
    return [Facts(*row) for row in _newest()]


def newest_in_each(sections: Iterable[Section]) -> dict[str, list[Facts]]:
    """The newest articles of each of the sections by its slug, at most ten, each story once; one query."""
    numbers = [section.pk for section in sections]
    found: dict[str, list[Facts]] = {}
    for row in _in_sections(len(numbers))(*numbers) if numbers else ():
        facts = Facts(*row)
        found.setdefault(facts.section_slug, []).append(facts)
    return found


@cache
def _in_sections(number: int) -> Prepared:
    def make(*sections: int) -> "QuerySet[Article, Any]":
        one, *others = (
            each_story_once(newest_first().filter(section=section), "section").values_list(*COLUMNS)[:IN_EACH]
            for section in sections
        )
        return one.union(*others, all=True)

    return Prepared(make, *(_A - other for other in range(number)))


def angles(story_id: int, besides: int) -> list[Facts]:
    """The other articles of a story, at most sixteen."""
    return [Facts(*row) for row in _in_story(story_id, besides)]


def with_angles(articles: Iterable[Facts]) -> list[tuple[Facts, list[Facts]]]:
    """Each article with at most three others of its story, the newest first; one query, none where there is no story."""
    listed = list(articles)
    stories = {facts.story for facts in listed if facts.story}
    others: dict[int | None, list[Facts]] = {}
    for row in _ranked(sorted(stories)) if stories else ():
        others.setdefault(Facts(*row).story, []).append(Facts(*row))
    return [
        (facts, [other for other in others.get(facts.story, []) if other.slug != facts.slug][:UNDER])
        for facts in listed
    ]

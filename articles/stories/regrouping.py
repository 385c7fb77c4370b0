"""Regrouping: when an article came, changed or went, the stories around it are put together anew.

What the desk filed stays where it is; the program's own groups keep their story as far as they can.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection, transaction
from django.db.models.functions import Now
from numpy.typing import NDArray

from articles.models import Article, ArticleVector, Story, StoryProposal
from articles.related.frequencies import EVERY_TEXT, frequencies
from articles.stories.grouping import group, more_needed, nearly
from articles.stories.likeness import likeness
from articles.stories.naming import begin, keep_named
from articles.stories.neighbourhood import neighbourhood, storymates


@dataclass(frozen=True)
class Regrouped:
    """What a regrouping touched: articles that were compared for good, and stories that may have changed."""

    articles: frozenset[int]
    stories: frozenset[int]


@dataclass
class _Around:
    """The articles looked at together, in order of their keys, with what is known of them."""

    articles: list[Article]
    alike: NDArray[np.float32]
    apart: NDArray[np.bool_]
    groups: list[list[Article]]

    @property
    def places(self) -> list[list[int]]:
        """The groups as places in the tables."""
        place = {article.pk: number for number, article in enumerate(self.articles)}
        return [[place[article.pk] for article in one] for one in self.groups]


@transaction.atomic
def regroup(article_id: int, left: Iterable[int] = ()) -> Regrouped:
    """Puts the article, and those in a story with it, into the stories where they belong now.

    `left` names stories that lose an article which is not public any more. Done again, it changes nothing.
    """
    _one_at_a_time()
    core = {article_id, *storymates([article_id]), *_members(left)}
    around = _look_around(core)
    groups = _concerned(around.groups, core)
    before = {article.story_id for one in groups for article in one if article.story_id} | set(left)
    stories = _file(groups)
    _propose(around, core={article.pk for one in groups for article in one})
    handled = {article.pk for one in groups for article in one}
    ArticleVector.objects.filter(pk__in=handled).update(grouped_at=Now())
    return Regrouped(frozenset(handled), frozenset(before | stories))


def _look_around(core: Iterable[int]) -> _Around:
    ids = neighbourhood(set(core))
    articles = list(Article.objects.published().select_related("live").filter(pk__in=ids).order_by("pk"))
    alike, apart = likeness([article.pk for article in articles]), _apart(articles)
    around = _Around(articles, alike, apart, [])
    more = more_needed(frequencies([]).get(EVERY_TEXT, 0))
    around.groups = [[articles[place] for place in one] for one in group(alike, _filed_together(articles), apart, more)]
    return around


def _filed_together(articles: Sequence[Article]) -> list[list[int]]:
    """What stands together at the start: the desk's stories; every other article alone."""
    together: dict[object, list[int]] = {}
    for place, article in enumerate(articles):
        key = ("story", article.story_id) if article.is_filed_by_desk and article.story_id else ("alone", place)
        together.setdefault(key, []).append(place)
    return list(together.values())


def _apart(articles: Sequence[Article]) -> NDArray[np.bool_]:
    """Which two may not meet: different stories of the desk's, what it took out of stories, what it said is not the same."""
    place = {article.pk: number for number, article in enumerate(articles)}
    filed = np.array([article.is_filed_by_desk for article in articles], dtype=np.bool_)
    story = np.array([article.story_id or 0 for article in articles])
    apart: NDArray[np.bool_] = filed[:, None] & filed[None, :] & (story[:, None] != story[None, :])
    alone = filed & (story == 0)
    apart |= alone[:, None] | alone[None, :]
    answered = StoryProposal.objects.filter(article__in=place, other__in=place, state=StoryProposal.State.APART)
    for one, other in answered.values_list("article", "other"):
        apart[place[one], place[other]] = apart[place[other], place[one]] = True
    np.fill_diagonal(apart, val=False)
    return apart


def _concerned(groups: Sequence[list[Article]], core: Iterable[int]) -> list[list[Article]]:
    """The groups that hold one of the core, and those that share a story with one that does."""
    seen, stories = set(core), set[int]()
    while True:
        concerned = [one for one in groups if any(article.pk in seen or article.story_id in stories for article in one)]
        now = {article.story_id for one in concerned for article in one if article.story_id}
        if now <= stories:
            return concerned
        stories |= now


def _file(groups: Sequence[list[Article]]) -> set[int]:
    """Each group gets its story; returns the stories that have articles now."""
    taken: set[int] = set()
    filed: set[int] = set()
    for members in sorted(groups, key=lambda one: (-_claim(one)[1], -len(one), one[0].pk)):
        story = _story_of(members, taken)
        was = {article.story_id for article in members if article.story_id}
        for article in members:
            _put(article, story)
        if story:
            taken.add(story.pk)
            filed.add(story.pk)
            keep_named(story, members)
            _absorb(was - {story.pk}, story)
    return filed


def _claim(members: Sequence[Article]) -> tuple[int | None, int]:
    """Which story a group is most of, and by how many articles; a story that the desk filled counts above all."""
    desk = Counter(article.story_id for article in members if article.is_filed_by_desk and article.story_id)
    known = desk or Counter(article.story_id for article in members if article.story_id)
    story, count = max(known.items(), key=lambda item: (item[1], -(item[0] or 0)), default=(None, 0))
    return story, count + (len(members) if desk else 0)


def _story_of(members: Sequence[Article], taken: set[int]) -> Story | None:
    """The story it had, unless another group with more of its articles took it; a new one; none for a single article."""
    wanted, _ = _claim(members)
    if (
        wanted
        and (any(article.is_filed_by_desk and article.story_id for article in members) or len(members) > 1)
        and wanted not in taken
    ):
        return Story.objects.get(pk=wanted)
    return begin(members) if len(members) > 1 else None


def _put(article: Article, story: Story | None) -> None:
    """Files an article on the program's account; what the desk filed stays."""
    if article.is_filed_by_desk or article.story_id == (story.pk if story else None):
        return
    article.story = article.grouped_into = story
    Article.objects.filter(pk=article.pk).update(story=story, grouped_into=story)


def _absorb(stories: Iterable[int], into: Story) -> None:
    """Stories that lost all their articles to another lead to it from now on."""
    empty = Story.objects.filter(pk__in=list(stories), articles=None, merged_into=None)
    Story.objects.filter(pk__in=list(empty.values_list("pk", flat=True))).update(merged_into=into)
    if into.merged_into_id:
        Story.objects.filter(pk=into.pk).update(merged_into=None)


def _propose(around: _Around, core: set[int]) -> None:
    """Keeps the open proposals around the core as they ought to be now; what the desk has answered stays."""
    proposals = StoryProposal.objects
    proposals.filter(state=StoryProposal.State.OPEN, article__in=core).delete()
    proposals.filter(state=StoryProposal.State.OPEN, other__in=core).delete()
    places = around.places
    for near in nearly(around.alike, places, around.apart):
        one, other = places[near.one], places[near.other]
        if core & {around.articles[place].pk for place in (*one, *other)}:
            row, column = divmod(int(around.alike[np.ix_(one, other)].argmax()), len(other))
            pair = sorted((around.articles[one[row]].pk, around.articles[other[column]].pk))
            proposals.get_or_create(article_id=pair[0], other_id=pair[1], defaults={"score": near.score})


def _members(stories: Iterable[int]) -> set[int]:
    return set(Article.objects.published().filter(story__in=list(stories)).order_by().values_list("pk", flat=True))


def _one_at_a_time() -> None:
    """Stories are put together by one worker at a time; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('articles_storyproposal'::regclass::oid::bigint)")

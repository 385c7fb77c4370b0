"""What the desk decides about stories. It holds for ever: the program never changes what was filed by hand."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.text import slugify

from articles.models import Article, Story, StoryProposal
from articles.stories.jobs import post_pages
from articles.stories.naming import SLUG, begin, readdress
from newsroom.models import User


@transaction.atomic
def rename(story: Story, name: str, slug: str = "") -> bool:
    """The desk names a story, and with it its address; the old address leads to the new. Says whether anything changed.

    Raises ValidationError where the address is another story's, or was.
    """
    slug = slugify(slug or name)[:SLUG].strip("-_") or "story"
    story = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if (name, slug) == (story.name, story.slug) and story.named_by == Story.Hand.DESK:
        return False
    if Story.objects.exclude(pk=story.pk).filter(Q(slug=slug) | Q(former_slugs__contains=[slug])).exists():
        raise ValidationError({"slug": f"“{slug}” is or was the address of another story: choose another."})
    readdress(story, slug)
    story.name, story.named_by, story.named_after = name, Story.Hand.DESK, None
    story.save()
    return True


@transaction.atomic
def merge(stories: Sequence[Story]) -> Story:
    """Makes several stories one: the desk's own before the program's, then the oldest; the others' addresses lead to it.

    Returns that story. All their articles are filed by the desk from now on.
    """
    into, *rest = sorted(stories, key=lambda story: (story.named_by != Story.Hand.DESK, story.pk))
    Article.objects.filter(story__in=stories).update(story=into, grouped_into=None)
    Story.objects.filter(pk__in=[story.pk for story in rest]).update(merged_into=into)
    Story.objects.filter(pk=into.pk).update(merged_into=None)
    _no_questions_within(into)
    post_pages(into.pk)
    return into


@transaction.atomic
def split_off(article: Article) -> bool:
    """Takes an article out of its story; the program leaves it alone from then on. Says whether it was in one."""
    story = article.story
    if story is None:
        return False
    article.story, article.grouped_into = None, story
    Article.objects.filter(pk=article.pk).update(story=None, grouped_into=story, angle_order=None)
    post_pages(story.pk)
    return True


@transaction.atomic
def confirm(story: Story) -> int:
    """The desk stands behind a story as it is: its articles stay in it; returns how many the program had put there."""
    return Article.objects.filter(story=story, grouped_into=story).update(grouped_into=None)


@transaction.atomic
def same(proposal: StoryProposal, by: User) -> Story:
    """The desk says that two articles tell one event: their stories become one, filed by the desk. Returns it."""
    pair = [proposal.article, proposal.other]
    stories = list(dict.fromkeys(article.story for article in pair if article.story))
    story = merge(stories) if stories else begin(pair)
    Article.objects.filter(pk__in=[article.pk for article in pair]).update(story=story, grouped_into=None)
    _answer(proposal, StoryProposal.State.SAME, by)
    _no_questions_within(story)
    post_pages(story.pk)
    return story


@transaction.atomic
def not_same(proposal: StoryProposal, by: User) -> bool:
    """The desk says that two articles, and so their groups, are not of one event; says whether that is new."""
    return _answer(proposal, StoryProposal.State.APART, by)


def _answer(proposal: StoryProposal, state: StoryProposal.State, by: User) -> bool:
    open_ones = StoryProposal.objects.filter(pk=proposal.pk).exclude(state=state)
    return bool(open_ones.update(state=state, by=by, at=Now()))


def _no_questions_within(story: Story) -> None:
    """Articles of one story need no proposal any more."""
    within = StoryProposal.objects.filter(article__story=story, other__story=story)
    within.filter(state=StoryProposal.State.OPEN).delete()

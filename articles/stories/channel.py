"""A story as a channel that feeds follow; under every address it ever had."""

from django.conf import settings
from django.http import Http404

from articles.feeds import Channel
from articles.models import Article
from articles.stories.finding import story_at


def of_story(slug: str) -> Channel:
    """One story; raises Http404 where there is none, or nothing public in it."""
    story = story_at(slug)
    articles = Article.objects.published().filter(story=story)
    if story is None or not articles.exists():
        raise Http404
    return Channel(
        f"{settings.SITE_NAME}: {story.name}", "The angles of one story.", story.get_absolute_url(), articles
    )

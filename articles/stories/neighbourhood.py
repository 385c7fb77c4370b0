"""Which articles have to be looked at together when one of them changed: never the archive, only what hangs together."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from articles.models import Article, Neighbour

# Far more than tell one event. What lies beyond is compared when its own turn comes.
MOST = 240
# Neighbours nearer than this may tell the same event. Their nearness counts meaning too, so it lies above the likeness.
NEAR = 0.18
# Of two articles of one story nineteen in twenty lie less than 63 days apart.
WINDOW = timedelta(days=90)


def neighbourhood(core: Collection[int]) -> list[int]:
    """The core and the public articles that hang together with it, the nearest first, at most 240; in order of their keys.

    Articles hang together as near neighbours of the same time, and as articles of one story.
    """
    found = dict.fromkeys(core)
    edge: list[int] = list(core)
    while edge and len(found) < MOST:
        fresh = [pk for pk in _beside(edge) if pk not in found]
        edge = list(dict.fromkeys(fresh))[: MOST - len(found)]
        found.update(dict.fromkeys(edge))
    return sorted(Article.objects.published().filter(pk__in=found).order_by().values_list("pk", flat=True))


def storymates(article_ids: Iterable[int]) -> set[int]:
    """The public articles in the same stories as these, these included where they are in one."""
    stories = Article.objects.filter(pk__in=list(article_ids), story__isnull=False).values("story")
    mates = Article.objects.published().filter(story__in=stories).order_by("-published_at", "-id")
    return set(mates.values_list("pk", flat=True)[:MOST])


def _beside(edge: list[int]) -> list[int]:
    """What stands beside the articles at the edge: their stories' other articles first, then neighbours, nearest first."""
    near = Neighbour.objects.filter(score__gte=NEAR).filter(_of_one_time())
    pairs = [
        *near.filter(article__in=edge).values_list("score", "other"),
        *near.filter(other__in=edge).values_list("score", "article"),
    ]
    return [*storymates(edge), *(pk for _, pk in sorted(pairs, reverse=True))]


def _of_one_time() -> Q:
    one = F("article__published_at")
    return Q(other__published_at__gte=one - WINDOW, other__published_at__lte=one + WINDOW)


def waiting(before: datetime | None = None) -> "QuerySet[Article, int]":
    """The public articles that were not yet compared for their story, or not since that time, newest first."""
    due = Q(vector__grouped_at=None)
    if before:
        due |= Q(vector__grouped_at__lt=before)
    public = Article.objects.published().filter(due, vector__isnull=False)
    return public.order_by("-published_at", "-pk").values_list("pk", flat=True)

"""Ordering key points for many articles, and following their jobs to the end."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from articles.jobs import post_summary
from articles.models import ArticleVersion, Sentence, State, Summary
from articles.summaries.recipe import FEWEST_SENTENCES, OWN_SENTENCES, current
from newsroom.llm.clock import now
from newsroom.outbox import models as outbox
from newsroom.outbox.posting import try_again
from newsroom.outbox.working import work_off

OPEN = (outbox.State.PENDING, outbox.State.RETRY, outbox.State.RUNNING)
STUCK = (outbox.State.DEAD, outbox.State.NEEDS_REVIEW)
PAUSE_SECONDS = 0.5
# What is not due within this time (a spent budget) is not waited for.
PATIENCE = timedelta(minutes=5)
# So many jobs are asked after at once.
WINDOW = 500


def public() -> "QuerySet[ArticleVersion]":
    """The versions that readers see, and those that they will see when an embargo ends."""
    return ArticleVersion.objects.filter(article__state=State.PUBLISHED, article__live=F("pk")).order_by("pk")


def lacking() -> "QuerySet[ArticleVersion]":
    """Those without any key points, shown or waiting."""
    return public().filter(~Exists(Summary.objects.filter(version=OuterRef("pk"))))


def stale() -> "QuerySet[ArticleVersion]":
    """Those without key points by the recipe of the settings; very short ones have sentences of their own by any."""
    recipe = current()
    made = Summary.objects.filter(version=OuterRef("pk"), provider=recipe.provider, recipe=recipe.name)
    found = public().filter(~Exists(made))
    if recipe != OWN_SENTENCES:
        found = found.filter(Exists(Sentence.objects.filter(version=OuterRef("pk"), number=FEWEST_SENTENCES)))
    return found


def order(versions: Iterable[ArticleVersion]) -> Iterator[int]:
    """Posts a job for each, or takes up the one that is there; gives the jobs' ids.

    Nothing is ordered where key points wait for an editor: others would cost a call, and are for the editor to ask for.
    """
    again = f"ordered {timezone.now().isoformat(timespec='seconds')}"
    recipe = current()
    for version in versions:
        waiting = version.summaries.filter(provider=recipe.provider, recipe=recipe.name)
        if waiting.filter(state=Summary.State.NEEDS_REVIEW).exists():
            continue
        jobs = outbox.Job.objects.filter(
            kind="summary", subject=f"article:{version.article_id}", payload__version=version.pk
        )
        found = jobs.filter(state__in=(*OPEN, *STUCK)).order_by("-pk").first()
        if found is None:
            post_summary(version, again=again)
            found = jobs.latest("pk")
        elif found.state in STUCK:
            try_again(found)
        yield found.pk


def follow(ids: Iterable[int]) -> Iterator[int]:
    """Gives each job's id as it comes to an end, and lends a hand; stops where what is left is not due for long."""
    left = deque(ids)
    lane = current().lane
    while left:
        worked = work_off(limit=1, lanes=[lane])
        window = [left.popleft() for _ in range(min(WINDOW, len(left)))]
        open_ones = set(outbox.Job.objects.filter(pk__in=window, state__in=OPEN).values_list("pk", flat=True))
        left.extend(pk for pk in window if pk in open_ones)
        yield from (pk for pk in window if pk not in open_ones)
        if left and not worked:
            if (next_due(left) or now()) > now() + PATIENCE:
                return
            time.sleep(PAUSE_SECONDS)


def next_due(ids: Iterable[int]) -> datetime | None:
    """When the next of these jobs is due; None where one is in hand, or none is left."""
    jobs = outbox.Job.objects.filter(pk__in=list(ids), state__in=OPEN)
    if jobs.filter(state=outbox.State.RUNNING).exists():
        return None
    return jobs.order_by("run_at").values_list("run_at", flat=True).first()

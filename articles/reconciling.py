"""What ought to follow a publication and has no job gets one: a fault somewhere else is made good within the hour."""

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from articles.models import Article, ArticleVector, State, Summary
from articles.summaries.recipe import current
from newsroom.outbox import models as outbox
from newsroom.outbox.reconciling import reconciles

# A failed job has been seen by people or will be; to repeat it is for them to say.
AT_AN_END = (outbox.State.DONE, outbox.State.SUPERSEDED)
BATCH = 1000


@reconciles
def summaries() -> int:
    """Public articles without any key points for their live text, shown or waiting.

    Those of another recipe count: a new model does not rewrite an archive, and bill for it, unless it is told to.
    """
    recipe = current()
    lacking = _public().filter(~Exists(Summary.objects.filter(version=OuterRef("live_id"))))
    unfinished = _jobs("summary").exclude(state__in=AT_AN_END)
    return _post("summary", lacking.filter(~Exists(unfinished)), f":{recipe.name}", recipe.lane)


@reconciles
def neighbours() -> int:
    """Public articles whose live text has no place among the others."""
    lacking = _public().filter(~Exists(ArticleVector.objects.filter(version=OuterRef("live_id"))))
    unfinished = _jobs("neighbours").exclude(state__in=AT_AN_END)
    return _post("neighbours", lacking.filter(~Exists(unfinished)))


@reconciles
def evidence() -> int:
    """Public articles for whose live text nobody ever looked for evidence; to have found none is a result."""
    return _post("evidence", _public().filter(~Exists(_jobs("evidence"))))


def _public() -> "QuerySet[Article]":
    """Those under embargo too: all is ready when they come out."""
    return Article.objects.filter(state=State.PUBLISHED, live__isnull=False)


def _jobs(kind: str) -> "QuerySet[outbox.Job]":
    """For a subquery: the jobs of that kind for the article's live version."""
    subject = Concat(Value("article:"), Cast(OuterRef("pk"), CharField()))
    of_live = Q(version=OuterRef("live_id"))
    jobs = outbox.Job.objects.annotate(version=Cast(KT("payload__version"), BigIntegerField()))
    return jobs.filter(of_live, kind=kind, subject=subject)


def _post(kind: str, articles: "QuerySet[Article]", suffix: str = "", lane: str = outbox.Lane.DESK) -> int:
    """Posts a job for each, at most one a day; returns how many there were."""
    today = timezone.now().date().isoformat()
    missing = articles.order_by("pk").values_list("pk", "live_id")
    jobs = [
        outbox.Job(
            kind=kind,
            key=f"{live}{suffix}:reconciled {today}",
            subject=f"article:{pk}",
            lane=lane,
            payload={"version": live},
        )
        for pk, live in missing
    ]
    outbox.Job.objects.bulk_create(jobs, ignore_conflicts=True, batch_size=BATCH)
    return len(jobs)

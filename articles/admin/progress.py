"""The jobs of an article at the desk, as they go on: in plain words, without a reload, with a way to try again."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.admin.summary import KeyPoints, key_points_of
from articles.models import Article, Summary
from newsroom.models import User
from newsroom.outbox.models import Job, State
from newsroom.outbox.posting import try_again
from newsroom.outbox.working import called

OPEN = (State.PENDING, State.RETRY, State.RUNNING)
LISTED = 6


@dataclass(frozen=True)
class Row:
    """A job as people read it."""

    id: int
    label: str
    state: str
    detail: str
    at: datetime
    stuck: bool
    """It waits for somebody to try it again."""


@dataclass(frozen=True)
class Progress:
    """What the panel shows; `open` is true as long as something may still change by itself."""

    article: Article
    points: KeyPoints
    jobs: list[Row]
    open: bool


def progress_of(article: Article) -> Progress:
    """The newest jobs of an article, with the state of its key points."""
    jobs = list(Job.objects.filter(subject=f"article:{article.pk}").order_by("-created_at", "-id")[:LISTED])
    points = key_points_of(article)
    return Progress(article, points, [_row(job, points) for job in jobs], any(job.state in OPEN for job in jobs))


def progress(request: HttpRequest, article: Article) -> HttpResponse:
    """The panel by itself, for the page that watches it; a POST tries a stuck job again."""
    if request.method == "POST":
        _again(request, article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    return render(request, "admin/articles/article/_progress.html", {"progress": progress_of(article)})


def _again(request: HttpRequest, article: Article) -> None:
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    named = request.POST.get("job", "")
    job = Job.objects.filter(pk=int(named) if named.isdecimal() else 0, subject=f"article:{article.pk}").first()
    if job and try_again(job):
        messages.success(request, f"{called(job.kind)}: queued again.")
    else:
        messages.error(request, "This job is not waiting to be tried again any more.")


def _row(job: Job, points: KeyPoints) -> Row:
    return Row(
        id=job.pk,
        label=called(job.kind),
        state=_state(job, points),
        detail=job.last_error,
        at=job.finished_at or job.created_at,
        stuck=job.state == State.DEAD or (job.state == State.NEEDS_REVIEW and points.waiting is None),
    )


def _state(job: Job, points: KeyPoints) -> str:
    """Key points are "shown" once readers see them, and "approved" where an editor answers for them."""
    if job.kind != "summary" or job.state != State.DONE:
        return str(job.get_state_display())
    if points.version is None or job.payload.get("version") != points.version.pk or points.shown is None:
        return "rejected" if points.rejected else str(job.get_state_display())
    return "approved" if points.shown.state == Summary.State.APPROVED else "shown"

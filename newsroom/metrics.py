"""How the site does, in numbers, for a monitoring program: /metrics in Prometheus' text format (0.0.4)."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.moderation.figures import median_seconds_to_decide
from comments.moderation.queueing import waiting
from newsroom.llm.models import Breaker
from newsroom.outbox.overview import Overview, overview
from newsroom.outbox.tally import NUDGE_FAILURES, RECONCILER_FINDS, counted

TEXT = "text/plain; version=0.0.4; charset=utf-8"
HERE = {"127.0.0.1", "::1"}
# What a proxy adds: a request with one of them came from elsewhere, whatever machine handed it on.
HANDED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
Sample = tuple[dict[str, str], float]


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for this machine itself or for who sends METRICS_TOKEN; 503 while the database is away."""
    if not _may_ask(request):
        said = "The numbers are for this machine itself, or for who sends METRICS_TOKEN as a bearer token.\n"
        return HttpResponse(said, status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})
    try:
        return HttpResponse("".join(_lines()), content_type=TEXT)
    except DatabaseError:
        return HttpResponse("The database is away.\n", status=503, content_type="text/plain")


def _may_ask(request: HttpRequest) -> bool:
    word, _, token = request.headers.get("Authorization", "").partition(" ")
    if word.lower() == "bearer":
        return bool(settings.METRICS_TOKEN) and constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    return request.META.get("REMOTE_ADDR") in HERE and not any(name in request.headers for name in HANDED_ON)


def _lines() -> Iterator[str]:
    post = overview()
    yield from _of_lanes(post)
    yield from _of_moderation()
    yield _gauge("jobs_dead", "Jobs that failed for good.", [({}, post.failed)])
    yield _gauge("jobs_needs_review", "Jobs that wait for a person.", [({}, post.needs_review)])
    yield _gauge("spent_today", "What today's calls cost, in the provider's currency.", [({}, float(post.spent))])
    if post.budget is not None:
        yield _gauge("budget_today", "The most that today's calls may cost.", [({}, float(post.budget))])
    breakers = Breaker.objects.order_by("provider").values_list("provider", "opened_at")
    states = [({"provider": provider}, float(opened is not None)) for provider, opened in breakers]
    yield _gauge("breaker_open", "1 while a provider that failed too often is left alone.", states)
    told: list[Sample] = [({}, counted(NUDGE_FAILURES))]
    yield _metric("nudge_failures_total", "counter", "Times that no worker could be told of a job.", told)
    found: list[Sample] = [({}, counted(RECONCILER_FINDS))]
    yield _metric("reconciler_finds_total", "counter", "Jobs that were missing; expected to stay 0.", found)


def _of_lanes(post: Overview) -> Iterator[str]:
    lanes = [({"lane": lane.name}, lane) for lane in post.lanes]
    yield _gauge("jobs_due", "Jobs that wait for a worker.", [(which, lane.due) for which, lane in lanes])
    yield _gauge("jobs_later", "Jobs that are to run later.", [(which, lane.later) for which, lane in lanes])
    yield _gauge("jobs_running", "Jobs in hand.", [(which, lane.running) for which, lane in lanes])
    waited = [(which, lane.waited or 0.0) for which, lane in lanes]
    yield _gauge("lane_oldest_pending_seconds", "How long a lane's oldest due job has waited.", waited)
    oldest = max(seconds for _, seconds in waited)
    yield _gauge("oldest_pending_seconds", "How long the oldest due job has waited.", [({}, oldest)])


def _of_moderation() -> Iterator[str]:
    now = waiting()
    kinds = {"waiting": now.waiting, "reported": now.reported, "appeals": now.appeals, "notices": now.notices}
    asked = [({"kind": kind}, float(number)) for kind, number in kinds.items()]
    yield _gauge("moderation_waiting", "What waits for a moderator.", asked)
    age = (timezone.now() - now.oldest).total_seconds() if now.oldest else 0.0
    yield _gauge("moderation_oldest_seconds", "How long the oldest thought has waited for a moderator.", [({}, age)])
    took = median_seconds_to_decide()
    yield _gauge("moderation_median_seconds", "Median time to a decision, of the last 30 days.", [({}, took)])


def _gauge(name: str, help_text: str, samples: Iterable[Sample]) -> str:
    return _metric(name, "gauge", help_text, samples)


def _metric(name: str, kind: str, help_text: str, samples: Iterable[Sample]) -> str:
    """One metric: what it says, its kind, a line a sample; label values are our own words and need no escaping."""
    head = f"# HELP newsroom_{name} {help_text}\n# TYPE newsroom_{name} {kind}\n"
    return head + "".join(f"newsroom_{name}{_labels(labels)} {value:.10g}\n" for labels, value in samples)


def _labels(labels: dict[str, str]) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}" if labels else ""

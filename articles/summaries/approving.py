"""Approving: an editor answers for a model's key points before readers see them, rejects them, or asks for others."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from articles.gate import Finding, Severity
from articles.jobs import post_summary
from articles.laying_out import lay_out
from articles.models import Article, ArticleVersion, KeyPoint, State, Summary
from articles.summaries.judging import judge, points_in
from articles.summaries.storing import key_points
from articles.summaries.summarize import summarize
from articles.summaries.surface import Point
from newsroom.models import User
from newsroom.outbox import models as outbox
from newsroom.outbox.posting import try_again

# The name under which an editor's no stands among the findings.
DESK = "Desk"
REASON_LIMIT = 1000
STUCK = (outbox.State.NEEDS_REVIEW, outbox.State.DEAD)


class NotApprovedError(ValueError):
    """The step is not possible; the message tells the editor why and what to do."""


def waiting_for(version: ArticleVersion | None) -> Summary | None:
    """The version's key points that wait for an editor, rejected ones too; the newest where there are several."""
    found = Summary.objects.filter(version=version, state=Summary.State.NEEDS_REVIEW).exclude(run=None)
    return found.select_related("run", "version").first() if version else None


def stops(summary: Summary) -> list[Finding]:
    """The findings that keep the points from readers."""
    found = [Finding.from_json(values) for values in summary.findings]
    return [finding for finding in found if finding.severity == Severity.RED and finding.check != DESK]


def rejection(summary: Summary) -> str:
    """Who rejected the points and why, in words; empty where nobody did."""
    return next((found["message"] for found in reversed(summary.findings) if found["check"] == DESK), "")


def edited(summary: Summary) -> bool:
    """Whether an editor changed the words that the machine gave."""
    return summary.run is not None and _texts(summary) != {p.position: p.text for p in points_in(summary.run.output)}


@transaction.atomic
def approve(summary: Summary, by: User, wordings: Mapping[int, str] | None = None, run: int | None = None) -> bool:
    """Shows the points to readers, on the editor's word; says whether that was new.

    `wordings` changes the text of points, by position; an empty one leaves its point out. What comes of it goes through
    the checks once more. `run` is the run whose points the editor saw. Raises NotApprovedError where a check objects or
    the text is no longer the one that readers see.
    """
    summary, article = _held(summary, run)
    if summary.state != Summary.State.NEEDS_REVIEW:
        return False
    _decided(summary, wordings or {})
    objections = stops(summary)
    if objections:
        raise NotApprovedError(" ".join(f"“{found.text}”: {found.message}" for found in objections))
    if not summary.points.exclude(position=KeyPoint.DEK).exists():
        raise NotApprovedError("There is no key point to approve.")
    summary.state = Summary.State.APPROVED
    summary.approved_by, summary.approved_at = by, timezone.now()
    summary.save()
    _end_jobs(summary)
    lay_out(article)
    return True


@transaction.atomic
def reject(summary: Summary, by: User, reason: str, run: int | None = None) -> bool:
    """Keeps the points from readers for good, with a reason on record; says whether that was new."""
    reason = reason.strip()
    if not reason:
        raise NotApprovedError("Say in a few words why the points are rejected.")
    if len(reason) > REASON_LIMIT:
        raise NotApprovedError(f"The reason has {len(reason):,} characters; {REASON_LIMIT:,} are enough.")
    summary, _ = _held(summary, run)
    if summary.state != Summary.State.NEEDS_REVIEW or rejection(summary):
        return False
    said = Finding(DESK, Severity.RED, f"Rejected by {by}: {reason}", "Have them written anew.")
    summary.findings = [*summary.findings, said.as_json()]
    summary.save(update_fields=["findings"])
    _end_jobs(summary, f"Rejected by {by}.")
    return True


@transaction.atomic
def ask_again(summary: Summary, by: User) -> bool:
    """Orders other points in place of those that wait; it is a call of its own and costs one. Says whether that was new."""
    summary, _ = _held(summary, None)
    if summary.state != Summary.State.NEEDS_REVIEW or summary.run is None:
        return False
    jobs, again = _jobs(summary), f"after {summary.run.pk}"
    if post_summary(summary.version, again=again, asked_by=by.pk):
        stopped = jobs.filter(state__in=STUCK).exclude(key__endswith=again)
        stopped.update(state=outbox.State.SUPERSEDED, finished_at=Now(), last_error=f"{by} asked for others.")
        return True
    failed = jobs.filter(state__in=STUCK, key__endswith=again).first()
    return failed is not None and try_again(failed)


def choose_sentences(version: ArticleVersion) -> Summary:
    """Shows the article's own sentences at once, in place of what a model could not give; needs nobody's yes."""
    return summarize(version).save()


def _held(summary: Summary, run: int | None) -> tuple[Summary, Article]:
    """The summary as it stands, and its article, both held for the transaction; article first, as everywhere."""
    article = Article.objects.select_for_update(no_key=True).get(pk=summary.version.article_id)
    # Rows of nullable relations cannot be held along with it.
    held = Summary.objects.select_for_update(of=("self",), no_key=True).select_related("version", "run", "approved_by")
    summary = held.get(pk=summary.pk)
    if article.live_id != summary.version_id or article.state != State.PUBLISHED:
        raise NotApprovedError("Readers no longer see the text that these points are about.")
    if run is not None and summary.run_id != run:
        raise NotApprovedError("The points were written anew meanwhile. Look at them as they are now.")
    return summary, article


def _decided(summary: Summary, wordings: Mapping[int, str]) -> None:
    """The points as the editor wants them, judged by the checks of today; the run keeps what the machine said."""
    given = _texts(summary)
    wanted = {position: wordings.get(position, text).strip() for position, text in given.items()}
    named = {point.position: point.sentence.number for point in summary.points.select_related("sentence")}
    points = [Point(position, text, named[position]) for position, text in wanted.items() if text]
    verdict = judge(points, summary.version)
    summary.findings = [finding.as_json() for finding in verdict.findings]
    if wanted != given:
        sentences = {sentence.number: sentence for sentence in summary.version.sentences.all()}
        summary.points.all().delete()
        KeyPoint.objects.bulk_create(key_points(summary, verdict.points, sentences))


def _texts(summary: Summary) -> dict[int, str]:
    return {point.position: point.shown for point in summary.points.all()}


def _jobs(summary: Summary) -> "QuerySet[outbox.Job]":
    """The jobs that were to make these points."""
    about = outbox.Job.objects.filter(kind="summary", subject=f"article:{summary.version.article_id}")
    return about.filter(payload__version=summary.version_id)


def _end_jobs(summary: Summary, said: str = "") -> None:
    """An editor has decided: what waited for that is done."""
    waiting = _jobs(summary).filter(state=outbox.State.NEEDS_REVIEW)
    waiting.update(state=outbox.State.DONE, finished_at=Now(), last_error=said)

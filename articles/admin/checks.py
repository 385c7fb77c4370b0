"""The checks panel: what the gate says of the saved working copy, red first."""

import sys
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import gate
from articles.body import BodyError
from articles.checking import quick, recalled
from articles.freezing import hash_of
from articles.gate import Finding, Severity
from articles.gate.run import CHECKS
from articles.jobs import post_for_draft
from articles.models import Article, Review
from newsroom.outbox.models import Job, State

UNDER_WAY = (State.PENDING, State.RETRY, State.RUNNING)


@dataclass(frozen=True)
class Group:
    """The findings of one check that are equally grave."""

    check: str
    severity: Severity
    findings: list[Finding]

    @property
    def red(self) -> bool:
        """True where they stop publication."""
        return self.severity == Severity.RED


@dataclass(frozen=True)
class Checks:
    """What the panel shows; `findings` is None while the post is still checking."""

    article: Article
    content_hash: str = ""
    findings: list[Finding] | None = None
    reviews: tuple[Review, ...] = ()
    """Finished reviews of exactly this text."""

    @cached_property
    def groups(self) -> list[Group]:
        """The findings a check at a time, red first."""
        ordered = sorted(self.findings or [], key=lambda f: (f.severity != Severity.RED, f.check))
        grouped = groupby(ordered, key=lambda f: (f.severity, f.check))
        return [Group(check, severity, list(found)) for (severity, check), found in grouped]

    @cached_property
    def passed(self) -> list[str]:
        """The checks that found nothing."""
        found = {finding.check for finding in self.findings or []}
        return [name for name in NAMES if name not in found]

    @property
    def red(self) -> int:
        """How many findings stop publication."""
        return sum(finding.severity == Severity.RED for finding in self.findings or [])


def _name(check: Any) -> str:
    """A check's own name, which its module gives."""
    return str(sys.modules[check.__module__].NAME)


NAMES = list(dict.fromkeys(_name(check) for check in CHECKS))


def checks_of(article: Article, *, wait: bool = False) -> Checks:
    """The checks of the saved working copy: on record, or made at once where the text is short or `wait` says so."""
    content_hash = hash_of(article)
    reviews = tuple(Review.objects.filter(article=article, content_hash=content_hash).select_related("by"))
    findings = recalled(article, content_hash)
    if findings is None:
        try:
            proof = gate.pull(article, content_hash=content_hash)
        except BodyError as error:
            findings = [Finding("Body", Severity.RED, str(error), "Change the body.")]
        else:
            findings = gate.run(proof) if wait or quick(proof) else None
    if findings is None:
        post_for_draft(article)
    return Checks(article, content_hash, findings, reviews)


def checks(request: HttpRequest, article: Article) -> HttpResponse:
    """The panel by itself, for the page that waits for it: 202 while the checks are under way, unless `now` is asked."""
    found = checks_of(article, wait="now" in request.GET)
    if found.findings is None and not _under_way(article):
        found = checks_of(article, wait=True)
    facts = {"checks": found}
    status = 202 if found.findings is None else 200
    return render(request, "admin/articles/article/checks.html", facts, status=status)


def _under_way(article: Article) -> bool:
    return Job.objects.filter(kind="gate", subject=f"article:{article.pk}", state__in=UNDER_WAY).exists()

"""The article's key points at the desk: what a machine wrote, what the checks say of it, and the editor's yes or no."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.gate import Finding
from articles.laying_out import shown_summary
from articles.models import Article, ArticleVersion, KeyPoint, Summary
from articles.summaries.approving import (
    NotApprovedError,
    approve,
    ask_again,
    choose_sentences,
    edited,
    reject,
    rejection,
    stops,
    waiting_for,
)
from articles.summaries.recipe import OWN_SENTENCES
from newsroom.models import User


@dataclass(frozen=True)
class Row:
    """A point with its sentence, what the checks say of it, and the words as the editor has them now."""

    point: KeyPoint
    findings: list[Finding]
    typed: str

    @property
    def name(self) -> str:
        """As an editor counts."""
        return f"Point {self.point.position}" if self.point.position else "Dek"


@dataclass(frozen=True)
class KeyPoints:
    """What the panel and the page show: the points that wait, and those that readers see."""

    article: Article
    version: ArticleVersion | None
    waiting: Summary | None
    shown: Summary | None

    @property
    def objections(self) -> int:
        """How many findings keep the waiting points from readers."""
        return len(stops(self.waiting)) if self.waiting else 0

    @property
    def rejected(self) -> str:
        """Who rejected the waiting points, and why."""
        return rejection(self.waiting) if self.waiting else ""

    @property
    def edited(self) -> bool:
        """Whether an editor changed the machine's words in what is shown."""
        return bool(self.shown and self.shown.provider != OWN_SENTENCES.provider and edited(self.shown))

    @property
    def selected(self) -> bool:
        """Whether what is shown are sentences of the article itself."""
        return bool(self.shown and self.shown.provider == OWN_SENTENCES.provider)

    @property
    def loose(self) -> list[Finding]:
        """Findings on points that could not even be stored: their sentence does not exist."""
        kept = {point.position for point in self.waiting.points.all()} if self.waiting else set()
        found = [Finding.from_json(values) for values in self.waiting.findings] if self.waiting else []
        return [one for one in found if one.part in {"points", "dek"} and one.sentence not in kept]


def key_points_of(article: Article) -> KeyPoints:
    """The key points of the published version."""
    version = article.live if article.is_public else None
    return KeyPoints(article, version, waiting_for(version), shown_summary(version) if version else None)


def summary(request: HttpRequest, article: Article) -> HttpResponse:
    """Approve, reject, order others, or let the article's own sentences stand in."""
    found = key_points_of(article)
    typed: dict[int, str] = {}
    if request.method == "POST":
        try:
            said = _act(request, found)
        except NotApprovedError as refused:
            messages.error(request, str(refused))
            typed = _typed(request)
        else:
            if said:
                messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    facts = {
        **admin.site.each_context(request),
        "title": "Key points",
        "article": article,
        "found": found,
        "rows": _rows(found.waiting, typed),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "admin/articles/article/summary.html", facts, status=409 if typed else 200)


def _act(request: HttpRequest, found: KeyPoints) -> str:
    """Does what the button says, and returns what came of it; empty where it was done already."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    waiting, by, posted = found.waiting, request.user, request.POST
    if "own" in posted:
        if found.version is None:
            raise NotApprovedError("There is no published text to take sentences from.")
        choose_sentences(found.version)
        return "Readers now see sentences of the article itself as key points."
    if waiting is None:
        raise NotApprovedError("No key points wait any more: somebody else decided, or a newer text is public.")
    run = int(posted["run"]) if posted.get("run", "").isdecimal() else None
    if "approve" in posted:
        return "The key points are approved; readers see them." if approve(waiting, by, _typed(request), run) else ""
    if "reject" in posted:
        return (
            "The key points are rejected; readers do not see them."
            if reject(waiting, by, posted["reason"], run)
            else ""
        )
    return "Other key points are on order." if ask_again(waiting, by) else "They are on order already."


def _typed(request: HttpRequest) -> dict[int, str]:
    """The editor's words by position."""
    named = ((name.removeprefix("point-"), text) for name, text in request.POST.items() if name.startswith("point-"))
    return {int(position): str(text) for position, text in named if position.isdecimal()}


def _rows(waiting: Summary | None, typed: dict[int, str]) -> list[Row]:
    if waiting is None:
        return []
    findings = [Finding.from_json(values) for values in waiting.findings]
    points = waiting.points.select_related("sentence")
    return [
        Row(point, [one for one in findings if _is_on(one, point)], typed.get(point.position, point.shown))
        for point in points
    ]


def _is_on(finding: Finding, point: KeyPoint) -> bool:
    return finding.part in {"points", "dek"} and finding.sentence == point.position

"""The front page and the lists."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.cards import COLUMNS, Facts
from articles.lists import angles, each_story_once, newest, newest_in_each, with_angles
from articles.models import Article, Section
from articles.models.article import ArticleQuerySet
from articles.views.sharing import shareable
from newsroom.prepared import Prepared

TOP, LATEST, IN_BLOCK, ON_PAGE, ANGLES, POINTS = 4, 8, 3, 13, 4, 3

_lead = Prepared(
    lambda slug: (
        Article.objects.published()
        .filter(slug=slug)
        .values_list("pk", "story_id", "story__slug", "page__points", "page__points_label")
    ),
    "\x02slug\x03",
)


def _page(articles: ArticleQuerySet) -> "QuerySet[Article, tuple[Any, ...]]":
    """The rows of a page, and one more that says whether there is another."""
    return articles.order_by("-published_at", "-id").values_list(*COLUMNS, "pk")[: ON_PAGE + 1]


def _section(section_id: int) -> ArticleQuerySet:
    return each_story_once(Article.objects.published().filter(section=section_id), "section")


_A, _B, _AT = -1_000_003, -1_000_033, datetime(1900, 1, 1, tzinfo=UTC)
_of_section = Prepared(lambda section: _page(_section(section)), _A)
_of_section_before = Prepared(lambda section, at, pk: _page(_section(section).before(at, pk)), _A, _AT, _B)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page: the newest article leads, its story's other angles follow, then what is new and each section."""
    latest = newest()
    facts: dict[str, Any] = {"latest": latest[:LATEST], "today": timezone.now()}
    if latest:
        facts |= _below_the_lead(latest)
    return shareable(request, render(request, "articles/front.html", facts))


def _below_the_lead(latest: list[Facts]) -> dict[str, Any]:
    """What stands under the lead; an article that stands higher up is not repeated in its section's block."""
    lead = latest[0]
    pk, story, story_slug, points, points_label = _lead(lead.slug)[0]
    other = angles(story, pk) if story else []
    top = latest[1:TOP]
    fresh = list(_blocks([lead, *top]))
    under = dict(with_angles([*top, *(rest[0] for _, rest in fresh)]))
    day = lead.published_at
    return {
        "lead": lead,
        "lead_image": lead.picture(),
        # Without words on who chose or wrote them no key points are shown.
        "points": json.loads(points)[:POINTS] if points_label else [],
        "points_label": points_label,
        "angles": other[:ANGLES],
        "story_url": reverse("articles:story", args=[story_slug]) if other else "",
        "top": [(facts, under[facts]) for facts in top[:1]],
        "top_pair": [(facts, under[facts]) for facts in top[1:]],
        "blocks": [(found, rest[0], under[rest[0]], rest[1:]) for found, rest in fresh],
        "archive_url": reverse("articles:archive", args=[day.year, f"{day:%m}", f"{day:%d}"]),
    }


def _blocks(above: list[Facts]) -> Iterator[tuple[Section, list[Facts]]]:
    """Each section with the newest of it that is not told higher up, in other words of another angle included."""
    shown, told = set(above), {facts.story for facts in above if facts.story}
    sections = list(Section.objects.all())
    newest_of = newest_in_each(sections)
    for found in sections:
        fresh = [f for f in newest_of.get(found.slug, []) if f not in shown and f.story not in told][:IN_BLOCK]
        told |= {facts.story for facts in fresh if facts.story}
        if fresh:
            yield found, fresh


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section, newest first, each story once with its other angles under it."""
    found = get_object_or_404(Section, slug=slug)
    before = _position(request.GET.get("before", ""))
    rows = _of_section_before(found.pk, *before) if before else _of_section(found.pk)
    facts = {"title": found.name, "description": found.description, "current_section": found.slug,
             "nothing": "Nothing is published in this section yet."}  # fmt: skip
    return _list(request, rows, facts)


@require_safe
def archive(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """What was published on one day, by UTC."""
    try:
        start = datetime(year, month, day, tzinfo=UTC)
    except ValueError as error:
        raise Http404 from error
    articles = Article.objects.published().filter(published_at__gte=start, published_at__lt=start + timedelta(days=1))
    facts = {"title": _spelled(start.date()), "description": "", "many_sections": True,
             "nothing": "Nothing was published on this day."}  # fmt: skip
    before = _position(request.GET.get("before", ""))
    return _list(request, list(_page(articles.before(*before) if before else articles)), facts)


def _spelled(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _list(request: HttpRequest, rows: list[tuple[Any, ...]], facts: dict[str, Any]) -> HttpResponse:
    """A page of a list, by keyset: `?before=<time>_<id>` names the last one seen, so that page 1,000 costs what page 1 does."""
    shown = with_angles(Facts(*row[:-1]) for row in rows[:ON_PAGE])
    if _position(request.GET.get("before", "")):
        facts |= {"rest": shown}
    else:
        facts |= {"first": shown[:1], "second": shown[1:3], "rest": shown[3:], "first_page": True}
    if len(rows) > ON_PAGE:
        facts["earlier"] = f"{request.path}?before={shown[-1][0].published_at.timestamp():.6f}_{rows[ON_PAGE - 1][-1]}"
    return shareable(request, render(request, "articles/list.html", facts))


def _position(text: str) -> tuple[datetime, int] | None:
    """The time and id in a `before` parameter; nonsense is the first page."""
    try:
        seconds, pk = text.split("_")
        return datetime.fromtimestamp(float(seconds), UTC), int(pk) % 2**63
    except (ValueError, OverflowError, OSError):
        return None

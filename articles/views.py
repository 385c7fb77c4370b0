"""The paper's pages: fetch through `published()`, put the laid-out parts together, render."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from articles.cards import COLUMNS, Facts, cards
from articles.laying_out import edition, render_page
from articles.lists import angles, newest, newest_in_section
from articles.models import Article, Section, State
from articles.models.article import ArticleQuerySet
from articles.related.selection import related_to
from newsroom.mould import Moulds
from newsroom.prepared import Prepared

TOP, LATEST, IN_BLOCK, ON_PAGE, ANGLES, POINTS = 4, 8, 3, 13, 4, 3
SHARED_SECONDS = 10


def shareable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lets shared caches keep a page that is the same for everybody; a signed-in reader's page is theirs alone."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, max_age=0)
    else:
        patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS, stale_while_revalidate=60)
    return response


# Everything of an article's page that is the same for every reader of a section, made once; the gaps are filled per request.
_frames = Moulds(
    "articles/_framed.html",
    lambda section, language: {
        "current_section": section,
        "language": language,
        "sections": list(Section.objects.all()),
        "site": {"name": settings.SITE_NAME, "url": settings.SITE_URL},
        "demo": settings.DEMO,
    },
)
GAPS = ("title", "description", "head", "reader", "messages", "article", "angles", "toc", "related", "discussion")
_angles_block, _related_block = (Moulds(f"articles/_{name}.html", dict) for name in ("angles", "related"))
SLUG = "\x02slug\x03"
SEAM = mark_safe("\x02seam\x03")

_by_slug = Prepared(
    lambda slug: Article.objects.published()
    .filter(slug=slug)
    .values_list(
        "pk", "story_id", "section__slug", "page__edition", "page__language", "page__headline", "page__dek",
        "page__head", "page__html", "page__toc",
    ),
    SLUG,
)  # fmt: skip


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with its key points, sources, neighbours, other angles and thoughts.

    Costs at most six queries, each compiled once a process, and joins what was laid out before.
    """
    rows = _by_slug(slug)
    if not rows:
        return _not_public(request, slug)
    pk, story, section, laid_out_as, language, headline, dek, head, html, toc = rows[0]
    if laid_out_as != edition():
        page = render_page(Article.objects.published().get(pk=pk))
        headline, dek, head, html, toc = page.headline, page.dek, page.head, page.html, page.toc
    other = cards(angles(story, pk)[:ANGLES], "angle") if story else ""
    related = cards(related_to(pk), "related")
    framed = _frames.get(GAPS, section, language).fill(
        title=headline,
        description=dek,
        head=mark_safe(head),  # noqa: S308 - laid out from templates, as are the next two
        article=mark_safe(html),  # noqa: S308
        toc=mark_safe(toc),  # noqa: S308
        angles=_angles_block.get(("cards",)).fill(cards=other) if other else "",
        related=_related_block.get(("cards",)).fill(cards=related) if related else "",
        reader=_reader_tools(request),
        messages=_messages(request),
        discussion=SEAM,
    )
    before, after = framed.split(SEAM)
    facts = {"article": Article(pk=pk, slug=slug), "before": mark_safe(before), "after": mark_safe(after)}  # noqa: S308
    return shareable(request, render(request, "articles/article.html", facts))


def _reader_tools(request: HttpRequest) -> SafeString:
    """Who is signed in, or the way to it: the one part of the frame that differs."""
    facts = {"user": request.user, "next": request.path}
    return mark_safe(render_to_string("_partials/_reader.html", facts))  # noqa: S308 - a template's own output


def _messages(request: HttpRequest) -> SafeString:
    waiting = list(messages.get_messages(request)) if request.user.is_authenticated else []
    if not waiting:
        return SafeString("")
    return mark_safe(render_to_string("_partials/_messages.html", {"messages": waiting}))  # noqa: S308


def _not_public(request: HttpRequest, slug: str) -> HttpResponse:
    """A killed article says that it is gone; a draft is answered as if there were nothing."""
    if Article.objects.filter(slug=slug, state=State.KILLED).exists():
        return render(request, "410.html", status=410)
    raise Http404


_lead = Prepared(
    lambda slug: Article.objects.published().filter(slug=slug).values_list("pk", "story_id", "page__points"), SLUG
)


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
    pk, story, points = _lead(lead.slug)[0]
    other = angles(story, pk)[:ANGLES] if story else []
    top = [facts for facts in latest[1:] if facts not in other][: TOP - 1]
    shown = {lead, *other, *top}
    fresh = (
        (found, [f for f in newest_in_section(found.pk) if f not in shown][:IN_BLOCK])
        for found in Section.objects.all()
    )
    day = lead.published_at
    return {
        "lead": lead,
        "lead_image": lead.picture(),
        "points": json.loads(points)[:POINTS],
        "angles": other,
        "top": top[:1],
        "top_pair": top[1:],
        "blocks": [(found, rest[0], rest[1:]) for found, rest in fresh if rest],
        "archive_url": reverse("articles:archive", args=[day.year, f"{day:%m}", f"{day:%d}"]),
    }


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section, newest first."""
    found = get_object_or_404(Section, slug=slug)
    articles = Article.objects.published().filter(section=found)
    facts = {"title": found.name, "description": found.description, "current_section": found.slug,
             "nothing": "Nothing is published in this section yet."}  # fmt: skip
    return _list(request, articles, facts)


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
    return _list(request, articles, facts)


def _spelled(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _list(request: HttpRequest, articles: ArticleQuerySet, facts: dict[str, Any]) -> HttpResponse:
    """A page of a list, by keyset: `?before=<time>_<id>` names the last one seen, so that page 1,000 costs what page 1 does."""
    before = _position(request.GET.get("before", ""))
    if before:
        articles = articles.before(*before)
    rows = list(articles.order_by("-published_at", "-id").values_list(*COLUMNS, "pk")[: ON_PAGE + 1])
    shown = [Facts(*row[:-1]) for row in rows[:ON_PAGE]]
    if before:
        facts |= {"rest": shown}
    else:
        facts |= {"first": shown[:1], "second": shown[1:3], "rest": shown[3:], "first_page": True}
    if len(rows) > ON_PAGE:
        facts["earlier"] = f"{request.path}?before={shown[-1].published_at.timestamp():.6f}_{rows[ON_PAGE - 1][-1]}"
    return shareable(request, render(request, "articles/list.html", facts))


def _position(text: str) -> tuple[datetime, int] | None:
    """The time and id in a `before` parameter; nonsense is the first page."""
    try:
        seconds, pk = text.split("_")
        return datetime.fromtimestamp(float(seconds), UTC), int(pk) % 2**63
    except (ValueError, OverflowError, OSError):
        return None


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A stored picture: under a name that can not be guessed and never changes."""
    if not path.startswith("img/") or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

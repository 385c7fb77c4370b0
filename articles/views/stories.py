"""A story's page: its angles side by side, and what they tell together."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from articles.cards import COLUMNS, Facts
from articles.models import Story
from articles.stories.finding import story_at
from articles.stories.laying_out import LISTED, in_order, mark_of
from articles.views.sharing import shareable


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """One story; an address it had before leads to the one it has.

    What the angles tell together stands there only while it was made from exactly what readers see: a text that was
    withheld a moment ago is in none of it.
    """
    found = Story.objects.select_related("page").filter(slug=slug, merged_into=None).first()
    if found is None:
        return _elsewhere(slug)
    rows = list(in_order(found.pk).values_list(*COLUMNS, "pk", "live_id")[:LISTED])
    if not rows:
        raise Http404
    angles = [Facts(*row[: len(COLUMNS)]) for row in rows]
    mark = mark_of((row[-2], row[-1], facts.angle) for row, facts in zip(rows, angles, strict=True))
    page = getattr(found, "page", None)
    facts: dict[str, Any] = {
        "story": found,
        "angles": angles,
        "told": mark_safe(page.html) if page and page.mark == mark else "",  # noqa: S308 - laid out from a template
        "feed": f"{found.get_absolute_url()}feed.rss",
    }
    return shareable(request, render(request, "articles/story.html", facts))


def _elsewhere(slug: str) -> HttpResponse:
    now = story_at(slug)
    if now is None or now.slug == slug:
        raise Http404
    return HttpResponsePermanentRedirect(now.get_absolute_url())

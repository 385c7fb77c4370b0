"""Published versions: all of them, each as it was frozen, and what changed from one to the next."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.changes import changes_between
from articles.disclosure import disclose
from articles.grounds import grounds_of
from articles.models import Article, ArticleVersion
from articles.record import findings_of, overridden_on
from articles.views.door import public_article
from articles.views.sharing import shareable


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """All published versions of an article, newest first, each with who published it in spite of a finding, and why."""
    article, live = public_article(slug)
    all_of_them = article.versions.select_related("published_by").defer("body", "html", "text")
    facts = _about(article, live) | {"versions": [(one, overridden_on(one)) for one in all_of_them], "live": live}
    return shareable(request, render(request, "articles/versions.html", facts))


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was frozen."""
    article, live = public_article(slug)
    shown = _numbered(article, number)
    facts = _about(article, shown) | {"live": live, "cited": grounds_of(shown).cited, "findings": findings_of(shown)}
    return shareable(request, render(request, "articles/version.html", facts))


@require_safe
def diff(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a version changed in the one before it; the first has none before it."""
    article, live = public_article(slug)
    after = _numbered(article, number)
    before = article.versions.filter(number__lt=number).order_by("-number").first()
    if before is None:
        raise Http404
    facts = _about(article, after) | {"live": live, "before": before, "changes": changes_between(before, after)}
    return shareable(request, render(request, "articles/diff.html", facts))


def _numbered(article: Article, number: int) -> ArticleVersion:
    found = article.versions.select_related("published_by", "reviewed_by", "hero").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _about(article: Article, shown: ArticleVersion) -> dict[str, Any]:
    return {
        "article": article,
        "version": shown,
        "disclosure": disclose(shown, None),
        "current_section": article.section.slug,
        "site_url": settings.SITE_URL,
    }

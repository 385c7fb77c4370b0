"""Laying out: what is the same for every reader is rendered once, when it changes, and only put together per request."""

import hashlib
from functools import cache
from math import ceil
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from articles import structured_data
from articles.disclosure import Disclosure, disclose
from articles.grounds import Grounds, grounds_of
from articles.marking import mark
from articles.models import Article, ArticleVersion, KeyPoint, Page, Summary
from articles.purging import post_purge
from articles.record import overridden_on

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 500
BY_CHARACTER = ("zh", "ja", "ko")
# So many passages stand on the page itself; a marker beyond them leads to the record of how the article was made.
PASSAGES_ON_PAGE = 40


@cache
def edition() -> str:
    """Names the templates and the code that lay out; a page of another edition is laid out anew."""
    here = settings.BASE_DIR / "articles"
    files = [
        *sorted((settings.BASE_DIR / "templates" / "articles").glob("_*.html")),
        *(
            here / f"{name}.py"
            for name in ("laying_out", "marking", "grounds", "record", "disclosure", "structured_data", "dates")
        ),
    ]
    text = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(text + settings.SITE_URL.encode()).hexdigest()[:16]


@transaction.atomic
def lay_out(article: Article) -> Page:
    """Renders and stores an article's page from its live version and the summary that may be shown.

    One at a time an article: of two jobs that lay it out at once, the later sees what the earlier one stored.
    """
    Article.objects.select_for_update(no_key=True).only("pk").get(pk=article.pk)
    page = render_page(Article.objects.get(pk=article.pk))
    page.save()
    post_purge(page.article)
    return page


def lay_out_stale() -> int:
    """Lays out anew what other templates laid out; returns how many pages."""
    stale = Article.objects.published().exclude(page__edition=edition())
    return len([lay_out(article) for article in stale.iterator()])


def render_page(article: Article) -> Page:
    """The page as it would be laid out now, not stored."""
    version = ArticleVersion.objects.select_related("hero", "article__section").get(pk=article.live_id or 0)
    article = version.article
    summary = shown_summary(version)
    disclosure = disclose(version, summary)
    page = Page(
        article=article,
        version=version,
        edition=edition(),
        headline=version.headline,
        dek=version.dek or _chosen_dek(summary),
        label=disclosure.short,
        notice=version.notice,
        language=version.language,
        minutes=minutes_to_read(version),
        image=_image(version),
        points=_points(summary),
        points_label=disclosure.points,
    )
    facts = _facts(article, version, page, disclosure)
    page.html = render_to_string("articles/_article.html", facts)
    page.head = render_to_string("articles/_head.html", facts)
    page.toc = render_to_string("articles/_toc.html", {"headings": version.headings})
    return page


def shown_summary(version: ArticleVersion) -> Summary | None:
    """The newest summary of this very version that readers may see."""
    shown = version.summaries.filter(state__in=[Summary.State.SHOWN, Summary.State.APPROVED])
    return shown.prefetch_related("points__sentence").first()


def minutes_to_read(version: ArticleVersion) -> int:
    """Words by 230, for Chinese, Japanese and Korean characters by 500, rounded up, at least 1."""
    if version.language.startswith(BY_CHARACTER):
        return max(1, ceil(len(version.text) / CHARACTERS_A_MINUTE))
    return max(1, ceil(version.words / WORDS_A_MINUTE))


def _chosen_dek(summary: Summary | None) -> str:
    points = summary.points.all() if summary else []
    return next((opening(p.shown) for p in points if p.position == KeyPoint.DEK), "")


def _points(summary: Summary | None) -> list[dict[str, Any]]:
    points = summary.points.all() if summary else []
    return [{"text": opening(p.shown), "sentence": p.sentence.number} for p in points if p.position != KeyPoint.DEK]


def opening(text: str) -> str:
    """A trim that begins inside a sentence gets a capital on the page; the stored text keeps the source's letters."""
    return text[:1].upper() + text[1:]


def _image(version: ArticleVersion) -> dict[str, Any] | None:
    return {**version.hero.sizes(), "alt": version.hero_alt} if version.hero else None


def _facts(article: Article, version: ArticleVersion, page: Page, disclosure: Disclosure) -> dict[str, Any]:
    first = article.versions.order_by("number").first()
    grounds = grounds_of(version)
    shown, elsewhere = _placed(grounds, article)
    return {
        "article": article,
        "version": version,
        "page": page,
        "disclosure": disclosure,
        "body": mark(version.html, grounds, elsewhere),
        "sources": [(cited, shown.by_source.get(number)) for number, cited in enumerate(grounds.cited, 1)],
        "bare": [s for s in range(1, version.html.count('<span id="s-') + 1) if s not in grounds.behind],
        "updated_at": version.published_at if first and first.number != version.number else None,
        "overridden": overridden_on(version),
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "json_ld": structured_data.as_json(article, version, page, disclosure),
    }


def _placed(grounds: Grounds, article: Article) -> tuple[Grounds, dict[str, str]]:
    """The passages that stand on the page, each one that a marker leads to; and the addresses of those that do not fit."""
    marked = dict.fromkeys(resting.ground for n in sorted(grounds.behind) for resting in grounds.marked(n))
    here = set(list(marked)[:PASSAGES_ON_PAGE])
    record = reverse("articles:how-it-was-made", args=[article.slug])
    shown = Grounds(grounds.cited, [ground for ground in grounds.passages if ground in here], grounds.behind)
    return shown, {ground.anchor: f"{record}#{ground.anchor}" for ground in marked if ground not in here}

"""What search engines may know of: exactly what readers may see."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import escape

from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, Max, Value
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles.dates import modified_at
from articles.feeds.entry import speakable
from articles.models import Article, Section
from articles.models.article import ArticleQuerySet

# The most that one file may name (sitemaps.org), and that one news sitemap may (Google); above it there are more files.
MOST, MOST_NEWS = 50_000, 1_000
NEWS_AGE = timedelta(days=2)
SHARED_SECONDS = 60
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_XMLNS = "http://www.google.com/schemas/sitemap-news/0.9"
# A news sitemap tells the two Chinese scripts apart; ours is written in the simplified one.
NEWS_LANGUAGES = {"zh": "zh-cn"}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, or, beyond 50,000, the index of the files that name them."""
    if len(Article.objects.published().values_list("pk")[: MOST + 1]) > MOST - 1 - Section.objects.count():
        return _answer("sitemapindex", _index())
    return _answer("urlset", [*_lists(), *_places(Article.objects.published())])


@require_safe
def part(request: HttpRequest, number: int) -> HttpResponse:
    """The articles of one span of 50,000 keys, or as number 0 the lists.

    A file keeps its articles whatever is published later, and the thousandth costs what the first does.
    """
    articles = Article.objects.published().filter(pk__gt=(number - 1) * MOST, pk__lte=number * MOST)
    places = list(_places(articles) if number else _lists())
    if not places:
        raise Http404
    return _answer("urlset", places)


@require_safe
def news(request: HttpRequest, number: int = 1) -> HttpResponse:
    """What was first published in the last two days, newest first, a thousand a file; the first may be empty."""
    start = (number - 1) * MOST_NEWS
    found = _of_two_days().select_related("live").order_by("-published_at", "-pk")[start : start + MOST_NEWS]
    articles = found.only("slug", "published_at", "live__headline", "live__language")
    if number > 1 and not articles:
        raise Http404
    return _answer("urlset", (_news(article) for article in articles), f' xmlns:news="{NEWS_XMLNS}"')


def addresses() -> list[str]:
    """The full addresses of all that robots.txt names: the sitemap and as many news sitemaps as it takes.

    With the database away the first news sitemap stands for all: robots.txt itself is always there.
    """
    try:
        files = max(1, -(-_of_two_days().count() // MOST_NEWS))
    except DatabaseError:
        files = 1
    further = [reverse("articles:news-sitemap", args=[number]) for number in range(2, files + 1)]
    paths = [reverse("articles:sitemap"), reverse("articles:news-sitemap"), *further]
    return [f"{settings.SITE_URL}{path}" for path in paths]


def _of_two_days() -> ArticleQuerySet:
    """By first publication: an edit does not bring an old article back."""
    return Article.objects.published().filter(published_at__gte=timezone.now() - NEWS_AGE)


def _lists() -> Iterator[str]:
    yield _place(f"{settings.SITE_URL}/")
    for section in Section.objects.all():
        yield _place(f"{settings.SITE_URL}{section.get_absolute_url()}")


def _places(articles: ArticleQuerySet) -> Iterator[str]:
    """Newest first."""
    rows = articles.order_by("-published_at", "-pk").values_list(
        "slug", "published_at", "live__number", "live__published_at"
    )
    for slug, published, number, changed in rows.iterator():
        address = f"{settings.SITE_URL}{reverse('articles:article', args=[slug])}"
        yield _place(address, modified_at(published, number, changed))


def _place(address: str, modified: datetime | None = None) -> str:
    changed = f"<lastmod>{modified.isoformat()}</lastmod>" if modified else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>"


def _index() -> Iterator[str]:
    """Each file that names a page, with the newest change in it."""
    lists = f"{settings.SITE_URL}{reverse('articles:sitemap-part', args=[0])}"
    yield f"<sitemap><loc>{escape(lists)}</loc></sitemap>"
    number = (F("pk") - Value(1)) / Value(MOST)
    changed = Max(Greatest("published_at", "live__published_at"))
    parts = Article.objects.published().order_by().annotate(part=number).values("part").annotate(changed=changed)
    for row in parts.order_by("part"):
        address = f"{settings.SITE_URL}{reverse('articles:sitemap-part', args=[row['part'] + 1])}"
        yield f"<sitemap><loc>{escape(address)}</loc><lastmod>{row['changed'].isoformat()}</lastmod></sitemap>"


def _news(article: Article) -> str:
    version = article.live
    if version is None or article.published_at is None:
        return ""
    return (
        f"<url><loc>{escape(article.full_url())}</loc><news:news><news:publication>"
        f"<news:name>{escape(settings.SITE_NAME)}</news:name>"
        f"<news:language>{NEWS_LANGUAGES.get(version.language, version.language)}</news:language></news:publication>"
        f"<news:publication_date>{article.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(speakable(version.headline))}</news:title></news:news></url>"
    )


def _answer(root: str, rows: Iterable[str], more: str = "") -> HttpResponse:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{XMLNS}"{more}>'
    response = HttpResponse("\n".join([head, *rows, f"</{root}>\n"]), content_type="application/xml")
    patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
    return response

"""What search engines may know of: exactly what readers may see."""

from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from articles.models import Article, Section
from articles.models.article import ArticleQuerySet


class _OurAddress:
    """Addresses carry the site's own name, whatever host the request named."""

    protocol = settings.SITE_URL.split("://")[0]

    def get_domain(self, site: object = None) -> str:
        """The host and port of SITE_URL."""
        return settings.SITE_URL.split("://")[1]


class ArticleSitemap(_OurAddress, Sitemap):
    """Every public article with the time of its newest version."""

    limit = 5000

    def items(self) -> ArticleQuerySet:
        """Newest first."""
        return (
            Article.objects.published()
            .select_related("live")
            .order_by("-published_at", "-id")
            .only("slug", "published_at", "live__published_at")
        )

    def lastmod(self, article: Article) -> datetime | None:
        """When what readers see last changed."""
        return article.live.published_at if article.live else article.published_at


class SectionSitemap(_OurAddress, Sitemap):
    """The sections."""

    def items(self) -> list[Section]:
        """All of them."""
        return list(Section.objects.all())


SITEMAPS = {"articles": ArticleSitemap, "sections": SectionSitemap}

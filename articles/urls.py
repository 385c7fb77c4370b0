"""The paper's addresses."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from articles import feeds
from articles.sitemaps import SITEMAPS
from articles.views import article, lists, media

app_name = "articles"
urlpatterns = [
    path("", lists.front, name="front"),
    path("articles/<slug:slug>/", article.article, name="article"),
    path("sections/<slug:slug>/", lists.section, name="section"),
    path("sections/<slug:slug>/feed.rss", feeds.SectionFeed(), name="section-feed"),
    path("archive/<int:year>/<int:month>/<int:day>/", lists.archive, name="archive"),
    path("feed.rss", feeds.LatestFeed(), name="feed"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("media/<path:path>", media.media, name="media"),
]

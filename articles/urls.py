"""The paper's addresses."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from articles import feeds, views
from articles.sitemaps import SITEMAPS

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("sections/<slug:slug>/feed.rss", feeds.SectionFeed(), name="section-feed"),
    path("archive/<int:year>/<int:month>/<int:day>/", views.archive, name="archive"),
    path("feed.rss", feeds.LatestFeed(), name="feed"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("media/<path:path>", views.media, name="media"),
]

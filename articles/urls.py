"""The paper's addresses."""

from django.urls import path

from articles import sitemaps
from articles.feeds import feeds_at, latest, of_section
from articles.stories.channel import of_story
from articles.views import article, lists, media, record, search, stories, versions

app_name = "articles"
urlpatterns = [
    path("", lists.front, name="front"),
    path("articles/<slug:slug>/", article.article, name="article"),
    path("articles/<slug:slug>/evidence/<int:number>/", record.evidence, name="evidence"),
    path("articles/<slug:slug>/how-it-was-made/", record.how_it_was_made, name="how-it-was-made"),
    path("articles/<slug:slug>/provenance.json", record.provenance, name="provenance"),
    path("articles/<slug:slug>/versions/", versions.versions, name="versions"),
    path("articles/<slug:slug>/versions/<int:number>/", versions.version, name="version"),
    path("articles/<slug:slug>/versions/<int:number>/diff/", versions.diff, name="diff"),
    path("sections/<slug:slug>/", lists.section, name="section"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("search/", search.search, name="search"),
    path("opensearch.xml", search.description, name="opensearch"),
    path("archive/<int:year>/<int:month>/<int:day>/", lists.archive, name="archive"),
    *feeds_at("", "feed", latest),
    *feeds_at("sections/<slug:slug>/", "section-feed", of_section),
    *feeds_at("stories/<slug:slug>/", "story-feed", of_story),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.part, name="sitemap-part"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("news-sitemap-<int:number>.xml", sitemaps.news, name="news-sitemap"),
    path("media/<path:path>", media.media, name="media"),
]

"""A story's page: what its articles tell together is worked out once, when they change, and only put into the frame per request."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string

from articles.models import Article, ArticleVersion, Source, Story, StoryPage, VersionSource
from articles.stories.telling import compare

# A story's page lists so many angles; a longer one is read in its feed and its section.
LISTED = 40
SHOWN_SHARED, SHOWN_ALONE = 12, 8
HERE = settings.BASE_DIR / "articles" / "stories"


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    at: datetime
    article: Article
    number: int


@cache
def edition() -> str:
    """Names the template and the code that lay out; a page of another edition is laid out anew."""
    files = [settings.BASE_DIR / "templates" / "articles" / "_story.html", HERE / "telling.py", HERE / "laying_out.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def in_order(story_id: int) -> "QuerySet[Article]":
    """The public articles of a story: those with a place first, then the newest."""
    articles = Article.objects.published().filter(story=story_id)
    return articles.order_by(F("angle_order").asc(nulls_last=True), "-published_at", "-id")


def mark_of(rows: Iterable[Sequence[Any]]) -> str:
    """Names what a page was made from: rows of (article, live version, angle), in their order, and the edition."""
    text = json.dumps([edition(), *([article, live, angle] for article, live, angle in rows)])
    return hashlib.sha256(text.encode()).hexdigest()


def mark_now(story_id: int) -> str:
    """The mark that the story's page should have."""
    return mark_of(in_order(story_id).values_list("pk", "live_id", "angle")[:LISTED])


@transaction.atomic
def lay_out_story(story_id: int) -> bool:
    """Lays a story's page out anew if anything it shows has changed; says whether it did."""
    story = Story.objects.select_for_update(no_key=True).get(pk=story_id)
    articles = list(in_order(story_id).select_related("live")[:LISTED])
    mark = mark_of((article.pk, article.live_id, article.angle) for article in articles)
    if StoryPage.objects.filter(story=story, mark=mark).exists():
        return False
    html = render_to_string("articles/_story.html", _facts(articles)) if articles else ""
    StoryPage(story=story, mark=mark, html=html).save()
    return True


def _facts(articles: Sequence[Article]) -> dict[str, Any]:
    told = compare(articles)
    return {
        "angles": told.angles,
        "shared": told.shared[:SHOWN_SHARED],
        "more_shared": len(told.shared[SHOWN_SHARED:]),
        "alone": [(article, some[:SHOWN_ALONE], len(some[SHOWN_ALONE:])) for article, some in told.alone],
        "differences": told.differences,
        "uncompared": len(articles) - len(told.angles),
        "timeline": timeline(articles),
        **_sources(articles),
    }


def timeline(articles: Sequence[Article]) -> list[Event]:
    """Each publication and each new version that readers have seen, oldest first.

    An article's first version counts from the time readers saw it: the end of an embargo, where there was one.
    """
    known = {article.pk: article for article in articles}
    events = []
    for version in (
        ArticleVersion.objects.filter(article__in=known).order_by("number").only("article_id", "number", "published_at")
    ):
        article = known[version.article_id]
        seen_from = article.published_at or version.published_at
        if version.number == 1:
            events.append(Event(seen_from, article, 1))
        elif version.published_at > seen_from:
            events.append(Event(version.published_at, article, version.number))
    return sorted(events, key=lambda event: (event.at, event.article.pk, event.number))


def _sources(articles: Sequence[Article]) -> dict[str, Any]:
    """Every source with the angles that rest on it, in their order, and the angles that came without any."""
    cited = VersionSource.objects.filter(version__in=[article.live_id for article in articles]).select_related("source")
    by_version: dict[int, list[Source]] = {}
    for row in cited.order_by("position"):
        by_version.setdefault(row.version_id, []).append(row.source)
    under: dict[Source, list[Article]] = {}
    for article in articles:
        for source in by_version.get(article.live_id or 0, []):
            under.setdefault(source, []).append(article)
    return {
        "sources": list(under.items()),
        "without_sources": [article for article in articles if article.live_id not in by_version],
    }

"""Purging: shared caches in front of the site are told to drop what an article stands on."""

import uuid
from datetime import datetime
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse

from articles.feeds.addresses import KINDS
from articles.models import Article
from newsroom.outbox.claiming import Claim
from newsroom.outbox.models import Lane
from newsroom.outbox.posting import post
from newsroom.outbox.working import LaterError, handles

KIND = "purge"
SECONDS = 3.0
NOT_KEPT = 404


def post_purge(article: Article, due: datetime | None = None) -> bool:
    """Posts that the article changes for readers, now or when it is `due`, where CACHE_PURGE_URLS names caches; says whether it did.

    Each change is a job of its own: one that waits may have been claimed before this change can be seen.
    """
    if not settings.CACHE_PURGE_URLS:
        return False
    subject = f"article:{article.pk}"
    return post(
        KIND, f"{article.pk}:{uuid.uuid4()}", subject=subject, lane=Lane.FETCH, due=due, paths=pages_of(article)
    )


def pages_of(article: Article) -> list[str]:
    """The addresses, from the site's root, that show the article or its card, feeds and sitemaps included."""
    lists = ["/", article.section.get_absolute_url()]
    if article.story:
        lists.append(article.story.get_absolute_url())
    if day := article.published_at:
        lists.append(reverse("articles:archive", args=[day.year, f"{day:%m}", f"{day:%d}"]))
    feeds = [f"{page}feed.{kind}" for page in lists if not page.startswith("/archive/") for kind in KINDS]
    own = [reverse(f"articles:{name}", args=[article.slug]) for name in ("article", "versions", "provenance")]
    return [*own, *lists, *feeds, reverse("articles:sitemap"), reverse("articles:news-sitemap")]


@handles(KIND, called="Purge of shared caches")
def purge(claim: Claim) -> None:
    """Sends each cache one PURGE an address, as Varnish, nginx and Squid take it; all of them again if one fails."""
    for cache in settings.CACHE_PURGE_URLS:
        for path in claim.payload["paths"]:
            _drop(cache.rstrip("/"), path)


def _drop(cache: str, path: str) -> None:
    """A cache that does not have the page answers 404, which is as good; raises LaterError for any other refusal."""
    host = urlsplit(settings.SITE_URL).netloc
    named = urlsplit(cache).hostname
    request = Request(f"{cache}{path}", method="PURGE", headers={"Host": host})  # noqa: S310 - the operator's address
    try:
        with urlopen(request, timeout=SECONDS):  # noqa: S310 - as above
            return
    except HTTPError as error:
        error.close()
        if error.code != NOT_KEPT:
            raise LaterError(f"The cache {named} refuses to drop a page ({error.code}): let it take PURGE.") from None
    except (URLError, OSError) as error:
        raise LaterError(f"The cache {named} was not reached ({type(error).__name__}).") from None

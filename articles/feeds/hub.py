"""WebSub: the hub is told which feeds have something new, and tells those who follow them (W3C Recommendation, 2018)."""

from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

from articles.feeds.addresses import KINDS
from articles.models import ArticleVersion
from newsroom.outbox.claiming import Claim
from newsroom.outbox.models import Lane
from newsroom.outbox.posting import post
from newsroom.outbox.working import LaterError, handles

KIND = "websub"
SECONDS = 10.0


def post_ping(version: ArticleVersion) -> bool:
    """Posts that a version is out, once, where WEBSUB_HUB names a hub; under embargo, for when it ends. Says whether it did."""
    if not settings.WEBSUB_HUB:
        return False
    article = version.article
    subject = f"article:{article.pk}"
    return post(
        KIND, f"{version.pk}", subject=subject, lane=Lane.FETCH, due=article.published_at, feeds=_feeds_of(version)
    )


def _feeds_of(version: ArticleVersion) -> list[str]:
    """The full addresses of the feeds the article stands in."""
    article = version.article
    pages = ["/", article.section.get_absolute_url(), *([article.story.get_absolute_url()] if article.story else [])]
    return [f"{settings.SITE_URL}{page}feed.{kind}" for page in pages for kind in KINDS]


@handles(KIND, called="News to the hub")
def ping(claim: Claim) -> None:
    """One POST that names all of them; told twice, a hub fetches once more and finds nothing new."""
    feeds = claim.payload["feeds"]
    form = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
    named = urlsplit(settings.WEBSUB_HUB).hostname
    try:
        with urlopen(Request(settings.WEBSUB_HUB, form), timeout=SECONDS):  # noqa: S310 - the operator's address
            return
    except HTTPError as error:
        error.close()
        raise LaterError(f"The hub {named} does not take the news of our feeds ({error.code}).") from None
    except (URLError, OSError) as error:
        raise LaterError(f"The hub {named} was not reached ({type(error).__name__}).") from None

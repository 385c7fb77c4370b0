"""Reading a source: its address is fetched by a job, and what it says is kept as a text as read."""

from django.db import transaction
from django.db.models.functions import Now

from articles.ingest.extract import Extracted
from articles.models import Article, Source, SourceDocument, VersionSource
from articles.models.source import hash_text
from newsroom.outbox.models import Job, Lane, State
from newsroom.outbox.posting import post

KIND = "source"
UNDER_WAY = (State.PENDING, State.RETRY, State.RUNNING)


def read(source: Source, article: Article | None = None) -> bool:
    """Posts the reading of a source's address; says whether it did: not without an address, nor while one is under way.

    The job is shown with the article, where one is named.
    """
    if not source.url or Job.objects.filter(kind=KIND, payload__source=source.pk, state__in=UNDER_WAY).exists():
        return False
    return post(
        KIND,
        f"{source.pk}:{hash_text(source.url)[:16]}:{source.tried_at.isoformat() if source.tried_at else 'first'}",
        subject=f"article:{article.pk}" if article else "",
        lane=Lane.FETCH,
        source=source.pk,
        article=article.pk if article else None,
    )


def read_unread(article: Article) -> int:
    """Posts the reading of every linked source that has an address, no text yet, and was never asked for; says how many."""
    unread = article.sources.filter(documents__isnull=True, tried_at__isnull=True).exclude(url="")
    return sum(read(source, article) for source in unread.distinct())


@transaction.atomic
def keep(source: Source, found: Extracted, language: str = "en") -> tuple[SourceDocument, bool]:
    """Keeps a text as read, a changed one in a new row; says which row it is and whether it is new.

    What the page tells of itself fills what the desk left open, as long as nothing published rests on the source.
    """
    document, fresh = SourceDocument.objects.get_or_create(
        source=source,
        sha256=hash_text(found.text),
        defaults={"text": found.text, "extent": found.extent, "language": found.language or language},
    )
    if not VersionSource.objects.filter(source=source).exists():
        _fill(source, found)
    return document, fresh


def _fill(source: Source, found: Extracted) -> None:
    """A title or publisher that is only the address, or no date, is what the desk left open."""
    standing_in = {"title": source.url[:300], "publisher": host_of(source.url)}
    values = {name: getattr(found, name) for name, stand_in in standing_in.items() if getattr(source, name) == stand_in}
    if source.published_on is None:
        values["published_on"] = found.published_on
    Source.objects.filter(pk=source.pk).update(**{name: value for name, value in values.items() if value})


def host_of(url: str) -> str:
    """The name of an address's host, which stands in for a publisher that nobody named."""
    return url.partition("://")[2].partition("/")[0].partition(":")[0].lower().removeprefix("www.")[:150]


def answered(source: Source) -> None:
    """Puts on record that the address answered."""
    Source.objects.filter(pk=source.pk).update(tried_at=Now(), failure="")


def failed(source: Source, why: str) -> None:
    """Puts on record that the address did not answer, and why; the gate shows it."""
    Source.objects.filter(pk=source.pk).update(tried_at=Now(), failure=why[:200])

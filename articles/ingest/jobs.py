"""What the post does for sources."""

from articles.ingest.failing import IngestError, PassingError
from articles.ingest.reading import KIND, answered, failed, keep
from articles.jobs import post_for_draft
from articles.models import Article, Source
from newsroom.outbox.claiming import Claim
from newsroom.outbox.working import LaterError, NeedsReviewError, handles


@handles(KIND, called="Source text")
def do_source(claim: Claim) -> None:
    """Fetches the address and keeps its text; a failure is put on record before the job says so."""
    from articles.ingest.pages import page  # noqa: PLC0415 - most workers never fetch

    source = Source.objects.get(pk=claim.payload["source"])
    article = Article.objects.filter(pk=claim.payload["article"] or 0).first()
    try:
        found = page(source.url)
    except PassingError as error:
        failed(source, str(error))
        raise LaterError(str(error), error.seconds) from error
    except IngestError as error:
        failed(source, str(error))
        raise NeedsReviewError(str(error)) from error
    with claim.finishing():
        keep(source, found, article.language if article else "en")
        answered(source)
        if article:
            post_for_draft(article)

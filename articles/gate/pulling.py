"""Pulling a proof: a working copy, its sources as read and its story's other articles, out of the database."""

from collections.abc import Iterator

from articles.body import Body, lay_out_body
from articles.freezing import hash_of, latest_texts
from articles.gate.proof import Proof, Reading, Sibling
from articles.models import Article, ArticleVersion, Review, Source, SourceDocument


def pull(article: Article, body: Body | None = None, content_hash: str = "") -> Proof:
    """The proof of a working copy as it stands now; `body` and `content_hash` spare work where they are known.

    Raises BodyError.
    """
    return Proof(
        headline=article.headline,
        dek=article.dek,
        body=body or lay_out_body(article.body, article.language),
        language=article.language,
        ai_headline=article.ai_headline,
        ai_dek=article.ai_dek,
        ai_body=article.ai_body,
        has_image=article.hero_id is not None,
        image_alt=article.hero_alt,
        readings=tuple(_readings(article)),
        siblings=tuple(_siblings(article)),
        reviewed=Review.objects.filter(article=article, content_hash=content_hash or hash_of(article)).exists(),
    )


def _readings(article: Article) -> Iterator[Reading]:
    sources = [citation.source for citation in article.citation_set.select_related("source").order_by("position", "id")]
    documents = latest_texts([source.pk for source in sources])
    for number, source in enumerate(sources, 1):
        document = documents.get(source.pk)
        yield Reading(
            number=number,
            publisher=source.publisher,
            title=source.title,
            url=source.url,
            own=source.kind == Source.Kind.OWN,
            failure=source.failure,
            document=document.pk if document else None,
            text=document.text if document else "",
            extent=document.extent if document else SourceDocument.Extent.WHOLE,
            language=document.language if document else "en",
            published_on=source.published_on.isoformat() if source.published_on else "",
            circular=source.lies_here,
        )


def _siblings(article: Article) -> Iterator[Sibling]:
    if article.story_id is None:
        return
    others = Article.objects.published().filter(story=article.story_id).exclude(pk=article.pk)
    versions = ArticleVersion.objects.filter(pk__in=others.values("live")).order_by("pk")
    for slug, headline, text in versions.values_list("article__slug", "headline", "text"):
        yield Sibling(slug, headline, text)

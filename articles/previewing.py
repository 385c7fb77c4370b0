"""Previewing: the working copy laid out as publishing it would lay it out, and nothing of it kept."""

from django.db import transaction
from django.db.models.functions import Coalesce, Now

from articles.body import lay_out_body
from articles.freezing import freeze, hash_of
from articles.laying_out import render_page
from articles.models import Article, Page, State
from articles.reviewing import review_record
from newsroom.models import User


def preview(article: Article, by: User) -> Page:
    """The page as `by` would publish it now, never stored; raises BodyError.

    It is published for real inside a transaction that is taken back, so that no second way of laying out can drift
    from the first. The post is told nothing, and other connections see nothing of it.
    """
    body = lay_out_body(article.body, article.language)
    with transaction.atomic():
        content_hash = hash_of(article)
        record = review_record(article, content_hash)
        version = freeze(article, body, content_hash, published_by=by, responsible=str(by), **record)
        Article.objects.filter(pk=article.pk).update(
            live=version, state=State.PUBLISHED, published_at=Coalesce("published_at", Now())
        )
        page = render_page(Article.objects.get(pk=article.pk))
        transaction.set_rollback(True)
    return page

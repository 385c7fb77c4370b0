"""The way from an address to what is public behind it."""

from django.http import Http404

from articles.models import Article, ArticleVersion


def public_article(slug: str) -> tuple[Article, ArticleVersion]:
    """The article that readers see under that slug, with its live version; raises Http404 for any other."""
    article = Article.objects.published().select_related("section", "live").filter(slug=slug).first()
    if article is None or article.live is None:
        raise Http404
    return article, article.live

"""How an article's page shows its discussion: the template composes, the paper knows nothing of comments."""

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString

from articles.models import Article
from comments.discussion import discussion_of
from comments.showing import composer, section

register = template.Library()


@register.simple_tag(takes_context=True)
def discussion(context: RequestContext, article: Article) -> SafeString:
    """The newest thoughts of the article, with the composer for those who are signed in. Needs the article's id and slug."""
    return section(article, discussion_of(article.pk), composer(context["request"], article))

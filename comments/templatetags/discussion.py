"""How an article's page shows its discussion: the template composes, the paper knows nothing of comments."""

from typing import Any

from django import template
from django.template.context import RequestContext

from articles.models import Article
from comments.discussion import composer_for, discussion_of

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context: RequestContext, article: Article) -> dict[str, Any]:
    """The newest thoughts of the article, with the composer for those who are signed in."""
    request = context["request"]
    return {
        "article": article,
        "discussion": discussion_of(article),
        "composer": composer_for(request, article),
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
    }

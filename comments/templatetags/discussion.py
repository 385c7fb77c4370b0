"""How pages show what readers say: the template composes, the paper knows nothing of comments."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context, RequestContext
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from comments.composing import composer, why_closed
from comments.reading import front
from comments.reading.counting import with_counts
from comments.reading.discussion import discussion_of
from comments.reading.showing import section
from comments.reading.visiting import viewer_of

register = template.Library()


@register.simple_tag(takes_context=True)
def discussion(context: RequestContext, article: Article) -> SafeString:
    """The newest thoughts of the article, with the composer for those who are signed in.

    Needs the article's id, slug and published_at.
    """
    request = context["request"]
    viewer = viewer_of(request, article.pk)
    page = discussion_of(article.pk, reader=viewer.pk, unseen=viewer.unseen) if viewer else discussion_of(article.pk)
    closed = why_closed(request, article)
    return section(article, page, composer(request, article, closed=closed), viewer, is_open=not closed)


@register.inclusion_tag("comments/_most_discussed.html")
def most_discussed() -> dict[str, Any]:
    """The articles of late that readers talk about most."""
    return {"articles": front.most_discussed()}


@register.inclusion_tag("comments/_picked.html")
def picked_thoughts() -> dict[str, Any]:
    """The latest thoughts that editors picked."""
    return {"picks": front.picked()}


@register.tag
def counted(parser: Parser, _: Token) -> "Counted":
    """Says on each card within how many thoughts there are: `{% counted %} … {% endcounted %}`, one query for all."""
    inside = parser.parse(("endcounted",))
    parser.delete_first_token()
    return Counted(inside)


class Counted(template.Node):
    """What stands between the tags, with the counts."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The text with each card's place for it filled."""
        return mark_safe(with_counts(self.nodelist.render(context)))  # noqa: S308 - rendered by templates

"""Cards in templates: `{% card article "wide" %}`."""

from django import template
from django.utils.safestring import SafeString

from articles.cards import Facts
from articles.cards import card as make_card
from articles.cards import cards as make_cards
from articles.models import Article

register = template.Library()


@register.simple_tag
def card(article: Article, place: str) -> SafeString:
    """The card of a row of `for_lists()` for a place named in articles/cards.py."""
    return make_card(Facts.of(article), place)


@register.simple_tag
def cards(articles: list[Article], place: str) -> SafeString:
    """Cards one after the other."""
    return make_cards((Facts.of(article) for article in articles), place)

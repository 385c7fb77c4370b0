"""Cards in templates: `{% card facts "wide" %}`."""

from django import template

from articles import cards

register = template.Library()
register.simple_tag(cards.card, name="card")
register.simple_tag(cards.cards, name="cards")

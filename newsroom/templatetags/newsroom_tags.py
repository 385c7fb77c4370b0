"""What the frame of a page needs."""

from django import template

from newsroom.stylesheet import stylesheet_url as url_now

register = template.Library()


@register.simple_tag
def stylesheet_url(sheet: str = "site") -> str:
    """The address of a public stylesheet."""
    return url_now(sheet)

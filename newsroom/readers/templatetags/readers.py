"""Save and Follow on the paper's pages: `{% saving article %}`, `{% following "story" story.slug %}`.

Who is not signed in gets the same link as everybody; who is, a form that knows what they saved and follow.
"""

from functools import cache
from math import inf

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article
from comments.reading.own import own_of
from newsroom.models import User
from newsroom.mould import Moulds
from newsroom.readers.keeping import SAVED, follows

register = template.Library()
_links = Moulds("readers/_keep_link.html", lambda says, icon: {"says": says, "icon": icon})
_forms = Moulds("readers/_keep.html", lambda act, pressed: {"act": act, "pressed": pressed}, kept=inf)


@register.simple_tag(takes_context=True)
def saving(context: Context, article: Article) -> SafeString:
    """Save, or Saved."""
    request, address = context["request"], reverse("save", args=[article.slug])
    known = own_of(request, article.pk)
    if known is None:
        return _link(address, "Save", "save")
    return _form(request, "saving", address, pressed=known.besides[SAVED])


@register.simple_tag(takes_context=True)
def following(context: Context, kind: str, slug: str) -> SafeString:
    """Follow, or Following, for a "section" or a "story"."""
    request, address = context["request"], reverse(f"follow-{kind}", args=[slug])
    if not isinstance(request.user, User):
        return _link(address, "Follow", "")
    return _form(request, f"following_{kind}", address, pressed=follows(request.user, kind, slug))


def _link(address: str, says: str, icon: str) -> SafeString:
    return _links.get(("address",), says, icon).fill(address=address)


def _form(request: HttpRequest, act: str, address: str, *, pressed: bool) -> SafeString:
    mould = _forms.get(("address", "csrf_token"), act, pressed)
    return mould.fill(address=address, csrf_token=get_token(request)) + _script()


@cache
def _script() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/save.js"))

"""Save and Follow on the paper's pages: `{% saving article %}`, `{% following "story" story.slug %}`.

Who is not signed in gets the same link as everybody; who is, a form that knows what they saved and follow.
"""

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article
from newsroom.models import User
from newsroom.mould import Moulds
from newsroom.readers.keeping import follows, has_saved

register = template.Library()
_links = Moulds("readers/_keep_link.html", lambda says, icon: {"says": says, "icon": icon})


@register.simple_tag(takes_context=True)
def saving(context: Context, article: Article) -> SafeString:
    """Save, or Saved."""
    request = context["request"]
    if not isinstance(request.user, User):
        return _link("save", article.slug, "Save", "save")
    return _form(request, "saving", article.slug, pressed=has_saved(request.user, article.pk))


@register.simple_tag(takes_context=True)
def following(context: Context, kind: str, slug: str) -> SafeString:
    """Follow, or Following, for a "section" or a "story"."""
    request = context["request"]
    if not isinstance(request.user, User):
        return _link(f"follow-{kind}", slug, "Follow", "")
    return _form(request, f"following_{kind}", slug, pressed=follows(request.user, kind, slug))


def _link(name: str, slug: str, says: str, icon: str) -> SafeString:
    return _links.get(("address",), says, icon).fill(address=reverse(name, args=[slug]))


def _form(request: HttpRequest, act: str, slug: str, *, pressed: bool) -> SafeString:
    facts = {"act": act, "slug": slug, "pressed": pressed, "csrf_token": get_token(request)}
    script = format_html('<script type="module" src="{}"></script>', static("js/save.js"))
    return render_to_string("readers/_keep.html", facts) + script

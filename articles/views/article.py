"""The article's page, put together from what was laid out."""

import secrets
from functools import lru_cache

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from articles.cards import address, cards
from articles.laying_out import edition, render_page
from articles.models import Article, Section, State
from articles.related.beside import beside
from articles.views.sharing import shareable
from newsroom.mould import Moulds
from newsroom.prepared import Prepared

# Everything of an article's page that is the same for every reader of a section, made once; the gaps are filled per request.
_frames = Moulds(
    "articles/_framed.html",
    lambda section, language: {
        "current_section": section,
        "language": language,
        "sections": list(Section.objects.all()),
        "site": {"name": settings.SITE_NAME, "url": settings.SITE_URL},
        "demo": settings.DEMO,
    },
)
GAPS = ("title", "description", "head", "reader", "messages", "article", "angles", "toc", "related", "discussion")
_angles_block, _related_block = (Moulds(f"articles/_{name}.html", dict) for name in ("angles", "related"))
SLUG = "\x02slug\x03"
# Random, so that no text can hold it; cut out again below.
SEAM = mark_safe(secrets.token_hex(16))  # noqa: S308
# Where the laid-out article leaves room for what a reader can do with it.
ACTS = "<!--acts-->"

_by_slug = Prepared(
    lambda slug: Article.objects.published()
    .filter(slug=slug)
    .values_list(
        "pk", "published_at", "story_id", "story__slug", "section__slug", "page__edition", "page__language",
        "page__headline", "page__dek", "page__head", "page__html", "page__toc",
    ),
    SLUG,
)  # fmt: skip


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with its key points, sources, neighbours, other angles and thoughts.

    Costs at most eight queries with all that the tags ask, each compiled once a process, and joins what was laid out before.
    """
    rows = _by_slug(slug)
    if not rows:
        return _not_public(request, slug)
    pk, published_at, story, story_slug, section, laid_out_as, language, headline, dek, head, html, toc = rows[0]
    if laid_out_as != edition():
        page = render_page(Article.objects.published().get(pk=pk))
        headline, dek, head, html, toc = page.headline, page.dek, page.head, page.html, page.toc
    angles, neighbours = beside(pk, story)
    other, related = cards(angles, "angle"), cards(neighbours, "related")
    framed = _frames.get(GAPS, section, language).fill(
        title=headline,
        description=dek,
        head=mark_safe(head),  # noqa: S308 - laid out from templates, as are the next two
        article=mark_safe(html),  # noqa: S308
        toc=mark_safe(toc),  # noqa: S308
        angles=_angles(other, story_slug),
        related=_related_block.get(("cards",)).fill(cards=related) if related else "",
        reader=_reader_tools(request),
        messages=_messages(request),
        discussion=SEAM,
    )
    before, after = framed.split(SEAM)
    above, _, below = before.partition(ACTS)
    parts = {name: mark_safe(part) for name, part in (("above", above), ("below", below), ("after", after))}  # noqa: S308
    facts = {"article": Article(pk=pk, slug=slug, published_at=published_at), **parts}
    return shareable(request, render(request, "articles/article.html", facts))


def _angles(other: SafeString | str, story: str | None) -> SafeString | str:
    """The story's other angles, with the way to its page."""
    if not other:
        return ""
    return _angles_block.get(("cards", "story_url")).fill(cards=other, story_url=address("story", story or ""))


def _reader_tools(request: HttpRequest) -> SafeString:
    """Who is signed in, or the way to it: the one part of the frame that differs."""
    user = request.user
    if user.is_authenticated:
        return _tools(user.public_name, user.is_staff, "")
    return _tools("", False, request.path)  # noqa: FBT003 - a cache knows no keywords


@lru_cache(maxsize=4096)
def _tools(name: str, staff: bool, back: str) -> SafeString:
    facts = {"is_authenticated": bool(name), "is_staff": staff, "public_name": name}
    return render_to_string("_partials/_reader.html", {"user": facts, "next": back})


def _messages(request: HttpRequest) -> SafeString:
    waiting = list(messages.get_messages(request)) if request.user.is_authenticated else []
    if not waiting:
        return SafeString("")
    return render_to_string("_partials/_messages.html", {"messages": waiting})


def _not_public(request: HttpRequest, slug: str) -> HttpResponse:
    """A killed article says that it is gone; a draft is answered as if there were nothing."""
    if Article.objects.filter(slug=slug, state=State.KILLED).exists():
        return render(request, "410.html", status=410)
    raise Http404

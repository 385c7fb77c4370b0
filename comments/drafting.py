"""What a reader typed and could not post yet: kept in their session until it is posted."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from articles.models import Article
from comments.models import BODY_LIMIT

# Enough for the longest thought, and for a reader at work on a few articles; no more.
KEPT_CHARACTERS = 2 * BODY_LIMIT
KEPT_DRAFTS = 3
_DRAFTS = "drafts"
_NAME_LENGTH = 20


@dataclass(frozen=True)
class Typed:
    """What stands in a composer: the text, the ref of the thought it answers, and the name of the sentence it is about.

    `mail` says whether replies are to be mailed; None where nobody was asked.
    """

    text: str = ""
    parent: str = ""
    about: str = ""
    mail: bool | None = None


def typed_in(form: QueryDict) -> Typed:
    """What a form brought; nothing else in it counts."""
    return Typed(
        text=form.get("body", ""),
        parent=form.get("parent", ""),
        about=form.get("about", ""),
        mail="mail" in form if "mail_asked" in form else None,
    )


def keep(request: HttpRequest, article: Article, typed: Typed) -> None:
    """Puts it by for after signing in."""
    drafts: dict[str, Any] = request.session.get(_DRAFTS, {})
    drafts.pop(article.slug, None)
    short = Typed(typed.text[:KEPT_CHARACTERS], typed.parent[:_NAME_LENGTH], typed.about[:_NAME_LENGTH], typed.mail)
    drafts[article.slug] = asdict(short)
    request.session[_DRAFTS] = dict(list(drafts.items())[-KEPT_DRAFTS:])


def kept(request: HttpRequest, article: Article) -> Typed:
    """What was put by for this article."""
    return Typed(**request.session.get(_DRAFTS, {}).get(article.slug, {}))


def drop(request: HttpRequest, article: Article) -> None:
    """Forgets it: it was posted."""
    drafts = request.session.get(_DRAFTS, {})
    if drafts.pop(article.slug, None):
        request.session[_DRAFTS] = drafts

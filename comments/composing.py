"""The composer: where a thought is written, with what was typed before; signed out, the invitation to sign in."""

import re
import uuid
from math import inf
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from comments.anchoring import NAMED, name_of, sentence_named
from comments.drafting import Typed, kept
from comments.models import BODY_LIMIT, Comment, Pace, QuietThread
from comments.moderation.penalties import why_not
from comments.reading.own import own_of
from comments.rules import conversation, conversation_of
from newsroom.models import User
from newsroom.mould import Moulds

LEFT = "A reader who left"
_REF = re.compile(r"[a-z0-9]{1,12}")
_OWN_ADDRESS = re.compile(r"(/(?:thoughts/[a-z0-9]+/[a-z]+|me)/)")
LIMIT: dict[str, object] = {"limit": BODY_LIMIT, "limit_in_words": f"{BODY_LIMIT:,}"}
_invitation, _closed, _open = (
    Moulds(f"comments/_{name}.html", lambda *key: LIMIT | dict(key), kept=inf)
    for name in ("invitation", "closed", "composer")
)


def composer(
    request: HttpRequest, article: Article, *, typed: Typed | None = None, error: str = "", closed: str | None = None
) -> SafeString:
    """The form for a thought, or what stands in its place. Needs the article's id, slug and published_at.

    `typed` is what was just sent in vain, `error` why; else what the session kept is shown, for `?reply=` and `?about=`.
    `closed` is what `why_closed` said, where somebody asked it before.
    """
    closed = why_closed(request, article) if closed is None else closed
    known = own_of(request, article.pk)
    if known is None or not isinstance(request.user, User):
        return _closed.get(("says",)).fill(says=closed) if closed else _invite(request, article)
    typed = typed or _asked_for(request, article)
    closed = closed or why_not(known.penalties)
    own = {"csrf_token": get_token(request)} | ({"text": typed.text} if typed.text else {})
    if closed:
        return _filled(_closed, own | {"says": linked(closed)})
    own |= {"error": linked(error)} if error else {}
    return _form(request.user, article, typed, own, known.wish)


def why_closed(request: HttpRequest, article: Article) -> str:
    """The sentence that readers read where the conversation is closed; empty where it is open."""
    known = own_of(request, article.pk)
    return (conversation(article, known.rules) if known else conversation_of(article)).closed


def sign_in_address(article: Article, typed: Typed) -> str:
    """Where to sign in so as to come back to the composer, with what it was open for."""
    wanted = {"reply": (typed.parent, _REF), "about": (typed.about, NAMED)}
    asked = urlencode({name: value for name, (value, shape) in wanted.items() if shape.fullmatch(value)})
    place = f"{article.get_absolute_url()}{'?' if asked else ''}{asked}#composer"
    return f"{reverse('account_login')}?next={quote(place)}"


def answered(article: Article, ref: str) -> Comment | None:
    """The public thought of that ref under this article."""
    if not _REF.fullmatch(ref):
        return None
    return Comment.objects.public().filter(ref=ref, article=article.pk).select_related("author", "parent").first()


def linked(sentence: str) -> SafeString:
    """A sentence of ours with the addresses in it as links."""
    return mark_safe(_OWN_ADDRESS.sub(r'<a href="\1">\1</a>', escape(sentence)))  # noqa: S308 - escaped, then links of ours


def _invite(request: HttpRequest, article: Article) -> SafeString:
    about = request.GET.get("about", "")
    sentence = sentence_named(article, about) if about else None
    typed = Typed(parent=request.GET.get("reply", ""), about=name_of(sentence) if sentence else "")
    return _invitation.get(("sign_in_url",)).fill(sign_in_url=sign_in_address(article, typed))


def _asked_for(request: HttpRequest, article: Article) -> Typed:
    draft = kept(request, article)
    return Typed(
        text=draft.text,
        parent=request.GET.get("reply", "") or draft.parent,
        about=request.GET.get("about", "") or draft.about,
        mail=draft.mail,
    )


def _form(reader: User, article: Article, typed: Typed, own: dict[str, str], wish: str | None) -> SafeString:
    parent = answered(article, typed.parent) if typed.parent else None
    sentence = sentence_named(article, typed.about) if typed.about else None
    quiet = parent is not None and QuietThread.objects.filter(reader=reader, thread=parent.thread).exists()
    address = article.get_absolute_url()
    gaps = own | {
        "address": address,
        "action": f"{address}thoughts/",
        "mark": str(reader.mark),
        "key": str(uuid.uuid4()),
    }
    if parent:
        gaps |= {"parent": parent.ref, "parent_name": parent.author.public_name if parent.author else LEFT}
    if sentence:
        gaps |= {"about": name_of(sentence), "about_text": sentence.text}
    mail = typed.mail if typed.mail is not None else not quiet
    return _filled(_open, gaps, ("may_mail", wish != Pace.NEVER), ("mail", mail))


def _filled(moulds: Moulds, gaps: dict[str, str], *key: tuple[str, bool]) -> SafeString:
    return moulds.get(tuple(gaps), *key).fill(**gaps)

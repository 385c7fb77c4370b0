"""How a discussion looks: moulds for what all readers see, a form for those who are signed in."""

import uuid
from urllib.parse import quote

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from comments.discussion import Discussion, Shown
from comments.models import BODY_LIMIT, Comment
from newsroom.mould import Moulds

SHOWN_LEVELS = 3
LEFT = "A reader who left"
_section, _threads, _thought, _invitation, _more = (
    Moulds(
        f"comments/_{name}.html", lambda: {"thoughts_url": reverse("comments:thought", args=["x"]).removesuffix("x/")}
    )
    for name in ("discussion", "threads", "thought", "invitation", "more")
)
THOUGHT_GAPS = ("ref", "name", "initials", "iso", "when", "say", "address", "level")


def draft_key(article: Article) -> str:
    """Where the session keeps a thought that could not be posted yet."""
    return f"draft:{article.slug}"


def section(article: Article, discussion: Discussion, form: SafeString) -> SafeString:
    """The block of an article's page."""
    count = str(discussion.count) if discussion.count else ""
    gaps = ("composer", "threads", *(["count"] if count else []))
    return _section.get(gaps).fill(composer=form, threads=threads(article, discussion), count=count)


def threads(article: Article, discussion: Discussion) -> SafeString:
    """The thoughts of one page of the discussion, and the way to the next."""
    if not discussion.thoughts:
        return SafeString("")
    address = article.get_absolute_url()
    listed = mark_safe("".join(_one(thought, address) for thought in discussion.thoughts))  # noqa: S308 - filled moulds
    more = ""
    if discussion.next_after:
        more = _more.get(("url",)).fill(url=f"{address}thoughts/?after={discussion.next_after}")
    return _threads.get(("thoughts", "more")).fill(thoughts=listed, more=more)


def _one(thought: Shown, address: str) -> SafeString:
    at, name = thought.created_at, thought.name or LEFT
    return _thought.get(THOUGHT_GAPS).fill(
        ref=thought.ref,
        name=name,
        initials=thought.name[:2].upper() if thought.name else "–",
        iso=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        when=f"{at.day} {at:%b, %H:%M}",
        say=mark_safe(thought.html),  # noqa: S308 - laid out at posting by comments.plain_text
        address=address,
        level=str(min(len(thought.path), SHOWN_LEVELS) - 1),
    )


def composer(
    request: HttpRequest, article: Article, *, text: str | None = None, parent: Comment | None = None, error: str = ""
) -> SafeString:
    """The form for a thought, with what was typed before and a fresh key; signed out, the invitation to sign in."""
    if not request.user.is_authenticated:
        after = quote(f"{article.get_absolute_url()}#composer")
        return _invitation.get(("sign_in_url",)).fill(sign_in_url=f"{reverse('account_login')}?next={after}")
    if text is None:
        text = request.session.get(draft_key(article), "")
    if parent is None and (ref := request.GET.get("reply", "")):
        parent = Comment.objects.public().filter(ref=ref, article=article.pk).select_related("author").first()
    facts = {
        "article": article,
        "text": text,
        "parent": parent,
        "parent_name": parent.author.username if parent and parent.author else LEFT,
        "error": error,
        "key": uuid.uuid4(),
        "limit": BODY_LIMIT,
        "csrf_token": get_token(request),
    }
    return render_to_string("comments/_composer.html", facts)

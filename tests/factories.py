"""Rows for tests, made through the same verbs as the desk uses."""

import io
import uuid
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from PIL import Image as Pillow

from articles.citing import Cited, cite
from articles.models import Article, Byline, Contributor, Section, Story
from articles.publishing import publish
from comments.models import Comment, State
from comments.moderation.deciding import decide
from comments.moderation.draft import Screening
from comments.moderation.holding import note
from comments.placing import place_below
from comments.plain_text import lay_out
from newsroom.models import User
from newsroom.roles import editors

_n = count(1)
BODY = (
    "The harbour board met on Monday and voted to deepen the channel by two metres. Work begins in June.\n\n"
    "## What changes\n\n"
    "Larger ships will be able to enter at low tide. The board expects nine more calls a week. "
    "Fishing crews have asked for a lane of their own.\n\n"
    "## What it costs\n\n"
    "The board put the cost at 40 million crowns. The state pays half of it. The rest comes from port fees."
)


def section(slug: str = "world", name: str = "World") -> Section:
    """A section; the same slug is the same section."""
    return Section.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def reader(name: str = "", **values: Any) -> User:
    """Somebody who can sign in, with a confirmed address."""
    name = name or f"reader{next(_n)}"
    user = User.objects.create_user(
        name, f"{name}@example.org", "correct horse battery", **({"public_name": name} | values)
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def editor(name: str = "") -> User:
    """Somebody who may write and publish."""
    user = reader(name or f"editor{next(_n)}", is_staff=True)
    user.groups.add(editors())
    return user


def draft(headline: str = "", body: str = BODY, source: bool = True, **values: Any) -> Article:
    """A working copy, with one source unless told otherwise."""
    number = next(_n)
    headline = headline or f"Harbour board votes to deepen the channel, part {number}"
    values = {"section": section(), "dek": "Two metres more, from June on.", "slug": f"article-{number}"} | values
    article = Article.objects.create(headline=headline, body=body, **values)
    if source:
        text = "MINUTES. The board voted to deepen the channel by two metres. Work begins in June."
        cite(
            article, Cited("Harbour board", "Minutes of Monday", f"https://example.org/minutes/{number}", text=text), 1
        )
    return article


def published(
    headline: str = "", body: str = BODY, at: Any = None, by: User | None = None, override: str = "", **values: Any
) -> Article:
    """An article that readers see."""
    article = draft(headline, body, **values)
    publish(article, by=by, at=at or timezone.now(), override=override)
    article.refresh_from_db()
    return article


def story(name: str = "The harbour channel") -> Story:
    """A story."""
    return Story.objects.create(slug=f"story-{next(_n)}", name=name)


def desk(article: Article, name: str = "Newsroom desk") -> Contributor:
    """A desk in the article's byline."""
    contributor, _ = Contributor.objects.get_or_create(slug="desk", defaults={"name": name, "kind": "desk"})
    Byline.objects.create(article=article, contributor=contributor)
    return contributor


def thought(
    article: Article, author: User, body: str = "Well argued.", parent: Comment | None = None, **values: Any
) -> Comment:
    """A thought as it stands after posting, past the rules of posting: at any pace, and unless told otherwise published."""
    values = {"idempotency_key": uuid.uuid4(), "html": lay_out(body)} | values
    place = place_below(parent)._asdict()
    with transaction.atomic():
        comment = Comment.objects.create(article=article, author=author, body=body, **place, **values)
        if comment.state != "none":
            note(comment, Screening(State(comment.state), "newcomer", [{"says": "A new reader."}]))
    return comment


def picture(width: int = 800, height: int = 450, kind: str = "PNG", **save: Any) -> bytes:
    """The bytes of a real picture."""
    out = io.BytesIO()
    Pillow.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind, **save)
    return out.getvalue()


def removed(comment: Comment, by: User | None = None, rule: str = "civil") -> Comment:
    """A thought that a moderator removed."""
    decide(comment, approve=False, by=by or editor(), seen_turn=comment.turn, rule=rule)
    comment.refresh_from_db()
    return comment

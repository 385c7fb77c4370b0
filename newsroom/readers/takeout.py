"""Everything the newsroom holds about a reader, and nothing of others: of a thought that was answered only its ref."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.template.loader import render_to_string

from comments.models import (
    Appeal,
    Comment,
    Decision,
    Mute,
    Notice,
    Notification,
    Penalty,
    QuietThread,
    Report,
    Respect,
    Visit,
    Wishes,
)
from newsroom.mail.models import Mail
from newsroom.models import User
from newsroom.readers.models import Saved, SectionFollow, StoryFollow

STATEMENT = ("ref", "at", "act", "state_from", "state_to", "rule", "restriction", "scope", "duration", "facts",
             "detected_automatically", "decided_automatically", "ground", "ground_reference", "ground_explanation", "redress")  # fmt: skip


def takeout(reader: User) -> dict[str, Any]:
    """The data by their kinds, as values that JSON can hold."""
    return {
        "profile": _profile(reader),
        "emails": _rows(EmailAddress.objects.filter(user=reader), "email", "verified", "primary"),
        "sign_in": _sign_in(reader),
        "sessions": _rows(UserSession.objects.filter(user=reader), "created_at", "last_seen_at", "ip", "user_agent"),
        "settings": _rows(Wishes.objects.filter(reader=reader), "replies", "picks", "articles", "digest_at"),
        "thoughts": _thoughts(reader),
        **_acts(reader),
        **_moderation(reader),
        **_kept(reader),
    }


def packed(reader: User, at: datetime) -> bytes:
    """A zip of the data twice: `data.json` for programs, `index.html` for people, which opens without the site."""
    data = takeout(reader)
    facts = {"site": {"name": settings.SITE_NAME, "url": settings.SITE_URL}, "at": at, "parts": list(_for_people(data))}
    files = {
        "data.json": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2),
        "index.html": render_to_string("readers/takeout.html", facts),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _profile(reader: User) -> dict[str, Any]:
    names = ("public_name", "email", "username", "first_name", "last_name", "date_joined", "last_login", "is_staff")
    return {name: getattr(reader, name) for name in names} | {
        "address": f"{settings.SITE_URL}{reader.get_absolute_url()}"
    }


def _sign_in(reader: User) -> dict[str, Any]:
    """How they sign in: that there are keys and accounts elsewhere, not the secrets."""
    return {
        "second_factors": _rows(Authenticator.objects.filter(user=reader), "type", "created_at", "last_used_at"),
        "accounts_elsewhere": _rows(
            SocialAccount.objects.filter(user=reader), "provider", "uid", "date_joined", "last_login"
        ),
    }


def _thoughts(reader: User) -> list[dict[str, Any]]:
    thoughts = Comment.objects.filter(author=reader).select_related("article", "parent").prefetch_related("revisions")
    return [_thought(comment) for comment in thoughts.order_by("created_at", "pk")]


def _thought(comment: Comment) -> dict[str, Any]:
    names = (
        "ref",
        "body",
        "state",
        "created_at",
        "edited_at",
        "deleted_at",
        "picked_at",
        "respects",
        "about_text",
        "sent_from",
    )
    earlier = [{"body": one.body, "replaced_at": one.replaced_at} for one in comment.revisions.all()]
    return {name: getattr(comment, name) for name in names} | {
        "article": comment.article.slug,
        "answers": comment.parent.ref if comment.parent else None,
        "earlier": earlier,
    }


def _acts(reader: User) -> dict[str, Any]:
    return {
        "respects": _rows(Respect.objects.filter(reader=reader).order_by("pk"), "at", thought=F("comment__ref")),
        "reports": _rows(Report.objects.filter(reader=reader), "at", "reason", "text", thought=F("comment__ref")),
        "notices": _rows(
            Notice.objects.filter(email__iexact=reader.email), "at", "url", "explanation", "name", "email"
        ),
        # Whom: that is the name of somebody else.
        "mutes": _rows(Mute.objects.filter(reader=reader).order_by("pk"), "at"),
        "quiet_threads": _rows(QuietThread.objects.filter(reader=reader).order_by("pk"), thought=F("thread__ref")),
    }


def _moderation(reader: User) -> dict[str, Any]:
    decided = Decision.objects.filter(reader_mark=reader.mark).order_by("pk")
    penalties = Penalty.objects.filter(reader=reader)
    appeals = Appeal.objects.filter(reader=reader)
    return {
        "decisions": _rows(decided, *STATEMENT, thought=F("comment__ref")),
        "penalties": _rows(
            penalties, "kind", "at", "until", "acknowledged_at", "lifted_at", statement=F("decision__ref")
        ),
        "appeals": _rows(appeals, "at", "text", statement=F("decision__ref"), answer=F("outcome__act")),
    }


def _kept(reader: User) -> dict[str, Any]:
    told = Notification.objects.filter(reader=reader).order_by("pk")
    return {
        "saved": _rows(Saved.objects.filter(reader=reader).order_by("pk"), "at", slug=F("article__slug")),
        "followed_sections": _rows(
            SectionFollow.objects.filter(reader=reader).order_by("pk"), "at", slug=F("section__slug")
        ),
        "followed_stories": _rows(
            StoryFollow.objects.filter(reader=reader).order_by("pk"), "at", slug=F("story__slug")
        ),
        "read_discussions": _rows(
            Visit.objects.filter(reader=reader).order_by("pk"), "seen_at", slug=F("article__slug")
        ),
        "notifications": _rows(told, "kind", "at", "seen_at", "mailed_at", thought=F("comment__ref")),
        "mails": _rows(Mail.objects.filter(to__iexact=reader.email).order_by("pk"), "kind", "created_at", "sent_at"),
    }


def _rows(found: Any, *names: str, **named: F) -> list[dict[str, Any]]:
    return list(found.values(*names, **named))


def _for_people(data: dict[str, Any]) -> Any:
    """Each kind as a title and rows of pairs."""
    for kind, value in data.items():
        rows = value if isinstance(value, list) else [value]
        yield {"title": _words(kind), "rows": [[(_words(name), said) for name, said in row.items()] for row in rows]}


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()

"""The table of who may do what, and the people and things that it speaks of."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles.models import Section
from comments.models import (
    Act,
    Comment,
    Decision,
    Mute,
    Notice,
    Penalty,
    QuietThread,
    Report,
    Rules,
    State,
    Thresholds,
    Word,
)
from comments.moderation.log import record
from comments.stopping import quiet_address, stop_address
from newsroom.models import User
from newsroom.readers.models import Export
from newsroom.roles import moderators
from tests import factories

TABLE = yaml.safe_load(Path(__file__).with_name("roles.yaml").read_text())
ROLES: list[str] = TABLE["roles"]
OURS = ("comments.", "newsroom.readers.")
# Pages for everybody that hold no rule about persons.
STANDING = {"community-rules", "privacy", "terms", "contact"}
# Written by every visit: that somebody was here, and at the queue that a moderator has a thought before them.
NOTED = ("comments_visit", "django_session", "limits_note", "usersessions", "SET claimed_by_id", 'SET "claimed_by_id"')


def addresses() -> list[str]:
    """The names of all addresses of the letters page, the readers' pages, and the letters page's part of the desk."""
    found = set()
    for name, module, route in _walk(get_resolver().url_patterns):
        if name and (module.startswith(OURS) or route.startswith("admin/comments/")) and name not in STANDING:
            found.add(name)
    return sorted(found)


def _walk(patterns: Any, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, prefix + str(one.pattern), inner)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}" if one.name else "", one.callback.__module__, prefix + str(one.pattern)


class World:
    """One of everything, and somebody of each role."""

    def __init__(self) -> None:
        self.article = factories.published(story=factories.story())
        self.people: dict[str, Any] = {
            "anon": AnonymousUser(),
            "reader": factories.reader(),
            "suspended": factories.reader(),
            "banned": factories.reader(),
            "author": factories.reader(),
            "moderator": factories.reader(is_staff=True),
            "editor": factories.editor(),
            "admin": factories.reader(is_staff=True, is_superuser=True),
        }
        self.people["moderator"].groups.add(moderators())
        Thresholds.objects.update_or_create(pk=1, defaults={"newcomer_approvals": 0})
        author = self.people["author"]
        self.public = factories.thought(self.article, author, "For all to read.")
        self.held = factories.thought(self.article, author, "Not yet for all to read.", state=State.WITHHELD)
        self.removed = factories.thought(self.article, author, "For nobody to read.", state=State.REJECTED)
        self._penalties()
        self._belongings(author)
        self.clients = {role: self._signed_in(role) for role in ROLES}
        self.cookies = {
            role: {name: cookie.value for name, cookie in client.cookies.items()}
            for role, client in self.clients.items()
        }

    def _penalties(self) -> None:
        ends = {"suspended": timezone.now() + timedelta(days=1), "banned": None}
        kinds = {"suspended": Penalty.Kind.SUSPENSION, "banned": Penalty.Kind.BAN}
        for role, until in ends.items():
            why = record(self.public, Act.LIFTED, reader=self.people[role])
            Penalty.objects.create(reader=self.people[role], decision=why, kind=kinds[role], until=until)

    def _belongings(self, author: User) -> None:
        self.reported = factories.thought(self.article, factories.reader(), "Reported.")
        self.report = Report.objects.create(comment=self.reported, reader=author, turn=0, reason="uncivil")
        self.notice = Notice.objects.create(url="/x", explanation="x", name="N", email="n@example.org", good_faith=True)
        self.muted = factories.reader()
        Mute.objects.create(reader=author, muted=self.muted)
        QuietThread.objects.create(reader=author, thread=self.public)
        now = timezone.now()
        self.export = Export.objects.create(reader=author, made_at=now, gone_at=now + timedelta(days=1), content=b"zip")
        self.word = Word.objects.create(text="flotsam")
        self.rules = Rules.objects.create(article=self.article)

    def address(self, row: str) -> str:
        """The address of a row: `name` or `name@thing`, where the thing is a thought other than the public one."""
        name, _, thing = row.partition("@")
        return reverse(name, kwargs=self._arguments(name, thing or "public"))

    def _arguments(self, name: str, thing: str) -> dict[str, str]:
        author = self.people["author"]
        of_desk = {
            "comment": self.public, "word": self.word, "rules": self.rules, "thresholds": Thresholds.objects.get(),
            "decision": Decision.objects.first(), "penalty": Penalty.objects.first(),
        }  # fmt: skip
        if name.startswith("admin:") and name.endswith(("_change", "_delete", "_history")):
            return {"object_id": str(of_desk[name.split("_")[1]].pk)}
        known = {
            "comments:thoughts": {"slug": self.article.slug},
            "comments:news": {"slug": self.article.slug},
            "comments:report_outcome": {"ref": self.report.ref},
            "comments:notice": {"ref": self.notice.ref},
            "reader": {"slug": author.slug},
            "save": {"slug": self.article.slug},
            "follow-section": {"slug": Section.objects.get().slug},
            "follow-story": {"slug": self.article.story.slug},
            "me-hear": {"slug": self.muted.slug},
            "me-hear-thread": {"ref": self.public.ref},
            "me-export-file": {"ref": self.export.ref},
            "stop-mails": {"token": stop_address(author, "replies").rstrip("/").rsplit("/", 1)[1]},
            "quiet-thread": {"token": quiet_address(author, self.public).rstrip("/").rsplit("/", 1)[1]},
        }
        if name in known:
            return known[name]
        if name.startswith("comments:") and name != "comments:notices":
            thought: Comment = getattr(self, thing)
            return {"ref": thought.ref}
        return {}

    def _signed_in(self, role: str) -> Client:
        client = Client()
        if role != "anon":
            client.force_login(self.people[role])
        return client

    def client(self, role: str) -> Client:
        """The browser of somebody in that role, as it was when they had just signed in."""
        client = self.clients[role]
        client.cookies = SimpleCookie(self.cookies[role])
        return client

    def form(self, row: str) -> dict[str, str]:
        """What is sent with a POST, good enough to succeed for whoever may."""
        sent: dict[str, str] = TABLE["forms"].get(row.partition("@")[0], {})
        return sent | {"idempotency_key": str(uuid.uuid4())}


@contextmanager
def writes() -> Iterator[list[str]]:
    """What was written meanwhile, but for what every visit writes."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        writes = sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and context["cursor"].rowcount and not any(name in sql for name in NOTED):
            found.append(sql)
        return result

    with connection.execute_wrapper(watch):
        yield found


def outcome(answer: Any) -> int | str:
    """The status; where it leads to signing in, "in"; elsewhere "away"."""
    if answer.status_code == 302:
        return "in" if answer.url.startswith("/accounts/login/") else "away"
    return int(answer.status_code)

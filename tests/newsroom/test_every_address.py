"""Every address of the site, found by walking its URL configuration: no form without its token, no change by a GET."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests import factories

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("empty_cache"),
    # Django's admin makes the field itself and says nothing of the scheme.
    pytest.mark.filterwarnings("ignore:The default scheme will be changed"),
]
# What stands in addresses, by the kind that the route names and by its own name.
BY_KIND = {"int": "1", "slug": "any", "str": "any", "path": "any", "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}
# Sessions, the doorkeeper's book and the reader's own "seen until here" note that somebody was there.
BOOKKEEPING = {"django_session", "usersessions_usersession", "limits_note", "comments_visit"}
# What a first reading may write: a review asks once for evidence that is not there yet, and settings get their row.
FIRST_READING = {("review/", "outbox_job"), ("thresholds/", "comments_thresholds")}
# A mail program unsubscribes by one POST of its own (RFC 8058): the address itself is the secret.
WITHOUT_TOKEN = {"stop-mails", "quiet-thread"}


def addresses(known: dict[str, str]) -> Iterator[tuple[str, URLPattern]]:
    """Every path with the pattern it comes from; what varies is filled from `known`, else with a sample."""
    yield from _below(get_resolver(), "/", known)


def _below(resolver: URLResolver, start: str, known: dict[str, str]) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = start + _filled(entry.pattern, known)
        if isinstance(entry, URLResolver):
            yield from _below(entry, path, known)
        else:
            yield path, entry


def _filled(pattern: Any, known: dict[str, str]) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(
            r"<(?:(\w+):)?(\w+)>", lambda m: known.get(m[2], BY_KIND.get(m[1] or "str", "2026")), str(pattern)
        )
    plain = re.sub(r"\(\?P<(\w+)>[^()]*\)", lambda m: known.get(m[1], "any"), str(pattern))
    return re.sub(r"[\^$]", "", plain.replace("\\Z", "").replace("\\.", "."))


@pytest.fixture
def lived_in() -> dict[str, str]:
    """A site with something at many addresses."""
    article = factories.published()
    thought = factories.thought(article, factories.reader())
    return {"slug": article.slug, "object_id": str(article.pk), "pk": str(article.pk), "ref": thought.ref}


def test_the_walk_finds_the_whole_site(lived_in: dict[str, str]) -> None:
    found = {path for path, _ in addresses(lived_in)}
    for path in ("/", "/accounts/login/", "/accounts/2fa/", "/admin/articles/article/add/", "/me/", "/feed.rss"):
        assert path in found
    assert f"/articles/{lived_in['slug']}/" in found
    assert len(found) > 100


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_taken_without_a_token(lived_in: dict[str, str], method: str) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(factories.editor())
    taken = []
    for path, pattern in addresses(lived_in):
        answer = getattr(strict, method)(path)
        if answer.status_code not in {403, 405} and pattern.name not in WITHOUT_TOKEN:
            taken.append(f"{method} {path}: {answer.status_code}")
    assert not taken, "\n".join(taken)


def test_no_page_changes_anything_by_being_read(lived_in: dict[str, str]) -> None:
    editor = Client(raise_request_exception=False)
    editor.force_login(factories.editor())
    faults, before = [], _contents()
    for path, _ in addresses(lived_in):
        answer = editor.get(path)
        after = _contents()
        if answer.status_code >= 500:
            faults.append(f"{path}: {answer.status_code}")
        faults += [
            f"{path} changes {name}" for name in before if before[name] != after[name] and not _first(path, name)
        ]
        before = after
    assert not faults, "\n".join(faults)


def _first(path: str, table: str) -> bool:
    return any(path.endswith(end) and table == allowed for end, allowed in FIRST_READING)


def _contents() -> dict[str, str]:
    """A fingerprint of each table."""
    tables = sorted({model._meta.db_table for model in apps.get_models()} - BOOKKEEPING)
    each = [
        f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"  # noqa: S608 - our own tables
        for name in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def test_what_the_walk_looks_for_is_seen_where_it_is() -> None:
    before = _contents()
    factories.reader()
    assert before["newsroom_user"] != _contents()["newsroom_user"]

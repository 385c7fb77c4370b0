"""Whether the process lives, and whether the site is ready."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.outbox.tasks import WORKER_SEEN


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers: touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


_migrated = False


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be read; 503 without the database or with migrations missing.

    A cache or worker that is away is named and leaves the site ready: reading goes on without them.
    """
    answer: dict[str, Any] = {"database": _database(), "worker_seen_at": None, "cache": "away"}
    seen = cache.get(WORKER_SEEN)
    if isinstance(seen, datetime):
        answer["worker_seen_at"] = seen.isoformat()
    if cache.has_key(WORKER_SEEN) or _cache_answers():
        answer["cache"] = "ok"
    answer["ready"] = answer["database"] == "ok"
    return JsonResponse(answer, status=200 if answer["ready"] else 503)


def _cache_answers() -> bool:
    cache.set("readyz", 1, 10)
    return cache.get("readyz") == 1


def _database() -> str:
    """Says "ok", "away" or "migrations missing"; migrations are looked up until they were complete once."""
    global _migrated  # noqa: PLW0603 - a process sees its migrations complete once and need not look again
    try:
        if not _migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "migrations missing"
            _migrated = True
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return "ok"

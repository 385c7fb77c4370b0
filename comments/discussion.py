"""What a page needs to show a discussion and its composer."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from articles.models import Article
from comments.models import BODY_LIMIT, Comment

SHOWN = 20
LONGEST_NUMBER = 19  # digits of a bigint


@dataclass(frozen=True)
class Discussion:
    """Thoughts in the order of their threads, how many there are, and where the next page begins."""

    thoughts: list[Comment]
    count: int
    next_after: int | None


def discussion_of(article: Article, after: str = "") -> Discussion:
    """The threads from `after` on (a thread's number, exclusive; empty for the newest), at least twenty thoughts.

    Threads are kept whole: a page ends with the thread that holds its twentieth thought.
    """
    public = Comment.objects.public().filter(article=article)
    wanted = public.filter(thread__lt=int(after)) if after.isdecimal() and len(after) < LONGEST_NUMBER else public
    rows = list(
        wanted.in_threads()
        .select_related("author")
        .only("ref", "thread", "path", "html", "created_at", "author__username")[: SHOWN + 1]
    )
    if len(rows) <= SHOWN:
        count = len(rows) if wanted is public else public.count()
        return Discussion(rows, count, None)
    return _whole_threads(wanted, rows, public.count())


def _whole_threads(wanted: Any, rows: list[Comment], count: int) -> Discussion:
    last = rows[SHOWN - 1].thread
    shown = rows[:SHOWN]
    if rows[SHOWN].thread == last:
        rest = wanted.filter(thread=last).in_threads().select_related("author").exclude(pk__in=[c.pk for c in shown])
        shown += list(rest[:200])
    more = wanted.filter(thread__lt=last).exists() if rows[SHOWN].thread == last else True
    return Discussion(shown, count, last if more else None)


def composer_for(
    request: HttpRequest, article: Article, *, text: str | None = None, parent: Comment | None = None, error: str = ""
) -> dict[str, Any]:
    """The form for a thought: what was typed before, what it answers, and a fresh key that makes posting it twice harmless."""
    if text is None and request.user.is_authenticated:
        text = request.session.get(f"draft:{article.slug}", "")
    if parent is None and (ref := request.GET.get("reply", "")):
        parent = Comment.objects.public().filter(ref=ref, article=article).select_related("author").first()
    return {"text": text or "", "parent": parent, "error": error, "key": uuid.uuid4(), "limit": BODY_LIMIT}

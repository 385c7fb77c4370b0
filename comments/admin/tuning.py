"""What a word or a threshold would have caught: asked of the thoughts of the last thirty days, before it is set."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from comments.admin.marking import marked
from comments.models import Comment, State, Word
from comments.moderation import spam, toxicity
from comments.moderation.draft import Grounds
from comments.moderation.words import Word as Listed
from comments.moderation.words import find
from comments.rules import thresholds

DAYS = 30
# So many of the newest are looked at: a second or two of work.
MOST = 2000
LISTED = 30
JUDGES = {"spam": spam, "toxicity": toxicity}


@dataclass(frozen=True)
class Caught:
    """A thought that would have been held, and why."""

    comment: Comment
    say: SafeString
    why: str


@dataclass(frozen=True)
class Catch:
    """What would have been held: how many of how many, what became of them, and the newest."""

    looked_at: int
    number: int
    fates: list[tuple[str, int]]
    listed: list[Caught]


def tuning(request: HttpRequest) -> HttpResponse:
    """The page: a word, or a filter and a threshold, and what it would have caught."""
    word = request.GET.get("word", "").strip()[:60]
    judge = request.GET.get("judge", "")
    share = _share(request.GET.get("at", ""))
    now = thresholds()
    catch = caught_by_word(word) if word else caught_by(judge, share) if judge in JUDGES and share is not None else None
    facts = {
        **admin.site.each_context(request),
        "title": "What would it catch?",
        "opts": Comment._meta,  # noqa: SLF001 - Django's own name for it in its admin templates
        "word": word,
        "judge": judge,
        "at": request.GET.get("at", ""),
        "wrong": judge in JUDGES and share is None,
        "now": [(name, getattr(now, name)) for name in JUDGES],
        "days": DAYS,
        "most": MOST,
        "catch": catch,
    }
    return TemplateResponse(request, "admin/comments/comment/tuning.html", facts)


def caught_by_word(word: str) -> Catch:
    """What a word of the list would have caught."""
    listed = [Listed(word, Word.Kind.SUSPECT)]
    return _catch(
        (
            comment,
            [{"says": match.word, "start": match.start, "end": match.end} for match in find(comment.body, listed)],
        )
        for comment in _thoughts()
    )


def caught_by(judge: str, share: float) -> Catch:
    """What a filter would have caught at a threshold."""
    return _catch((comment, _grounds(judge, comment, share)) for comment in _thoughts())


def _thoughts() -> list[Comment]:
    newest = Comment.objects.filter(created_at__gt=Now() - timedelta(days=DAYS), deleted_at=None)
    return list(newest.select_related("author", "article__page").order_by("-created_at")[:MOST])


def _grounds(judge: str, comment: Comment, share: float) -> list[Grounds]:
    verdict = JUDGES[judge].judge(comment.body)
    return [{"says": f"{verdict.score:.2f} {', '.join(verdict.grounds)}"}] if verdict.score >= share else []


def _catch(judged: Iterable[tuple[Comment, list[Grounds]]]) -> Catch:
    looked, found = 0, []
    for comment, grounds in judged:
        looked += 1
        if grounds:
            found.append((comment, grounds))
    fates = Counter(State(comment.state).label for comment, _ in found)
    listed = [
        Caught(comment, marked(comment.body, grounds), "; ".join(dict.fromkeys(ground["says"] for ground in grounds)))
        for comment, grounds in found[:LISTED]
    ]
    return Catch(looked, len(found), fates.most_common(), listed)


def _share(text: str) -> float | None:
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None

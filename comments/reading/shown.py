"""A thought as it is shown: which columns that takes, and what one reader alone sees of it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Abs

from articles.models import Byline, Sentence
from comments.models import PUBLIC, Decision, Mute, Report, Respect, State
from comments.models.comment import SEEN, CommentQuerySet

COLUMNS = (
    "id", "ref", "thread", "path", "words", "seen", "state", "created_at", "edited_at", "deleted_at", "respects", "answers",
    "picked_at", "author", "author__public_name", "author__slug", "author__is_staff", "writes", "parent", "parent__ref",
    "parent__author__public_name", "parent_seen", "about_text", "about_sentence", "about_version__number", "about_now",
)  # fmt: skip
OF_A_READER = ("is_respected", "is_reported", "is_muted", "rule")


class Shown(NamedTuple):
    """A thought as it is shown; `name` is None where its author left, `words` is empty for whom they are not meant."""

    id: int
    ref: str
    thread: int
    path: list[int]
    words: str
    seen: bool
    state: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    respects: int
    answers: int
    picked_at: datetime | None
    author: int | None
    name: str | None
    slug: str | None
    is_staff: bool | None
    writes: bool
    """Whether its author wrote the article."""
    parent: int | None
    parent_ref: str | None
    parent_name: str | None
    parent_seen: bool
    about_text: str
    about_sentence: int | None
    about_version: int | None
    about_now: int | None
    """Where the sentence that it is about stands in the article as it is now; None where it is gone."""
    respected: bool = False
    reported: bool = False
    muted: bool = False
    rule: str = ""
    """For its author: the rule by which it was removed."""


def shown(thoughts: CommentQuerySet, reader: Any = None, *more: str) -> QuerySet[Any, Any]:
    """The columns of `Shown` and `more`; with a reader's id what is theirs alone. The words only for whom they are meant."""
    own = Q(author=reader, deleted_at=None)
    meant = SEEN if reader is None else SEEN | own
    facts: dict[str, Combinable] = {
        "words": Case(When(meant, then="html"), default=Value(""), output_field=TextField()),
        "seen": ExpressionWrapper(SEEN, BooleanField()),
        "parent_seen": _seen_parent(),
        "writes": Exists(
            Byline.objects.filter(article=OuterRef("article"), contributor__user=OuterRef("author")).order_by()
        ),
        "about_now": Case(When(~Q(about_text=""), then=_sentence_now())),
    }
    if reader is None:
        return thoughts.annotate(**facts).values_list(*COLUMNS, *more)
    return thoughts.annotate(**facts, **_of(reader, own)).values_list(*COLUMNS, *OF_A_READER, *more)


def as_path(path: list[int]) -> RawSQL:
    """A path to compare others with; the driver would take its small numbers for small integers."""
    return RawSQL("%s::bigint[]", (path,))


def _seen_parent() -> "ExpressionWrapper[Q]":
    seen = Q(parent__state__in=PUBLIC, parent__deleted_at=None, parent__isnull=False)
    return ExpressionWrapper(seen, BooleanField())


def _sentence_now() -> Subquery:
    """The same words in the version that readers see now, the nearest to where they stood."""
    same = Sentence.objects.filter(version=OuterRef("article__live"), text=OuterRef("about_text"))
    near = same.annotate(away=Abs(F("number") - OuterRef("about_sentence"))).order_by("away")
    return Subquery(near.values("number")[:1])


def _of(reader: Any, own: Q) -> dict[str, Combinable]:
    removals = Decision.objects.filter(comment=OuterRef("pk"), state_to=State.REJECTED).order_by("-id")
    removed = own & Q(state=State.REJECTED)
    return {
        "is_respected": Exists(Respect.objects.filter(comment=OuterRef("pk"), reader=reader)),
        "is_reported": Exists(Report.objects.filter(comment=OuterRef("pk"), reader=reader, turn=OuterRef("turn"))),
        "is_muted": Exists(Mute.objects.filter(reader=reader, muted=OuterRef("author"))),
        "rule": Case(
            When(removed, then=Subquery(removals.values("rule")[:1])), default=Value(""), output_field=TextField()
        ),
    }

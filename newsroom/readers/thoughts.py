"""A reader's thoughts, as others see them and as they see them themselves."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from articles.models import Article
from articles.models.article import PUBLIC as ARTICLES_PUBLIC
from comments.models import Comment, Decision, State
from comments.models.comment import CommentQuerySet
from comments.moderation.house_rules import RULES
from newsroom.models import User

ON_PAGE = 20


@dataclass(frozen=True)
class Standing:
    """What stands below a reader's name: public thoughts and the respect they were shown."""

    thoughts: int
    respects: int


@dataclass(frozen=True)
class Own:
    """A thought of one's own; `rule` and `may_appeal` where it was removed, `article` where that is public."""

    comment: Comment
    article: dict[str, str] | None
    rule: str = ""
    may_appeal: bool = False


def standing_of(reader: User) -> Standing:
    """How many public thoughts the reader has, and how many respects they received."""
    found = public_thoughts(reader).aggregate(thoughts=Count("pk"), respects=Sum("respects"))
    return Standing(found["thoughts"], found["respects"] or 0)


def public_thoughts(reader: User) -> CommentQuerySet:
    """The reader's thoughts that everybody sees, below articles that everybody sees."""
    return Comment.objects.public().filter(
        author=reader, article__in=Article.objects.published().order_by().values("pk")
    )


def own_thoughts(reader: User) -> CommentQuerySet:
    """All that the reader wrote and did not take back, whatever became of it."""
    return Comment.objects.filter(author=reader, deleted_at=None)


def page_of(thoughts: CommentQuerySet, after: str = "", most: int = ON_PAGE) -> tuple[list[Comment], str]:
    """Twenty of them, newest first, behind the one with that ref; and the ref behind which the next page begins."""
    last = thoughts.filter(ref=after).values_list("created_at", "pk").first() if after else None
    if last:
        earlier = Q(created_at__lt=last[0]) | Q(created_at=last[0], pk__lt=last[1])
        thoughts = thoughts.filter(earlier, created_at__lte=last[0])
    rows = thoughts.select_related("article__page").defer(
        "article__body", "article__page__html", "article__page__head", "article__page__toc"
    )
    found = list(rows.order_by("-created_at", "-pk")[: most + 1])
    return found[:most], found[most - 1].ref if len(found) > most else ""


def with_reasons(comments: list[Comment]) -> list[Own]:
    """Each with the rule it was removed by, and whether a second look can still be asked for; one query."""
    removed = [comment.pk for comment in comments if comment.state == State.REJECTED]
    decisions = Decision.objects.filter(comment__in=removed, state_to=State.REJECTED).select_related("appeal")
    latest = (
        {one.comment_id: one for one in decisions.order_by("comment_id", "-pk").distinct("comment_id")}
        if removed
        else {}
    )
    return [_own(comment, latest.get(comment.pk)) for comment in comments]


def _own(comment: Comment, decision: Decision | None) -> Own:
    article = _named(comment.article)
    if decision is None:
        return Own(comment, article)
    rule: Any = RULES.get(decision.rule)
    words = f"Rule {rule.number}, {rule.title[:1].lower()}{rule.title[1:]}" if rule else decision.ground_reference
    return Own(comment, article, words, not hasattr(decision, "appeal"))


def _named(article: Article) -> dict[str, str] | None:
    """What readers see of it; of one that is not public, nothing."""
    public = article.state in ARTICLES_PUBLIC and article.published_at and article.published_at <= timezone.now()
    if not public or not hasattr(article, "page"):
        return None
    return {"headline": article.page.headline, "label": article.page.label, "address": article.get_absolute_url()}

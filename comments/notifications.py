"""Telling readers: of replies to their thoughts, of editors' picks, of decisions on what they wrote.

Each happening is told once, on the site; the mail about it is a job (comments.telling), since it may have to wait.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Article
from comments.models import Act, Comment, Decision, Mute, Notification, QuietThread
from comments.models.comment import PUBLIC
from newsroom.models import User
from newsroom.outbox.models import Lane
from newsroom.outbox.posting import post
from newsroom.prepared import Prepared

JOB = "notification"
REPLY, PICK, DECISION = Notification.Kind.REPLY, Notification.Kind.PICK, Notification.Kind.DECISION


def _whom_it_answers(parent: Any, author: Any, thread: Any) -> "QuerySet[Comment, Any]":
    """The author of what a reply answers, if they are somebody else, still here, and want to hear of it."""
    there = Comment.objects.filter(pk=parent, deleted_at=None, author__is_active=True).exclude(author=author)
    muted = Mute.objects.filter(reader=OuterRef("author"), muted=author)
    quiet = QuietThread.objects.filter(reader=OuterRef("author"), thread=thread)
    return there.exclude(Exists(muted)).exclude(Exists(quiet)).values_list("author")


_answered = Prepared(_whom_it_answers, -1_000_003, -1_000_033, -1_000_037)


def tell_of_reply(comment: Comment) -> Notification | None:
    """Tells whom a public reply answers; None where there is nobody to tell, or they do not want to hear of it.

    To be called whenever a reply becomes public: at posting, and when a moderator approves it. Twice is once.
    """
    if comment.parent_id is None or not comment.is_public:
        return None
    # One whose author left is nobody's.
    answered = _answered(comment.parent_id, comment.author_id or 0, comment.thread)
    return _tell(answered[0][0], REPLY, comment) if answered else None


def tell_of_pick(comment: Comment) -> Notification | None:
    """Tells the author of a picked thought; None where nobody is told: gone, or picked by themselves."""
    if comment.picked_at is None or not _in_use(comment.author) or comment.picked_by_id == comment.author_id:
        return None
    return _tell(comment.author_id, PICK, comment)


def tell_of_decision(decision: Decision) -> Notification | None:
    """Tells on the site whom a decision is about; its statement of reasons has a mail of its own.

    A later decision on the same thought brings the notification back as unread. None where the author knows already:
    that an edit was screened, or where a thought stood the moment it was sent.
    """
    known = decision.act == Act.EDITED or (decision.act == Act.HELD and not decision.state_from)
    if decision.comment_id is None or decision.reader_mark is None or known:
        return None
    reader = User.objects.filter(mark=decision.reader_mark, is_active=True).first()
    if reader is None:
        return None
    news = {"at": timezone.now(), "seen_at": None}
    told, _ = Notification.objects.update_or_create(
        reader=reader, kind=DECISION, comment_id=decision.comment_id, defaults=news
    )
    return told


def still_true(told: QuerySet[Notification]) -> QuerySet[Notification]:
    """Those replies and picks that are still there to be read, and still wanted: nothing else is worth a mail."""
    muted = Mute.objects.filter(reader=OuterRef("reader"), muted=OuterRef("comment__author"))
    quiet = QuietThread.objects.filter(reader=OuterRef("reader"), thread=OuterRef("comment__thread"))
    there = told.filter(
        comment__state__in=PUBLIC,
        comment__deleted_at=None,
        comment__article__in=Article.objects.published().order_by().values("pk"),
    )
    wanted = Q(kind=REPLY) & ~Exists(muted) & ~Exists(quiet)
    return there.filter(wanted | Q(kind=PICK, comment__picked_at__isnull=False))


def _in_use(reader: User | None) -> bool:
    return reader is not None and reader.is_active


@transaction.atomic(savepoint=False)
def _tell(reader_id: int | None, kind: str, comment: Comment) -> Notification:
    told, new = Notification.objects.get_or_create(reader_id=reader_id, kind=kind, comment=comment)
    if new:
        post(JOB, str(told.pk), subject=f"notification:{told.pk}", lane=Lane.MAIL, notification=told.pk)
    return told

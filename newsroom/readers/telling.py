"""What a reader was told, a page at a time."""

from dataclasses import dataclass

from django.db.models import QuerySet

from comments.models import Notification, QuietThread
from comments.models.comment import PUBLIC
from comments.quoting import LEFT
from newsroom.models import User

ON_PAGE = 20


@dataclass(frozen=True)
class Told:
    """A notification in words; `address` is empty where there is nothing left to see."""

    row: Notification
    says: str
    address: str
    text: str


def told_page(reader: User, after: str = "") -> tuple[list[Told], str]:
    """Twenty, the latest first, behind that one; and behind which one the next page begins.

    A notification is named by its kind and its thought's ref ("reply-2345abcdef"): nobody can count by it.
    """
    rows = Notification.objects.filter(reader=reader)
    kind, _, ref = after.partition("-")
    last = rows.filter(kind=kind, comment__ref=ref).values("at", "pk").first() if after else None
    if last:
        rows = rows.filter(at__lte=last["at"]).exclude(at=last["at"], pk__gte=last["pk"])
    found = list(rows.select_related("comment__author", "comment__article__live")[: ON_PAGE + 1])
    behind = found[ON_PAGE - 1] if len(found) > ON_PAGE else None
    return [_told(row) for row in found[:ON_PAGE]], f"{behind.kind}-{behind.comment.ref}" if behind else ""


def quiet_threads(reader: User) -> QuerySet[QuietThread]:
    """Threads that the reader does not want to hear of, the latest first."""
    return QuietThread.objects.filter(reader=reader).select_related("thread__article").order_by("-pk")


def _told(row: Notification) -> Told:
    """Of a reply that is no longer public nothing is shown but that there was one."""
    comment = row.comment
    public = comment.state in PUBLIC and comment.deleted_at is None
    name = comment.author.public_name if comment.author else LEFT
    if row.kind == Notification.Kind.REPLY:
        if not public:
            return Told(row, "A reply that is no longer there", "", "")
        return Told(row, f"{name} replied to you", comment.get_absolute_url(), comment.body)
    if row.kind == Notification.Kind.PICK:
        return Told(row, "An editor picked your thought", comment.get_absolute_url() if public else "", comment.body)
    return Told(row, "A moderator decided on your thought", f"{comment.get_absolute_url()}statement/", comment.body)

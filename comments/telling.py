"""The mails about single happenings: a reply, an editor's pick. At most one mail an hour about a thread."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Notification, Pace, Wishes
from comments.notifications import JOB, PICK, REPLY, still_true
from comments.quoting import named, quoted
from comments.stopping import quiet_address, stop_address
from newsroom.mail.posting import post_mail
from newsroom.models import User
from newsroom.outbox.claiming import Claim
from newsroom.outbox.working import NotNowError, handles

BETWEEN = timedelta(hours=1)
LISTED = 5
WISH: dict[str, str] = {REPLY: "replies", PICK: "picks"}
STOP: dict[str, str] = {REPLY: "Stop reply emails", PICK: "Stop emails about picks"}
WHY: dict[str, str] = {
    REPLY: "You get this because someone replied to you. At most one email an hour.",
    PICK: "You get this because an editor picked your thought.",
}


@handles(JOB, called="Notification")
def mail(claim: Claim) -> None:
    """Posts the mail about a notification, if its reader wants one now; other replies in the same thread go with it.

    Raises NotNowError where a mail about the thread went out within the hour.
    """
    with claim.finishing():
        pk = claim.payload["notification"]
        told = Notification.objects.filter(pk=pk).values_list("reader", flat=True).first()
        # One at a time a reader: of two replies at once, the second finds the mail of the first.
        reader = User.objects.select_for_update(of=["self"], no_key=True).filter(pk=told or 0).first()
        if reader and may_be_mailed(reader):
            _mail(reader, pk)


def may_be_mailed(reader: User) -> bool:
    """Whether any mail of ours may go to a reader: an account in use and not about to go, with a confirmed address."""
    return (
        reader.is_active
        and EmailAddress.objects.filter(user=reader, email__iexact=reader.email, verified=True).exists()
        and not Wishes.objects.filter(reader=reader, silent_since__isnull=False).exists()
    )


def unmailed(reader: User) -> QuerySet[Notification]:
    """What a reader was told on the site and not yet by mail, oldest first, with what a mail needs."""
    rows = Notification.objects.filter(reader=reader, mailed_at=None).order_by("at", "id")
    return still_true(rows).select_related("comment__author", "comment__article", "comment__parent")


def headline_of(article: Article) -> str:
    """A public article's headline as it leaves the site: with what a machine had to do with it in front."""
    return named([article])[article.pk]["headline"]


def settings_address() -> str:
    """Where a reader changes what they are told."""
    return f"{settings.SITE_URL}{reverse('me-notifications')}"


def _mail(reader: User, pk: int) -> None:
    told = unmailed(reader).filter(pk=pk).first()
    wishes = Wishes.objects.filter(reader=reader).first() or Wishes(reader=reader)
    if told is None or getattr(wishes, WISH[told.kind]) != Pace.AT_ONCE:
        return
    batch = [told]
    if told.kind == REPLY:
        _wait_an_hour(reader, told.comment.thread)
        batch = list(unmailed(reader).filter(kind=REPLY, comment__thread=told.comment.thread))
    Notification.objects.filter(pk__in=[one.pk for one in batch]).update(mailed_at=timezone.now())
    _post(reader, told, batch)


def _wait_an_hour(reader: User, thread: int) -> None:
    about = Notification.objects.filter(reader=reader, kind=REPLY, comment__thread=thread)
    last = about.aggregate(last=Max("mailed_at"))["last"]
    if last and (left := last + BETWEEN - timezone.now()) > timedelta(0):
        raise NotNowError("There is at most one mail an hour about a thread.", left.total_seconds())


def _post(reader: User, told: Notification, batch: list[Notification]) -> None:
    comment = told.comment
    stop = stop_address(reader, WISH[told.kind])
    mute = [("Mute this thread", quiet_address(reader, comment))] if told.kind == REPLY else []
    facts = {
        "about": named([comment.article])[comment.article_id],
        "yours": quoted(comment if told.kind == PICK else batch[0].comment.parent),
        "replies": [quoted(one.comment) for one in batch[:LISTED]],
        "more": len(batch) - LISTED,
        "why": WHY[told.kind],
        "links": [*mute, ("Change notifications", settings_address()), (STOP[told.kind], stop)],
    }
    first = Comment.objects.values_list("ref", flat=True).get(pk=comment.thread)
    key, thread = f"notification-{told.pk}", f"thread-{first}"
    post_mail(reader.email, told.kind, told.kind, facts, key=key, thread=thread, unsubscribe_url=stop)

"""Forgetting: what was kept for moderators, and against floods, is kept for thirty days."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from comments.models import Comment, Notice, Revision
from newsroom.outbox.claiming import Claim
from newsroom.outbox.posting import post
from newsroom.outbox.reconciling import reconciles
from newsroom.outbox.working import handles

KEPT = timedelta(days=30)
JOB = "forget-thoughts"


def forget_old() -> int:
    """Forgets what deleted thoughts had said, and where thoughts and notices were sent from; returns how much there was."""
    gone, _ = _words().delete()
    return gone + _senders().update(sent_from=None) + _givers_of_notice().update(sent_from=None)


@handles(JOB, called="Forgetting of thoughts")
def do_forget(claim: Claim) -> None:
    """One day's forgetting."""
    with claim.finishing():
        forget_old()


@reconciles
def forgetting() -> int:
    """Posts the day's forgetting where there is something to forget; that is no fault of anybody, so none is counted."""
    if _words().exists() or _senders().exists() or _givers_of_notice().exists():
        post(JOB, timezone.now().date().isoformat())
    return 0


def _words() -> "QuerySet[Revision]":
    return Revision.objects.filter(comment__deleted_at__lt=Now() - KEPT)


def _senders() -> "QuerySet[Comment]":
    return Comment.objects.filter(created_at__lt=Now() - KEPT, sent_from__isnull=False)


def _givers_of_notice() -> "QuerySet[Notice]":
    return Notice.objects.filter(at__lt=Now() - KEPT, sent_from__isnull=False)

"""Erasing: nothing stays of a reader but their mark in the log, and their thoughts without a name if they chose so."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from comments.models import Appeal, Comment, Notice, Notification, Revision
from newsroom.auditing import audit
from newsroom.mail.forgetting import forget_mails_to
from newsroom.mail.models import Mail
from newsroom.models import User
from newsroom.outbox.models import Job, State
from newsroom.readers.models import Erased

# In place of who sent a notice of illegal content: the database wants a sender.
NOBODY = {"name": "A reader who left", "email": "left@newsroom.invalid", "sent_from": None}


@transaction.atomic
def erase(reader: User, *, keeps_thoughts: bool) -> None:
    """Erases the reader for good. Raises ProtectedError for whoever stands in the record of published articles."""
    addresses = {reader.email, *EmailAddress.objects.filter(user=reader).values_list("email", flat=True)}
    Erased.objects.get_or_create(mark=reader.mark, defaults={"kept_thoughts": keeps_thoughts})
    _unname_thoughts(reader, keeps_thoughts=keeps_thoughts)
    _forget_letters(reader, addresses)
    _forget_traces(reader, addresses)
    _forget_sessions(reader)
    audit("delete", actor=None, target=str(reader.mark))
    reader.delete()


def erase_again() -> list[int]:
    """Readers whose mark says that they were erased, and who are there: a backup brought them back."""
    marks = Erased.objects.values("mark")
    return list(User.objects.filter(mark__in=marks).values_list("pk", flat=True))


def _unname_thoughts(reader: User, *, keeps_thoughts: bool) -> None:
    """What they wrote loses its address and its earlier texts, and its own text where they did not leave it to us."""
    thoughts = Comment.objects.filter(author=reader)
    Revision.objects.filter(comment__in=thoughts).delete()
    thoughts.update(sent_from=None)
    Appeal.objects.filter(reader=reader).update(text="")
    if not keeps_thoughts:
        left = thoughts.filter(deleted_at=None)
        _forget_entries(Comment, left.values_list("pk", flat=True))
        left.update(deleted_at=Now(), body="", html="", about_text="", held_because=[], turn=models.F("turn") + 1)


def _forget_letters(reader: User, addresses: Iterable[str]) -> None:
    """Mails to them, and their name and words in mails to others."""
    for address in addresses:
        forget_mails_to(address)
        Notice.objects.filter(email__iexact=address).update(**NOBODY)
    told = Notification.objects.filter(comment__author=reader).values_list("pk", flat=True)
    Mail.objects.filter(key__in=[f"notification-{pk}" for pk in told]).delete()
    name = reader.public_name
    of_them = Q(subject__icontains=name) | Q(text__icontains=name) | Q(html__icontains=name)
    Mail.objects.filter(of_them, sent_at__isnull=False).update(subject="", text="", html="")


def _forget_traces(reader: User, addresses: Iterable[str]) -> None:
    """What the post and the desk wrote down about them."""
    over = [State.DONE, State.DEAD, State.SUPERSEDED, State.PENDING, State.RETRY]
    Job.objects.filter(subject=f"reader:{reader.pk}", state__in=over).delete()
    for address in addresses:
        Job.objects.filter(last_error__icontains=address).update(last_error="")
    _forget_entries(User, [reader.pk])


def _forget_sessions(reader: User) -> None:
    """Every session of theirs, however it began: each is opened, since the table does not say whose it is."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(reader.pk):
            session.delete()


def _forget_entries(model: type[models.Model], keys: Iterable[int]) -> None:
    """The desk's own log of changes names what was changed by its text."""
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys]).delete()

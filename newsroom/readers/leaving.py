"""Leaving: a reader asks to be deleted, has fourteen days to think better of it, and is then erased."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from comments.models import Wishes
from newsroom.auditing import audit
from newsroom.mail.posting import post_mail
from newsroom.models import User
from newsroom.readers.models import Export, Leaving

GRACE = timedelta(days=14)


class CannotLeaveError(ValueError):
    """The account cannot be deleted; the message says why and what to do."""


def check_may_leave(reader: User) -> None:
    """Raises CannotLeaveError for whoever answers for something in the paper's permanent record."""
    # With the hidden ones: those that cannot be asked from the reader's side.
    for relation in User._meta.get_fields(include_hidden=True):  # noqa: SLF001 - `_meta` is Django's documented API
        if not isinstance(relation, models.ForeignObjectRel) or relation.on_delete is not models.PROTECT:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: reader}).exists():  # noqa: SLF001 - as above
            raise CannotLeaveError(
                "This account stands in the record of published articles, which is never changed. Ask the newsroom to take "
                "your rights and your sign-in away instead."
            )


@transaction.atomic
def leave(reader: User, *, keeps_thoughts: bool) -> Leaving:
    """Notes that the reader leaves in fourteen days, silences all mail but the one that says so, signs them out everywhere.

    Asked twice, the first day counts and the last choice. Raises CannotLeaveError.
    """
    check_may_leave(reader)
    defaults = {"erase_at": timezone.now() + GRACE, "keeps_thoughts": keeps_thoughts}
    leaving, new = Leaving.objects.get_or_create(reader=reader, defaults=defaults)
    if not new:
        Leaving.objects.filter(pk=leaving.pk).update(keeps_thoughts=keeps_thoughts)
    Wishes.objects.update_or_create(reader=reader, defaults={"silent_since": timezone.now()})
    Export.objects.filter(reader=reader).delete()
    sign_out_everywhere(reader)
    if new:
        facts = {
            "erase_at": leaving.erase_at,
            "keeps_thoughts": keeps_thoughts,
            "why": "You get this because you deleted your account.",
        }
        key = f"leaving-{reader.pk}-{leaving.erase_at:%Y%m%d%H%M%S}"
        post_mail(reader.email, "account_leaving", "account_leaving", facts, key=key)
        audit("delete asked", actor=reader, target=str(reader.mark))
    return leaving


@transaction.atomic
def stay(reader: User) -> bool:
    """Takes it back; whether there was anything to take back."""
    staying, _ = Leaving.objects.filter(reader=reader).delete()
    Wishes.objects.filter(reader=reader).update(silent_since=None)
    if staying:
        audit("delete taken back", actor=reader, target=str(reader.mark))
    return bool(staying)


def sign_out_everywhere(reader: User) -> None:
    """Ends every session that the reader's own page of them lists, which are all that began at the sign-in page."""
    listed = UserSession.objects.filter(user=reader)
    Session.objects.filter(session_key__in=list(listed.values_list("session_key", flat=True))).delete()
    listed.delete()

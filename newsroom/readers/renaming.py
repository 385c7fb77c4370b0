"""Choosing a public name: the first time at once, after that every thirty days."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from newsroom.auditing import audit
from newsroom.models import User
from newsroom.naming import UnfitNameError, fit_name
from newsroom.readers.models import Naming

BETWEEN = timedelta(days=30)


def next_naming(reader: User) -> datetime | None:
    """From when on the reader may choose another name; None where they may now."""
    last = Naming.objects.filter(reader=reader).first()
    return last.at + BETWEEN if last and last.at + BETWEEN > timezone.now() else None


def rename(reader: User, wanted: str) -> bool:
    """Gives the reader that public name, and their page its address; whether it was another before.

    Raises UnfitNameError for a name that nobody may have, or too soon after the last one.
    """
    name = fit_name(wanted, reader)
    if name == reader.public_name:
        return False
    try:
        with transaction.atomic():
            _take(reader, name)
    except IntegrityError:
        reader.refresh_from_db()
        raise UnfitNameError("Somebody took that name a moment ago. Choose another.") from None
    return True


def _take(reader: User, name: str) -> None:
    User.objects.select_for_update(of=["self"], no_key=True).get(pk=reader.pk)
    if until := next_naming(reader):
        raise UnfitNameError(f"You can choose a new name every 30 days: again from {until.day} {until:%B %Y} on.")
    reader.public_name = name
    if slugify(name, allow_unicode=True)[:50] != reader.slug:
        reader.slug = ""
    reader.save(update_fields=["public_name", "slug"])
    Naming.objects.update_or_create(reader=reader, defaults={"at": timezone.now()})
    audit("rename", actor=reader, target=str(reader.mark))

"""Posting a mail, inside the transaction that causes it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from newsroom.mail.headers import headers
from newsroom.mail.models import Mail
from newsroom.mail.rendering import render
from newsroom.outbox.models import Lane
from newsroom.outbox.posting import post

KIND = "mail"


def post_mail(
    to: str,
    kind: str,
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    thread: str | None = None,
    unsubscribe_url: str | None = None,
) -> Mail | None:
    """Writes a mail and posts the job that sends it; None where one of that `key` was posted before.

    Belongs into the transaction that causes the mail: both happen or neither. `template` names files under
    templates/mail/ (see `render`), `thread` and `unsubscribe_url` are those of `headers`. `key` is unique over all kinds
    ("reply-12-to-7") and stays on record, so it holds nothing secret. Raises ValueError for what is no single address.
    """
    try:
        validate_email(to)
    except ValidationError:
        raise ValueError(f"{to!r} is not one email address") from None
    if Mail.objects.filter(key=key).exists():
        return None
    letter = render(template, context)
    said = {"subject": letter.subject, "text": letter.text, "html": letter.html}
    with transaction.atomic():
        values = {"kind": kind, "to": to, **said, "headers": headers(thread, unsubscribe_url)}
        mail, new = Mail.objects.get_or_create(key=key, defaults=values)
        if new:
            post(KIND, key, subject=f"mail:{mail.pk}", lane=Lane.MAIL, mail=mail.pk)
    return mail if new else None

"""The demo's mail: goes nowhere, is printed in the terminal and stands at /mailbox/."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.models import Letter

SHOWN = 50


class MailboxBackend(BaseEmailBackend):
    """Keeps each mail as a row and prints it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Stores and prints the messages; returns how many there were."""
        for message in email_messages:
            letter = Letter.objects.create(
                to=", ".join(message.recipients()), subject=message.subject, body=str(message.body)
            )
            print(f"Mail to {letter.to}: {letter.subject}\n{letter.body}", flush=True)  # noqa: T201 - the terminal is the demo's letter box
        return len(email_messages)


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Outgoing mail of the demo, newest first; no such page on a real site."""
    if not settings.DEMO:
        raise Http404
    mails = [{"letter": letter, "body_html": _with_links(letter.body)} for letter in Letter.objects.all()[:SHOWN]]
    return render(request, "pages/mailbox.html", {"mails": mails})


def _with_links(text: str) -> SafeString:
    """The text, escaped, with its web addresses clickable."""
    linked = re.sub(r"(https?://[^\s<>&]+)", r'<a href="\1">\1</a>', escape(text))
    return mark_safe(linked)  # noqa: S308 - escaped above, only our own link marks added

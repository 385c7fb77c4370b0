"""What stands in a mail's head besides sender, recipient and subject."""

import re
import uuid

from django.conf import settings

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# One address, with nothing that could end the header or the angle brackets around it.
_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,1000}")


def headers(thread: str | None, unsubscribe_url: str | None) -> dict[str, str]:
    """The head of a new mail: its id for ever, the thread it belongs to, and how to stop such mails with one click.

    Mails of one `thread` ("thought-12") refer to the same first message, so that mail programs show them together
    (RFC 5322, 3.6.4). `unsubscribe_url` must stop the mails by a POST alone (RFC 8058). Raises ValueError for what
    cannot stand in a head.
    """
    found = {"Message-ID": _id(uuid.uuid4().hex), "Auto-Submitted": "auto-generated"}
    if thread is not None:
        if not _TOKEN.fullmatch(thread):
            raise ValueError(f"{thread!r} names no thread: letters, digits, dot, underscore and hyphen only")
        found |= {"In-Reply-To": _id(thread), "References": _id(thread)}
    if unsubscribe_url is not None:
        if not _ADDRESS.fullmatch(unsubscribe_url):
            raise ValueError(f"{unsubscribe_url!r} is no web address that can stand in a mail's head")
        found |= {"List-Unsubscribe": f"<{unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found


def _id(name: str) -> str:
    return f"<{name}@{settings.SITE_HOST.replace(':', '.')}>"

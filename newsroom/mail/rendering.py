"""Rendering: one text file a mail, its first line the subject; HTML from a file of its own, or laid out from the text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.template import Context
from django.template.loader import get_template, select_template

FOOTER = "\n--\n"
PLAIN = "mail/_plain.html"
_CODE = re.compile(r"[A-Z0-9]{3,8}(-[A-Z0-9]{3,8})*")


@dataclass(frozen=True)
class Letter:
    """What a mail says, in both forms."""

    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any]) -> Letter:
    """The mail of templates/mail/<template>.txt and .html, written for `context`.

    The text is not escaped, the HTML is. Without a .html the text's paragraphs are laid out in the common design: a
    line that ends with a colon above an address of this site becomes a button, a code stands large.
    """
    given = {"site": {"name": settings.SITE_NAME, "url": settings.SITE_URL}, **context}
    text = _text(f"mail/{template}.txt", given)
    subject, _, body = text.partition("\n")
    blocks = list(_blocks(body.rpartition(FOOTER)[0]))
    html = select_template([f"mail/{template}.html", PLAIN]).render({**given, "subject": subject, "blocks": blocks})
    return Letter(subject.strip(), _tidy(body), html)


def _text(name: str, context: Mapping[str, Any]) -> str:
    """Django escapes in every template, whatever its name ends with; a text has nothing to escape."""
    # The wrapper's own `render` gives no way to say so; the template inside it is documented to be there.
    return str(get_template(name).template.render(Context(context, autoescape=False)))  # type: ignore[attr-defined]


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at either end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _blocks(body: str) -> Iterator[dict[str, str]]:
    for paragraph in _tidy(body).strip().split("\n\n"):
        label, _, address = paragraph.partition(":\n")
        if _is_ours(address):
            yield {"kind": "button", "text": label, "address": address}
        elif paragraph:
            yield {"kind": "code" if _CODE.fullmatch(paragraph) else "text", "text": paragraph}


def _is_ours(address: str) -> bool:
    """An address of this site, by any of its names: a stranger's, in a quoted text, must not become a button."""
    parts = urlsplit(address) if not re.search(r"\s", address) else urlsplit("")
    names = [settings.SITE_HOST, *(name for name in settings.ALLOWED_HOSTS if name != "*")]
    return parts.scheme in {"http", "https"} and validate_host(parts.hostname or "", names)

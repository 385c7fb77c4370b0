"""The demo's mailbox: what the site has sent stands at /mailbox/, as text and as the HTML that mail programs show."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.mail.models import Mail

SHOWN = 50
# A mail brings its own style and nothing else: no script, no form, no picture, and no access to this site's cookies.
SHEET = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Outgoing mail of the demo, newest first; no such page on a real site."""
    if not settings.DEMO:
        raise Http404
    mails = [{"mail": mail, "text_html": _with_links(mail.text)} for mail in Mail.objects.all()[:SHOWN]]
    return render(request, "pages/mailbox.html", {"mails": mails})


@require_safe
@never_cache
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail of the demo as mail programs show it, shut in a sandbox."""
    if not settings.DEMO:
        raise Http404
    mail = get_object_or_404(Mail, pk=pk)
    return HttpResponse(mail.html, headers={"Content-Security-Policy": SHEET})


def _with_links(text: str) -> SafeString:
    """The text, escaped, with its web addresses clickable."""
    linked = re.sub(r"(https?://[^\s<>&]+)", r'<a href="\1">\1</a>', escape(text))
    return mark_safe(linked)  # noqa: S308 - escaped above, only our own link marks added

"""The standing pages that say how thoughts are moderated: they read the rules and figures that the program uses."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.models import BODY_LIMIT
from comments.moderation.house_rules import RULES
from comments.rules import thresholds


@require_safe
def standing(request: HttpRequest, template: str) -> HttpResponse:
    """The rules, terms, contact or privacy page."""
    facts = {
        "rules": RULES.values(),
        "thresholds": thresholds(),
        "limit": BODY_LIMIT,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render(request, f"pages/{template}.html", facts)

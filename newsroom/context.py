"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Section


def frame(request: HttpRequest) -> dict[str, Any]:
    """The site's name and address and its sections; the sections are only fetched by a page that shows them."""
    return {
        "site": {"name": settings.SITE_NAME, "url": settings.SITE_URL},
        "demo": settings.DEMO,
        "sections": SimpleLazyObject(lambda: list(Section.objects.all())),
    }

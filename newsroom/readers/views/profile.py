"""What everybody sees of a reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.views.sharing import shareable
from newsroom.models import User
from newsroom.readers.thoughts import page_of, public_thoughts, standing_of


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """A reader's public name, since when they read here, and their public thoughts; nothing of what they keep to themselves."""
    reader = get_object_or_404(User, slug=slug, is_active=True)
    found, after = page_of(public_thoughts(reader), request.GET.get("after", ""))
    facts = {
        "reader": reader,
        "standing": standing_of(reader),
        "thoughts": found,
        "later": after,
        "first_page": "after" not in request.GET,
    }
    response = shareable(request, render(request, "readers/reader.html", facts))
    response["X-Robots-Tag"] = "noindex"
    return response

"""The reader's own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and the account's settings."""
    return render(request, "pages/me.html")

"""What every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class FixedHeaders:
    """Adds the headers that never change: no device access for any page, nothing opened by others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=(), interest-cohort=()"
        )
        return response

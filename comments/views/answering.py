"""How acts on thoughts are answered: a page for a browser, a few facts for a script of ours."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from comments.refusing import NotPostedError


def for_script(request: HttpRequest) -> bool:
    """Whether one of our scripts asks, which shows the answer in place."""
    return request.headers.get("Accept", "").startswith("application/json")


def refused(error: NotPostedError, page: HttpResponse | None = None) -> HttpResponse:
    """The answer to what cannot be: the page, or the sentence for a script, with the status and when to try again."""
    response = page or JsonResponse({"error": str(error)})
    response.status_code = error.status
    if after := getattr(error, "retry_after", None):
        response["Retry-After"] = str(after)
    return response

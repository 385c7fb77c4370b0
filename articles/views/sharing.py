"""Which answers others may keep."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

# What was withheld or removed is gone from a shared cache after five seconds, also from one that nobody can purge.
SHARED_SECONDS, STALE_SECONDS = 4, 1


def shareable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lets shared caches keep a page that is the same for everybody; a signed-in reader's page is theirs alone."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, max_age=0)
    else:
        patch_cache_control(
            response, public=True, max_age=0, s_maxage=SHARED_SECONDS, stale_while_revalidate=STALE_SECONDS
        )
    return response

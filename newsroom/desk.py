"""The desk: Django's own admin site, with our name and the accounts' sign-in in front of it."""

from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from newsroom.second_factor import still_to_show

# Kept by django-allauth for itself: keys, tokens and sessions have no page that shows what is in them.
UNSHOWN = ("allauth.mfa", "allauth.socialaccount", "allauth.usersessions")


class Desk(AdminSite):
    """Where editors write and publish and moderators decide."""

    site_title = "Newsroom desk"
    site_header = "Newsroom"
    index_title = "Desk"
    # The look follows the reader's own choice of appearance.
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Gives a model its pages, unless it holds somebody's keys."""
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        shown = [model for model in models if not model.__module__.startswith(UNSHOWN)]
        super().register(shown, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the desk: closed to strangers and readers, and to staff until they showed a second factor."""
        page = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            answer = turned_away(request)
            if answer is None and _deletes(request):
                raise_if_reauthentication_required(request, app="allauth.account")
            return answer or page(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One sign-in page for everybody: its rate limits and notices hold for the desk too."""
        following = request.GET.get("next", "")
        if not following or not get_adapter(request).is_safe_url(following):
            following = reverse("admin:index")
        return turned_away(request, following) or HttpResponseRedirect(following)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """One page to change a password: it tells the owner by mail."""
        return HttpResponseRedirect(reverse("account_change_password"))


def turned_away(request: HttpRequest, following: str = "") -> HttpResponseRedirect | None:
    """Where somebody is sent who may not be at the desk, or not yet; None for who may. Raises PermissionDenied for readers."""
    if not request.user.is_authenticated:
        answer = redirect_to_login(following or request.get_full_path(), reverse("account_login"))
    elif not (request.user.is_active and request.user.is_staff):
        raise PermissionDenied
    elif missing := still_to_show(request):
        answer = HttpResponseRedirect(missing)
    else:
        return None
    add_never_cache_headers(answer)
    return answer


def _deletes(request: HttpRequest) -> bool:
    """What is gone cannot be taken back: whoever may delete is asked once more who they are."""
    name, _, page = ((request.resolver_match and request.resolver_match.url_name) or "").rpartition("_")
    chosen = page == "changelist" and request.POST.get("action") == "delete_selected"
    app, _, model = name.partition("_")
    return request.method == "POST" and (page == "delete" or chosen) and request.user.has_perm(f"{app}.delete_{model}")

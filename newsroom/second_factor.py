"""What a session must show before it may work at the desk."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

# Recovery codes alone are no second factor: they stand in for one.
KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def still_to_show(request: HttpRequest) -> str | None:
    """Where a signed-in person must go before the desk opens to this session; None where nothing is missing.

    Having a device is not enough: this very session must have used it, since a session may be older than the device
    or may have been stolen before.
    """
    if not settings.STAFF_NEED_SECOND_FACTOR:
        return None
    if not is_mfa_enabled(request.user, KINDS):
        return reverse("mfa_index")
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return None
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    challenge = next(way["url"] for way in ways if way["id"].startswith("mfa_reauthenticate"))
    return f"{challenge}?{urlencode({'next': request.get_full_path()})}"

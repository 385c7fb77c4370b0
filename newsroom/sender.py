"""Where a request comes from, by the proxies that we trust and no others."""

import ipaddress

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest


def sender_of(request: HttpRequest) -> str | None:
    """The client's address, as sign-in limits see it; of IPv6 the network, since one line has all addresses in it."""
    try:
        found = get_client_ip(request) or ""
    except ImproperlyConfigured:
        # Fewer hops than proxies: the request went past them, and its own word counts for nothing.
        found = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return None
    if address.version == 4:  # noqa: PLR2004 - the version that has no networks of its own for each line
        return str(address)
    return str(ipaddress.ip_network((address, settings.ALLAUTH_RATE_LIMIT_IPV6_PREFIX), strict=False).network_address)

"""Accounts elsewhere that open one here, from three values of the environment."""

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def providers(*, google: str = "", github: str = "", oidc: str = "") -> dict[str, dict[str, Any]]:
    """What django-allauth offers for sign-in: only what is named.

    `google` and `github` are "CLIENT_ID:SECRET"; `oidc` is any number of "https://CLIENT_ID:SECRET@host/path?name=Example",
    separated by spaces, with the reserved letters of id and secret percent-encoded. Raises ImproperlyConfigured with the
    variable's name, never its value.
    """
    found: dict[str, dict[str, Any]] = {}
    if google:
        found["google"] = {"APP": _pair("SIGN_IN_GOOGLE", google), "SCOPE": ["email"], "OAUTH_PKCE_ENABLED": True}
    if github:
        found["github"] = {"APP": _pair("SIGN_IN_GITHUB", github), "SCOPE": ["user:email"]}
    if servers := [_server(address) for address in oidc.split()]:
        if len({server["provider_id"] for server in servers}) < len(servers):
            raise ImproperlyConfigured("SIGN_IN_OIDC names two servers alike: give each its own ?name=.")
        found["openid_connect"] = {"APPS": servers, "OAUTH_PKCE_ENABLED": True}
    return found


def _pair(variable: str, value: str) -> dict[str, str]:
    client_id, _, secret = value.partition(":")
    if not client_id or not secret:
        raise ImproperlyConfigured(f"{variable} must read CLIENT_ID:SECRET, as the provider shows them.")
    return {"client_id": client_id, "secret": secret}


def _server(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not (parts.username and parts.password and parts.hostname and (parts.scheme == "https" or local)):
        raise ImproperlyConfigured("SIGN_IN_OIDC must read https://CLIENT_ID:SECRET@host/path?name=Example.")
    name = parse_qs(parts.query).get("name", [parts.hostname])[0]
    host = parts.netloc.rpartition("@")[2]
    return {
        "provider_id": re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "oidc",
        "name": name[:40],
        "client_id": unquote(parts.username),
        "secret": unquote(parts.password),
        "settings": {"server_url": f"{parts.scheme}://{host}{parts.path.rstrip('/')}"},
    }

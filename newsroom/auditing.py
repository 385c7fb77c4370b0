"""The audit log: one line for each act that somebody may be asked about, for machines to read and people to search."""

import ipaddress
import json
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from newsroom.models import User
from newsroom.sender import sender_of

log = logging.getLogger("newsroom.audit")
_request: ContextVar[HttpRequest | None] = ContextVar("audited_request", default=None)
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# What is kept of an address: the network it is in, not the line it comes from.
_PREFIX = {4: 24, 6: 48}


def audit(act: str, *, actor: User | None, target: str) -> None:
    """Writes, once the transaction is committed, who did what to what: marks and refs, never a text, name or address.

    `actor` None is the program itself. Network and request id are those of the request that is being answered. The
    line is JSON, so that no value can begin another line.
    """
    request = _request.get()
    line = {
        "act": act,
        "actor": str(actor.mark) if actor else None,
        "target": target,
        "network": _network(request),
        "request": _request_id(request),
    }
    transaction.on_commit(partial(log.info, "%s", json.dumps(line)), robust=True)


class AuditedRequest:
    """Remembers which request is being answered, so that the audit log can say where an act came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def _network(request: HttpRequest | None) -> str | None:
    sender = sender_of(request) if request else None
    if sender is None:
        return None
    address = ipaddress.ip_address(sender)
    return str(ipaddress.ip_network((address, _PREFIX[address.version]), strict=False))


def _request_id(request: HttpRequest | None) -> str | None:
    """The id that a proxy gave the request, if it is one."""
    given = request.headers.get("X-Request-ID", "") if request else ""
    return given if _ID.fullmatch(given) else None

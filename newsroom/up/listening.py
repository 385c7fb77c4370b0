"""Where the site listens: who can reach it, how people type it, and whether the place is free."""

import errno
import ipaddress
import socket

from newsroom.up.processes import free_port
from newsroom.up.refusal import Refusal


def reader_host(host: str) -> str:
    """Where a reader on this machine finds a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - read, not bound


def address(host: str, port: int) -> str:
    """The site's address as people type it."""
    place = reader_host(host)
    return f"http://[{place}]:{port}" if ":" in place else f"http://{place}:{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def claim(host: str, port: int) -> int:
    """A port that the web server will get, or the reason why not, before anything is started."""
    remedy = "choose another with --port"
    try:
        if port == 0:
            return free_port(host)
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.settimeout(1)
            if probe.connect_ex((reader_host(host), port)) == 0:
                raise Refusal(f"port {port} on {host} is taken by another program: end that, or {remedy}")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(f"port {port} on {host} is taken by another program: end that, or {remedy}") from None
        raise Refusal(f"cannot listen on {host} port {port} ({error.strerror}): {remedy} or --host") from None
    return port

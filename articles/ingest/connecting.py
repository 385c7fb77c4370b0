"""Connecting: to exactly the address that was looked up and checked, with one clock for everything that takes time."""

import io
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

from articles.ingest.addresses import PORTS, WebAddress, is_public
from articles.ingest.failing import IngestError, PassingError

Resolver = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order in which they are to be tried; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class Guard:
    """How far a fetch may go: seconds for everything, bytes of a page after decompression, redirects.

    `servers` names loopback servers, (address, port), which a test may reach in spite of the rules.
    """

    resolve: Resolver = resolve
    certificates: Callable[[], ssl.SSLContext] = _certificates
    seconds: float = 20.0
    size: int = 5_000_000
    redirects: int = 5
    servers: frozenset[tuple[str, int]] = frozenset()


GUARD = Guard()


class Clock:
    """What is left of the time that a fetch may take in all."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than none; raises PassingError when they are over."""
        left = self.end - monotonic()
        if left <= 0:
            raise self.over()
        return left

    def over(self) -> PassingError:
        """The error for having run out."""
        return PassingError(f"No whole answer came within {self.seconds:.3g} seconds. Try again, or paste the text.")


class Line:
    """A connection on which every wait ends when the clock does; no more than `size` bytes are taken from it."""

    def __init__(self, sock: socket.socket, clock: Clock, size: int) -> None:
        self.sock, self.clock, self.size = sock, clock, size

    def send(self, data: bytes) -> None:
        """Sends all of it; raises OSError."""
        self.sock.settimeout(self.clock.left())
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """A file to read from, as http.client asks for it."""
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """Ends the connection."""
        with suppress(OSError):
            self.sock.close()


class _Reader(io.RawIOBase):
    def __init__(self, line: Line) -> None:
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        line = self.line
        line.sock.settimeout(line.clock.left())
        try:
            count = line.sock.recv_into(buffer)
        except TimeoutError:
            raise line.clock.over() from None
        line.size -= count
        if line.size < 0:
            raise IngestError("The answer is too large to be read. Paste the text that matters.")
        return count


def connect(address: WebAddress, guard: Guard, clock: Clock) -> Line:
    """A line to the host, once all its IP addresses have been checked; raises IngestError."""
    failure: Exception | None = None
    for number in _checked(address, guard, clock):
        try:
            return Line(_opened(number, address, guard, clock), clock, 2 * guard.size)
        except ssl.SSLCertVerificationError:
            raise IngestError(f"{address.host} has no valid certificate, so nobody knows who answers there.") from None
        except OSError as error:  # the next number may answer
            failure = error
    if isinstance(failure, TimeoutError):
        raise clock.over()
    raise PassingError(f"{address.host} takes no connection. Try again later, or paste the text.")


def _opened(number: str, address: WebAddress, guard: Guard, clock: Clock) -> socket.socket:
    family = socket.AF_INET6 if ip_address(number).version == 6 else socket.AF_INET  # noqa: PLR2004 - IPv6
    with ExitStack() as failing:
        sock = failing.enter_context(socket.socket(family, socket.SOCK_STREAM))
        sock.settimeout(clock.left())
        sock.connect((number, address.port))
        if address.scheme == "https":
            sock.settimeout(clock.left())
            sock = failing.enter_context(guard.certificates().wrap_socket(sock, server_hostname=address.host))
        failing.pop_all()
    return sock


def _checked(address: WebAddress, guard: Guard, clock: Clock) -> list[str]:
    """The host's IP addresses, every one of them allowed: one that is not speaks against the whole name."""
    numbers = _looked_up(address, guard, clock)
    served = {server for server, port in guard.servers if port == address.port}
    if any(number not in served and not is_public(number) for number in numbers):
        raise IngestError(f"{address.host} lies inside a private network; only public addresses are read.")
    if address.port not in PORTS.values() and not served.issuperset(numbers):
        raise IngestError(f"Port {address.port} is not one of the web's; only 80 and 443 are read.")
    return numbers


def _looked_up(address: WebAddress, guard: Guard, clock: Clock) -> list[str]:
    """Asks the resolver in a thread, because it knows no time limit."""
    answers: Queue[list[str] | Exception] = Queue(1)

    def ask() -> None:
        try:
            answers.put(list(guard.resolve(address.host, address.port)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, name=f"looking up {address.host}", daemon=True).start()
    try:
        found = answers.get(timeout=clock.left())
    except Empty:
        raise clock.over() from None
    if isinstance(found, Exception) or not found:
        raise PassingError(f"No host of the name {address.host} was found. Check the address.")
    return found

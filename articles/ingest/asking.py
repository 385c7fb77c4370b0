"""One question to a web server: the request, the head of the answer, and its body within bounds."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from django.conf import settings

from articles.ingest.addresses import WebAddress
from articles.ingest.connecting import Clock, Guard, connect
from articles.ingest.failing import IngestError, PassingError

ROBOT = "Newsroom"
ACCEPT = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.8"
PIECE = 65_536


@dataclass
class Answer:
    """The head of an answer; its body is read only when asked for."""

    status: int
    headers: Message
    response: HTTPResponse

    def body(self, size: int) -> bytes:
        """The body, decompressed; raises IngestError where it is larger than `size` or breaks off."""
        encoding = (self.headers.get("content-encoding") or "identity").strip().lower()
        if encoding not in {"identity", "gzip", "x-gzip"}:
            raise IngestError("The page is compressed in a way that was not asked for. Paste its text instead.")
        unzip = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding != "identity" else None
        found = bytearray()
        while piece := self.response.read(PIECE):
            found += unzip.decompress(piece, size + 1 - len(found)) if unzip else piece
            if len(found) > size:
                raise IngestError(f"The page is larger than {size // 1_000_000} MB. Paste the text that matters.")
        if self.response.length or (unzip and not unzip.eof and found):
            raise PassingError("The page broke off before its end. Try again.")
        return bytes(found)


@contextmanager
def asked(address: WebAddress, guard: Guard, clock: Clock) -> Iterator[Answer]:
    """Asks for an address, without cookies or credentials, and gives the answer; raises IngestError."""
    line = connect(address, guard, clock)
    try:
        line.send(_request(address))
        response = HTTPResponse(cast("Any", line))
        response.begin()
        yield Answer(response.status, response.headers, response)
    except TimeoutError:
        raise clock.over() from None
    except (HTTPException, OSError, zlib.error, ValueError):
        raise PassingError(f"{address.host} did not answer as a web server does. Try again later.") from None
    finally:
        line.close()


def _request(address: WebAddress) -> bytes:
    lines = [
        f"GET {address.target} HTTP/1.1",
        f"Host: {address.named}",
        f"User-Agent: {ROBOT}/1.0 (+{settings.SITE_URL}/about/)",
        f"Accept: {ACCEPT}",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")

"""Fetching: a page of the public web, read as an honest robot reads it, within bounds of time and size."""

from dataclasses import dataclass

from articles.ingest.addresses import WebAddress, web_address
from articles.ingest.asking import Answer, asked
from articles.ingest.connecting import GUARD, Clock, Guard
from articles.ingest.failing import IngestError, PassingError
from articles.ingest.robots import may_read

HTML = {"text/html", "application/xhtml+xml"}
PLAIN = {"text/plain", "text/markdown", "text/x-markdown"}
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404: "is not there", 410: "was taken away for good"}
CLOSED = {401, 402, 403, 407, 451}
BUSY = {408, 425, 429, 503}
LONGEST_WAIT = 3600.0


@dataclass(frozen=True)
class Fetched:
    """A page as it came: the address that answered in the end, its type, the character set it names, its bytes."""

    url: str
    kind: str
    charset: str
    body: bytes

    @property
    def is_html(self) -> bool:
        """Whether there is a text to be taken out of it."""
        return self.kind in HTML


def fetch(url: str, guard: Guard = GUARD) -> Fetched:
    """The page at an address; raises IngestError in a sentence for the editor, PassingError where a later try may help.

    Each redirect is checked as the first address was: host, port, robots.txt.
    """
    clock = Clock(guard.seconds)
    address = web_address(url)
    for _ in range(guard.redirects + 1):
        if not may_read(address, guard, clock):
            raise IngestError(
                f"{address.host} asks machines not to read this page. Read it yourself and paste the text."
            )
        with asked(address, guard, clock) as answer:
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                return _taken(address, answer, guard)
        address = address.leading_to(location)
    raise IngestError(f"The address leads on more than {guard.redirects} times. Give the one where it ends.")


def _taken(address: WebAddress, answer: Answer, guard: Guard) -> Fetched:
    _judge(address.host, answer)
    kind = answer.headers.get_content_type() if "content-type" in answer.headers else "unknown"
    if kind not in HTML | PLAIN:
        raise IngestError(f"The address holds no page of text but {kind[:60]}. Paste what matters of it.")
    return Fetched(address.url, kind, answer.headers.get_content_charset() or "", answer.body(guard.size))


def _judge(host: str, answer: Answer) -> None:
    """Raises the error for an answer that brings no page."""
    status = answer.status
    if status in GONE:
        raise IngestError(f"The page {GONE[status]} ({status}). Check the address.")
    if status in CLOSED:
        raise IngestError(f"{host} does not let us read this page ({status}). Read it yourself and paste the text.")
    if status in BUSY or status >= 500:  # noqa: PLR2004 - HTTP's own number
        raise PassingError(f"{host} is busy or in trouble ({status}). Try again later.", _wait(answer))
    if status not in {200, 203}:
        raise IngestError(f"{host} answered with {status}, which is no page. Check the address.")


def _wait(answer: Answer) -> float:
    try:
        return min(max(float(answer.headers.get("retry-after", "0")), 0.0), LONGEST_WAIT)
    except ValueError:
        return 0.0

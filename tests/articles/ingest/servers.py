"""Web servers on loopback that behave well, badly and with malice."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from articles.ingest.connecting import Guard

PAGE = """<!doctype html><html lang="en"><head><title>Board votes to deepen the channel</title>
<meta property="og:site_name" content="Harbour Gazette"><meta property="article:published_time" content="2026-02-03T08:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Board votes to deepen the channel</h1>
<p>The harbour board met on Monday and voted to deepen the channel by two metres, so that larger ships can enter at low tide.</p>
<p>Work begins in June and is expected to take eleven months, said Ana Ruiz, who chairs the board of the port authority.</p>
<p>Fishing crews have asked for a lane of their own, because they fear that the larger ships will cut their lines and nets.</p>
</article><footer>Copyright. Subscribe to our newsletter.</footer></body></html>"""


class Site:
    """Paths and what answers there: a body with headers, or a function that takes the handler."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def page(
        self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": kind} | named, body.encode() if isinstance(body, str) else body)

    def zipped(self, path: str, body: bytes) -> None:
        self.page(path, gzip.compress(body), Content_Encoding="gzip")

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.page(path, "", status=status, Location=to)

    def does(self, path: str, act: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.pages[path] = act

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class names it
        """Tests print enough."""

    def do_GET(self) -> None:
        site: Site = self.server.site
        site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        found = site.pages.get(self.path, (404, {}, b""))
        try:
            if callable(found):
                found(self)
                return
            status, headers, body = found
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            """The client had enough, as it should."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    site: Site


@contextmanager
def serving() -> Iterator[tuple[Site, str, Guard]]:
    """A site, its address, and a guard that lets this one server through and nothing else."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = Site()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = server.server_address[1]
    try:
        yield server.site, f"http://127.0.0.1:{port}", Guard(servers=frozenset({("127.0.0.1", port)}))
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def listening() -> Iterator[tuple[int, list[Any]]]:
    """A port of loopback that counts who comes."""
    came: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def count() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                came.append(connection)
                connection.close()

        threading.Thread(target=count, daemon=True).start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)

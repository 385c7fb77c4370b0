"""A local web server that keeps what it is asked and answers as told: a cache, or a hub."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


class Listener:
    """Keeps (method, path, host, body) of each request; answers `status`."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.heard: list[tuple[str, str, str, str]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def hear(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                listener.heard.append((self.command, self.path, self.headers["Host"], body))
                self.send_response(listener.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_PURGE = do_POST = hear  # noqa: N815 - the names that http.server looks for

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

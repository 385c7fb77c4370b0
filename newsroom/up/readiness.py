"""Is the site ready? Asks it, as any reader could, with a socket: an HTTP library would double our memory."""

import json
import select
import socket
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from newsroom.up.listening import reader_host

Answer = tuple[int, dict[str, object]]


class Question:
    """One request for /readyz that is never waited for: logs go on being read while the site thinks."""

    def __init__(self, host: str, port: int, site: str) -> None:
        name = urlsplit(site).netloc or f"{host}:{port}"
        self._said = b""
        self._line = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._line.settimeout(1)
        try:
            self._line.connect((reader_host(host), port))
            self._line.sendall(f"GET /readyz HTTP/1.0\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
            self._open = True
        except OSError:
            self._open = False

    def answer(self) -> Answer | None:
        """The status and the words, None while it is not all there; status 0 where nothing answers."""
        while self._open and select.select([self._line], [], [], 0)[0]:
            with suppress(OSError):
                if piece := self._line.recv(65536):
                    self._said += piece
                    continue
            self._open = False
        if self._open:
            return None
        self._line.close()
        head, _, body = self._said.partition(b"\r\n\r\n")
        words, content = head.split(), {}
        with suppress(ValueError):
            found = json.loads(body)
            content = found if isinstance(found, dict) else {}
        return (int(words[1]) if len(words) > 1 and words[1].isdigit() else 0), content


def worker_answered(answer: dict[str, object], since: datetime) -> bool:
    """Whether a worker was seen after that moment."""
    seen = answer.get("worker_seen_at")
    with suppress(ValueError, TypeError):
        return isinstance(seen, str) and datetime.fromisoformat(seen) >= since
    return False

"""A mail server on a real local socket that keeps what it is given, or refuses as told."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


class SmtpServer:
    """Takes mail on 127.0.0.1:`port`; `replies` names an answer other than yes, by command: {"RCPT": b"550 No"}."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.replies: dict[str, bytes] = {}
        taking = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 here\r\n")
                while line := self.rfile.readline():
                    command = line.split()[0].decode().upper().partition(":")[0]
                    self.wfile.write(self.answer(command) + b"\r\n")
                    if command == "QUIT":
                        return

            def answer(self, command: str) -> bytes:
                if command in taking.replies:
                    return taking.replies[command]
                if command != "DATA":
                    return b"221 bye" if command == "QUIT" else b"250 ok"
                self.wfile.write(b"354 go on\r\n")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                taking.mails.append(message_from_bytes(data, policy=policy.default))
                return b"250 taken"

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Session)
        self.port = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

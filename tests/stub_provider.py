"""A provider on a real socket, which behaves as it is told: a thread of a test, or a process of its own.

    with StubProvider() as stub:                      python -m tests.stub_provider --port 0 --delay 0.15
        settings.SUMMARY_BASE_URL = stub.openai       # its first line is the port
        stub.behave("busy", retry_after=7)            POST /_mode {"mode": "busy", "retry_after": 7}
        stub.calls                                    GET /_calls -> {"calls": 3, "most_at_once": 1, ...}

Answers OpenAI's `/v1/chat/completions` and Anthropic's `/v1/messages`. `times` lets a mode hold for so many calls, then
it is "good" again. `answer` is the object to answer with, or in a thread a function of the request's JSON; without one the
answer has the shape that was asked for, its texts are sentences of what the user sent. The standard library alone.
"""

import argparse
import json
import os
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any, Self

MEGABYTE = 1_000_000
STATUSES = {"busy": 429, "unavailable": 503, "overloaded": 529, "error": 500, "auth": 401, "unknown_model": 404}


@dataclass
class Behaviour:
    """What the next calls meet."""

    mode: str = "good"
    delay: float = 0.0
    retry_after: float | str | None = None
    times: int | None = None
    answer: Any = None
    tokens_in: int | None = 1000
    tokens_out: int | None = 100


@dataclass
class Log:
    """What was asked."""

    calls: int = 0
    at_once: int = 0
    most_at_once: int = 0
    keys: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class StubProvider:
    """The provider in threads of this process, on a free port of 127.0.0.1."""

    def __init__(self, port: int = 0, **behaviour: Any) -> None:
        self.behaviour = Behaviour(**behaviour)
        self.log = Log()
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.server = _Server(("127.0.0.1", port), _Handler)
        self.server.stub = self
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def openai(self) -> str:
        """The base address for an OpenAI client."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def anthropic(self) -> str:
        """The base address for an Anthropic client."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def calls(self) -> int:
        """How many questions came in."""
        return self.log.calls

    def behave(self, mode: str = "good", **rest: Any) -> None:
        """From the next call on; what is not named is as at first."""
        with self.lock:
            self.behaviour = Behaviour(mode=mode, **rest)

    def forget(self) -> None:
        """As if nobody had asked yet."""
        with self.lock:
            self.log = Log(at_once=self.log.at_once)

    def begin(self, request: dict[str, Any], headers: dict[str, str]) -> Behaviour:
        """Counts a call and says what it meets."""
        with self.lock:
            log, now = self.log, self.behaviour
            log.calls += 1
            log.at_once += 1
            log.most_at_once = max(log.most_at_once, log.at_once)
            log.keys.append(headers.get("idempotency-key", ""))
            log.times.append(time.time())
            log.requests.append(request)
            log.headers.append(headers)
            if now.times is not None:
                now.times -= 1
                if now.times <= 0:
                    self.behaviour = Behaviour(
                        delay=now.delay, answer=now.answer, tokens_in=now.tokens_in, tokens_out=now.tokens_out
                    )
            return now

    def end(self) -> None:
        """A call is over, however it ended."""
        with self.lock:
            self.log.at_once -= 1

    def report(self) -> dict[str, Any]:
        """The counts, for another process."""
        with self.lock:
            log = self.log
            return {
                "calls": log.calls,
                "at_once": log.at_once,
                "most_at_once": log.most_at_once,
                "keys": log.keys,
                "times": log.times,
            }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    stub: StubProvider

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of the plan."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    asked = False

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class names it
        """Tests print enough."""

    def do_GET(self) -> None:
        """The counts."""
        self.send(200, self.server.stub.report())

    def do_POST(self) -> None:
        """A question, or an order how to behave."""
        stub = self.server.stub
        sent = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        if self.path == "/_mode":
            stub.behave(**sent)
            self.send(200, {})
        elif self.path == "/_reset":
            stub.forget()
            self.send(200, {})
        else:
            now = stub.begin(sent, {name.lower(): value for name, value in self.headers.items()})
            self.asked = True
            try:
                stub.stopping.wait(now.delay)
                self.answer(now, sent)
            finally:
                self.over()

    def over(self) -> None:
        """The call counts as over before its answer is out: who has the answer may ask the next thing at once."""
        if self.asked:
            self.asked = False
            self.server.stub.end()

    def answer(self, now: Behaviour, sent: dict[str, Any]) -> None:
        """As the mode says; one without a method of its own is about what the answer says."""
        if now.mode in STATUSES:
            self.refuse(now)
        elif trouble := getattr(self, f"as_{now.mode}", None):
            trouble(json.dumps(_envelope(self.path, sent, now, _text("good", now, sent))).encode())
        else:
            self.send(200, _envelope(self.path, sent, now, _text(now.mode, now, sent)))

    def refuse(self, now: Behaviour) -> None:
        """With a status; like some real ones it repeats the key it was given."""
        wait = {} if now.retry_after is None else {"Retry-After": f"{now.retry_after}"}
        key = self.headers.get("x-api-key") or self.headers.get("authorization", "")
        error = {"type": now.mode, "message": f"{now.mode}: you sent the key {key}"}
        self.send(STATUSES[now.mode], {"error": error}, wait)

    def as_hang(self, body: bytes) -> None:
        """Takes the question and never answers."""
        self.server.stub.stopping.wait(600)
        self.close_connection = True

    def as_reset(self, body: bytes) -> None:
        """TCP reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())  # an orderly end would send FIN first
        self.close_connection = True

    def as_drip(self, body: bytes) -> None:
        """The headers at once, then one byte a second."""
        self.head(200, len(body))
        self.drip(body)

    def as_drip_headers(self, body: bytes) -> None:
        """Not even the headers come at once."""
        self.drip(b"HTTP/1.1 200 OK\r\nX-Patience: " + b"x" * 1000)

    def as_cut(self, body: bytes) -> None:
        """The connection ends before the body does."""
        self.head(200, len(body))
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def as_truncated(self, body: bytes) -> None:
        """A whole response that holds half a JSON document."""
        self.raw(body[: len(body) // 2])

    def as_html(self, body: bytes) -> None:
        """A proxy's page."""
        self.raw(b"<!doctype html><title>Welcome</title>", "text/html")

    def as_nothing(self, body: bytes) -> None:
        """A response without a body."""
        self.raw(b"")

    def as_endless(self, body: bytes) -> None:
        """A body that never ends, as fast as it is taken."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
        self.close_connection = True
        try:
            while not self.server.stub.stopping.is_set():
                self.wfile.write(b" " * 65536)
        except OSError:
            return

    def as_redirect(self, body: bytes) -> None:
        """To another host."""
        self.send(307, {}, {"Location": f"http://localhost:{self.server.stub.port}/v1/elsewhere"})

    def as_gzip(self, body: bytes) -> None:
        """Compressed, though nobody asked for it."""
        self.send(200, {}, {"Content-Encoding": "gzip"})

    def drip(self, data: bytes) -> None:
        """One byte a second, until the other side has had enough."""
        self.close_connection = True
        try:
            for byte in data:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if self.server.stub.stopping.wait(1):
                    return
        except OSError:
            return

    def send(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        """JSON with a status."""
        body = json.dumps(content).encode()
        self.over()
        self.head(status, len(body), headers)
        self.wfile.write(body)

    def raw(self, body: bytes, kind: str = "application/json") -> None:
        """These bytes."""
        self.over()
        self.head(200, len(body), {"Content-Type": kind})
        self.wfile.write(body)

    def head(self, status: int, length: int, headers: dict[str, str] | None = None) -> None:
        """Status line and headers."""
        self.send_response(status)
        for name, value in (
            {"Content-Type": "application/json", "Content-Length": f"{length}"} | (headers or {})
        ).items():
            self.send_header(name, value)
        self.end_headers()


def _envelope(path: str, sent: dict[str, Any], now: Behaviour, text: str) -> dict[str, Any]:
    """The text as the provider of that path sends it."""
    cut, declined = now.mode == "length", now.mode == "refusal"
    usage = None
    if path.endswith("/messages"):
        if now.tokens_in is not None:
            usage = {"input_tokens": now.tokens_in, "output_tokens": now.tokens_out}
        reason = "max_tokens" if cut else "refusal" if declined else "end_turn"
        content = [] if declined else [{"type": "text", "text": text}]
        return {"id": "1", "type": "message", "role": "assistant", "model": sent.get("model"), "content": content,
                "stop_reason": reason, "usage": usage}  # fmt: skip
    if now.tokens_in is not None:
        usage = {"prompt_tokens": now.tokens_in, "completion_tokens": now.tokens_out,
                 "total_tokens": now.tokens_in + (now.tokens_out or 0)}  # fmt: skip
    message = {"role": "assistant", "content": None if declined else text, "refusal": "no" if declined else None}
    choice = {"index": 0, "message": message, "finish_reason": "length" if cut else "stop"}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": sent.get("model"), "choices": [choice],
            "usage": usage}  # fmt: skip


def _text(mode: str, now: Behaviour, sent: dict[str, Any]) -> str:
    """What the model says in that mode."""
    answer = now.answer
    if isinstance(answer, Callable):  # type: ignore[arg-type]
        answer = answer(sent)
    text = json.dumps(_sample(sent) if answer is None else answer, ensure_ascii=False)
    said = {
        "empty": "",
        "prose": "Here is what you asked for: three points.",
        "wrong_schema": json.dumps({"something": "else"}),
        "length": text[: len(text) // 2],
        "huge": json.dumps({"text": "x" * MEGABYTE}),
        "nul": text.replace('"', '"\\u0000', 1)
        if '"' not in text
        else re.sub(r'(: ?(?:\[ ?)?")', r"\1\\u0000", text, count=1),
    }
    return said.get(mode, text)


def _sample(sent: dict[str, Any]) -> Any:
    """An answer of the shape that the request asks for, its texts taken from what the user sent."""
    shape = sent.get("response_format", {}).get("json_schema") or sent.get("output_config", {}).get("format") or {}
    schema = shape.get("schema", {"type": "object"})
    said = next((message["content"] for message in sent.get("messages", []) if message["role"] == "user"), "")
    sentences = re.findall(r"[A-Z][^.!?\n]{10,}[.!?]", said) or ["A sentence."]
    return _fill(schema, cycle(sentences), schema.get("$defs", {}))


def _fill(node: dict[str, Any], sentences: Any, defs: dict[str, Any]) -> Any:
    if "$ref" in node:
        return _fill(defs[node["$ref"].rsplit("/", 1)[1]], sentences, defs)
    if "anyOf" in node:
        return _fill(node["anyOf"][0], sentences, defs)
    if "enum" in node or "const" in node:
        return node["enum"][0] if "enum" in node else node["const"]
    if node.get("type") == "object":
        return {name: _fill(child, sentences, defs) for name, child in node.get("properties", {}).items()}
    if node.get("type") == "array":
        return [_fill(node["items"], sentences, defs) for _ in range(3)]
    return {"integer": 1, "number": 1.0, "boolean": True, "null": None}.get(node.get("type", ""), next(sentences))


def main() -> None:
    """A process of its own, until it is stopped."""
    parser = argparse.ArgumentParser(description="A provider that behaves as it is told.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mode", default="good")
    parser.add_argument("--delay", type=float, default=0.15)
    options = parser.parse_args()
    with StubProvider(options.port, mode=options.mode, delay=options.delay) as stub:
        print(stub.port, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()

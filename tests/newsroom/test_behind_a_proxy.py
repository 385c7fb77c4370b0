"""Over real sockets: who counts as one sender, straight at the site and behind a proxy, whatever the headers pretend."""

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from comments.models import Comment
from tests import factories
from tests.comments.acting import open_doors

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_cache")]
TOKEN = "t" * 32
ALLOWED = 20
# All of 127.0.0.0/8 is this machine: each client here has an address of its own.
ANN, BOB = "127.0.0.11", "127.0.0.12"


class Proxy(BaseHTTPRequestHandler):
    """Passes a request on, and adds whom it came from to X-Forwarded-For, as nginx does."""

    site = ""

    def do_POST(self) -> None:
        """Answers with what the site answered."""
        headers = dict(self.headers.items())
        forwarded = [headers.pop("X-Forwarded-For", ""), self.client_address[0]]
        headers["X-Forwarded-For"] = ", ".join(filter(None, forwarded))
        line = http.client.HTTPConnection(self.site, timeout=30)
        line.request("POST", self.path, self.rfile.read(int(headers["Content-Length"])), headers)
        answer = line.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        line.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the standard library
        """Says nothing."""


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The host and port of the site."""
    settings.EVEN_ANSWER_SECONDS = 0
    return urlsplit(live_server.url).netloc


@pytest.fixture
def proxy(site: str, settings: Any) -> Iterator[str]:
    """The host and port of a proxy that the site trusts."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Proxy", (Proxy,), {"site": site}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def send(host: str, path: str, sender: str, form: dict[str, str], *, cookie: str = "", pretending: str = "") -> int:
    """The status of a form that somebody at that address sends."""
    line = http.client.HTTPConnection(host, timeout=30, source_address=(sender, 0))
    headers = {"Cookie": f"csrftoken={TOKEN}{cookie}", "Content-Type": "application/x-www-form-urlencoded"}
    headers |= {"X-Forwarded-For": pretending} if pretending else {}
    line.request("POST", path, urlencode(form | {"csrfmiddlewaretoken": TOKEN}), headers)
    status = line.getresponse().status
    line.close()
    return status


def sign_ups(host: str, sender: str, times: int) -> list[int]:
    """Empty forms, each of which pretends to come from elsewhere."""
    return [send(host, "/accounts/signup/", sender, {}, pretending=f"198.51.100.{n}") for n in range(times)]


def test_straight_at_the_site_a_forged_header_counts_for_nothing(site: str) -> None:
    assert sign_ups(site, ANN, ALLOWED + 3) == [200] * ALLOWED + [429] * 3
    assert sign_ups(site, BOB, 1) == [200], "another address is not stopped"


def test_through_a_proxy_a_forged_header_counts_for_nothing_and_each_client_for_itself(proxy: str) -> None:
    assert sign_ups(proxy, ANN, ALLOWED + 3) == [200] * ALLOWED + [429] * 3
    assert sign_ups(proxy, BOB, 1) == [200], "behind the same proxy another client is not stopped"


def test_a_thought_is_counted_for_the_client_behind_the_proxy(proxy: str, client: Any, settings: Any) -> None:
    open_doors()
    article = factories.published()
    client.force_login(factories.reader())
    cookie = f"; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    path = f"{article.get_absolute_url()}thoughts/"
    assert send(proxy, path, ANN, {"body": "From behind."}, cookie=cookie, pretending="192.0.2.1") == 302
    assert Comment.objects.get().sent_from == ANN

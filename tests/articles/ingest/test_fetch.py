"""Fetching: what honest servers say is read, and no server can hold, fill or misuse us."""

import socket
import ssl
import subprocess
import threading
import time
import zlib
from dataclasses import replace

import pytest

from articles.ingest.connecting import Guard
from articles.ingest.failing import IngestError, PassingError
from articles.ingest.fetch import fetch
from articles.ingest.robots import allowed, rules_for
from tests.articles.ingest.servers import PAGE, listening, serving


@pytest.fixture
def served(empty_cache):
    with serving() as found:
        yield found


def dripping(body: bytes, headers: bool = True):
    def act(handler):
        if headers:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        for byte in body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.1)

    return act


def test_a_page_is_read_as_an_honest_robot_reads_it(served, settings):
    site, url, guard = served
    site.page("/a", PAGE)
    site.page("/old", PAGE, Set_Cookie="a=b")
    assert fetch(f"{url}/a#part", guard).body == PAGE.encode()
    fetch(f"{url}/old", guard)
    fetch(f"{url}/a", guard)
    assert site.paths == ["/robots.txt", "/a", "/old", "/a"]  # robots.txt is remembered
    headers = site.asked[-1][1]
    assert headers["user-agent"].startswith("Newsroom/") and f"{settings.SITE_URL}/about/" in headers["user-agent"]
    assert headers["host"] == url.removeprefix("http://")
    assert not {"cookie", "authorization", "referer"} & set(headers)


def test_a_compressed_page_is_read(served):
    site, url, guard = served
    site.zipped("/a", PAGE.encode())
    assert fetch(f"{url}/a", guard).body == PAGE.encode()


def test_redirects_are_followed_and_their_end_is_named(served):
    site, url, guard = served
    for number in range(5):
        site.redirect(f"/{number}", f"/{number + 1}", status=(301, 302, 303, 307, 308)[number])
    site.page("/5", "The end.", "text/plain")
    assert fetch(f"{url}/0", guard).url == f"{url}/5"


def test_more_than_five_redirects_are_refused(served):
    site, url, guard = served
    site.redirect("/a", "/a")
    with pytest.raises(IngestError, match="more than 5"):
        fetch(f"{url}/a", guard)
    assert site.paths.count("/a") == 6


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_a_redirect_to_a_private_address_is_refused_before_any_connection(served, name):
    site, url, guard = served
    with listening() as (port, came):
        site.redirect("/a", f"http://{name}:{port}/")
        with pytest.raises(IngestError, match=r"private network|Port"):
            fetch(f"{url}/a", guard)
        assert came == []


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@example.org/", "http://[", "javascript:1"]
)
def test_a_redirect_to_what_is_no_web_address_is_refused(served, to):
    site, url, guard = served
    site.redirect("/a", to)
    with pytest.raises(IngestError):
        fetch(f"{url}/a", guard)


def test_a_name_that_changes_its_number_after_the_check_changes_nothing(served):
    """DNS rebinding: one look-up a connection, and the connection goes to the number that was checked."""
    site, url, guard = served
    site.page("/a", PAGE)
    port = int(url.rpartition(":")[2])
    asked = []

    def resolve(host, wanted):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) <= 2 else ["10.0.0.1"]

    rebinding = replace(guard, resolve=resolve)
    assert fetch(f"http://rebinding.example:{port}/a", rebinding).body == PAGE.encode()
    assert asked == ["rebinding.example"] * 2  # for robots.txt and for the page
    with pytest.raises(IngestError, match="private network"):
        fetch(f"http://rebinding.example:{port}/a", rebinding)
    assert site.asked[-1][1]["host"] == f"rebinding.example:{port}"


def test_one_byte_at_a_time_ends_when_the_time_is_over(served):
    site, url, guard = served
    site.does("/a", dripping(b"x" * 100))
    started = time.monotonic()
    with pytest.raises(PassingError, match=r"within 0\.5 seconds"):
        fetch(f"{url}/a", replace(guard, seconds=0.5))
    assert time.monotonic() - started < 1


def test_headers_that_drip_end_when_the_time_is_over(served):
    site, url, guard = served
    site.does("/a", dripping(b"HTTP/1.1 200 OK\r\nX-Patience: " + b"x" * 100, headers=False))
    started = time.monotonic()
    with pytest.raises(PassingError, match=r"within 0\.5 seconds"):
        fetch(f"{url}/a", replace(guard, seconds=0.5))
    assert time.monotonic() - started < 1


def test_a_chain_of_slow_redirects_has_one_clock(served):
    site, url, guard = served

    def slowly(handler):
        time.sleep(0.2)
        handler.send_response(302)
        handler.send_header("Location", "/a")
        handler.end_headers()

    site.does("/a", slowly)
    started = time.monotonic()
    with pytest.raises(PassingError, match=r"within 0\.5 seconds"):
        fetch(f"{url}/a", replace(guard, seconds=0.5))
    assert time.monotonic() - started < 1


def test_a_name_server_that_never_answers_ends_when_the_time_is_over():
    started = time.monotonic()
    with pytest.raises(PassingError, match=r"within 0\.3 seconds"):
        fetch("http://example.org/", Guard(resolve=lambda *_: time.sleep(2) or [], seconds=0.3))
    assert time.monotonic() - started < 1


def test_a_bomb_is_not_unpacked(served):
    site, url, guard = served
    zipped = zlib.compressobj(wbits=31)
    bomb = b"".join(zipped.compress(b"\0" * 1_000_000) for _ in range(300)) + zipped.flush()
    assert len(bomb) < 400_000
    site.page("/a", bomb, Content_Encoding="gzip")
    started = time.monotonic()
    with pytest.raises(IngestError, match="larger than 5 MB"):
        fetch(f"{url}/a", guard)
    assert time.monotonic() - started < 2


def test_a_body_without_end_is_cut_off(served):
    site, url, guard = served
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 100_000)
            sent.append(100_000)

    site.does("/a", endless)
    with pytest.raises(IngestError, match="larger than 5 MB"):
        fetch(f"{url}/a", guard)
    assert sum(sent) < 15_000_000


def test_headers_without_end_are_cut_off(served):
    site, url, guard = served

    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")

    site.does("/a", endless)
    with pytest.raises(IngestError):
        fetch(f"{url}/a", replace(guard, seconds=3))


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "application/json", "video/mp4", "application/octet-stream"]
)
def test_only_text_is_read(served, kind):
    site, url, guard = served
    site.page("/a", b"%PDF", kind)
    with pytest.raises(IngestError, match=kind):
        fetch(f"{url}/a", guard)


@pytest.mark.parametrize(("status", "error"), [(404, IngestError), (410, IngestError), (403, IngestError), (451, IngestError),
                                               (418, IngestError), (204, IngestError), (500, PassingError), (503, PassingError), (429, PassingError)])  # fmt: skip
def test_each_refusal_is_a_sentence_and_says_whether_a_later_try_may_help(served, status, error):
    site, url, guard = served
    site.page("/a", "", status=status, Retry_After="7")
    with pytest.raises(IngestError, match=str(status)) as raised:
        fetch(f"{url}/a", guard)
    assert type(raised.value) is error
    assert error is not PassingError or raised.value.seconds == 7


def test_a_page_that_breaks_off_is_not_taken_for_whole(served):
    site, url, guard = served
    site.page("/a", "half", Content_Length="1000")
    with pytest.raises(PassingError, match="broke off"):
        fetch(f"{url}/a", guard)


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\n",
                                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\nnot gzip"])  # fmt: skip
def test_what_is_no_answer_of_a_web_server_is_refused(served, answer):
    site, url, guard = served
    site.does("/a", lambda handler: handler.wfile.write(answer))
    with pytest.raises(IngestError):
        fetch(f"{url}/a", guard)


def test_what_robots_may_not_read_is_not_asked_for(served):
    site, url, guard = served
    site.page("/robots.txt", "User-agent: *\nDisallow: /private\n", "text/plain")
    site.page("/private/a", PAGE)
    site.redirect("/open", "/private/a")
    for path in ("/private/a", "/open"):
        with pytest.raises(IngestError, match="asks machines not to read"):
            fetch(f"{url}{path}", guard)
    assert "/private/a" not in site.paths


def test_a_site_in_trouble_that_cannot_tell_its_rules_is_not_read(served):
    site, url, guard = served
    site.page("/robots.txt", "", status=503)
    site.page("/a", PAGE)
    with pytest.raises(IngestError, match="asks machines not to read"):
        fetch(f"{url}/a", guard)
    assert site.paths == ["/robots.txt"]


ROBOTS = """
User-agent: Newsroom
User-agent: Other
Disallow: /a
Allow: /a/public
Disallow: /*.pdf$
Disallow: /search*page=

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("target", "read"),
    [("/", True), ("/a", False), ("/a/x", False), ("/a/public/x", True), ("/b/x.pdf", False), ("/b/x.pdf?1", True),
     ("/search?q=1&page=2", False), ("/search?q=1", True)],
)  # fmt: skip
def test_the_longest_rule_of_our_own_group_decides(target, read):
    assert allowed(rules_for("Newsroom", ROBOTS), target) is read


def test_other_robots_rules_are_not_ours_and_hostile_rules_cost_nothing():
    assert rules_for("Newsroom", "User-agent: Bad\nDisallow: /") == []
    started = time.monotonic()
    assert not allowed([(False, "/" + "*a" * 5000)], "/" + "a" * 5000)
    assert allowed([(False, "/" + "*a" * 5000 + "b")], "/" + "a" * 5000)
    assert time.monotonic() - started < 0.5


def test_a_name_is_proved_by_its_certificate(tmp_path, empty_cache):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
         "-subj", "/CN=paper.example", "-addext", "subjectAltName=DNS:paper.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    ours = ssl.create_default_context(cafile=certificate)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    with serving() as (site, url, _):
        site.page("/a", PAGE)
        port = int(url.rpartition(":")[2])
        with Tunnel(theirs, port) as secure:
            wary = Guard(resolve=lambda *_: ["127.0.0.1"], servers=frozenset({("127.0.0.1", secure)}), seconds=5)
            trusting = replace(wary, certificates=lambda: ours)
            assert fetch(f"https://paper.example:{secure}/a", trusting).body == PAGE.encode()
            for host, rules in (("other.example", trusting), ("paper.example", wary)):
                with pytest.raises(IngestError, match="no valid certificate"):
                    fetch(f"https://{host}:{secure}/a", rules)
    assert site.paths == ["/robots.txt", "/a"]


class Tunnel:
    """A port that speaks TLS and hands on to another port."""

    def __init__(self, context, port):
        self.context, self.port, self.server = context, port, socket.create_server(("127.0.0.1", 0))

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self.server.getsockname()[1]

    def __exit__(self, *_):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def serve(self):
        while True:
            try:
                plain, _ = self.server.accept()
            except OSError:
                return
            try:
                with (
                    self.context.wrap_socket(plain, server_side=True) as secure,
                    socket.create_connection(("127.0.0.1", self.port)) as inner,
                ):
                    inner.sendall(secure.recv(65536))
                    while data := inner.recv(65536):
                        secure.sendall(data)
            except OSError:
                continue

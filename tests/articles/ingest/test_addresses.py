"""Which addresses are read: those of the public web, however the others are written."""

import pytest

from articles.ingest.addresses import is_public, web_address
from articles.ingest.connecting import Guard
from articles.ingest.failing import IngestError
from articles.ingest.fetch import fetch
from tests.articles.ingest.servers import listening

INSIDE = """127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1
    255.255.255.255 168.63.129.16 192.88.99.1 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 fc00::1 fd00:ec2::254
    fe80::1 fe80::1%eth0 fec0::1 ff02::1 2001:db8::1 2002:7f00:1:: 2001:0:7f00:1:: 64:ff9b::7f00:1 64:ff9b:1::1 100::1
    3fff::1 5f00::1""".split()  # noqa: SIM905 - a list of numbers reads as one
OUTSIDE = "8.8.8.8 93.184.216.34 1.1.1.1 2606:4700:4700::1111 2a00:1450:4001:81b::200e ::ffff:8.8.8.8 64:ff9b::808:808".split()  # noqa: SIM905 - the same


@pytest.mark.parametrize("number", INSIDE)
def test_a_number_inside_a_network_is_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", OUTSIDE)
def test_a_number_of_the_internet_is_public(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "url",
    [
        "", "not an address", "file:///etc/passwd", "gopher://example.org/", "ftp://example.org/a", "javascript:alert(1)",
        "//example.org/a", "http://", "http:///a", "https://user:secret@example.org/", "https://user@example.org/",
        "http://example.org:port/", "http://example.org:99999/", "http://exa mple.org/", "http://example.org/a b",
        "http://example.org/\r\nHost: inside", "http://example.org\\@127.0.0.1/", "http://[::1%25eth0]/", "http://[::1",
        "http://example..org/", f"http://{'a' * 64}.org/", f"http://example.org/{'a' * 2001}", "http://exam%70le.org/",
        "http://example.org/\ud800",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_in_a_sentence(url):
    with pytest.raises(IngestError, match=r"\.$"):
        web_address(url)


def test_an_address_is_asked_for_in_ascii():
    address = web_address("HTTPS://Bücher.Example/straße?q=ä%20b#part")
    assert (address.scheme, address.host, address.port) == ("https", "xn--bcher-kva.example", 443)
    assert address.target == "/stra%C3%9Fe?q=%C3%A4%20b"
    assert address.url == "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4%20b"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "localhost.", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "0.0.0.0",  # noqa: S104 - to be refused
     "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1.", "LOCALHOST", "①②⑦.⓪.⓪.①", "127。0。0。1"],
)  # fmt: skip
def test_no_spelling_of_loopback_is_connected_to(host):
    with listening() as (port, came):
        for address in (f"http://{host}:{port}/", f"http://{host}/"):
            with pytest.raises(IngestError):
                fetch(address)
        assert came == []


@pytest.mark.parametrize("numbers", [["10.1.2.3"], ["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"], ["::1"]])
def test_a_name_that_resolves_to_a_private_number_is_refused_even_where_another_is_public(numbers):
    guard = Guard(resolve=lambda *_: numbers)
    with pytest.raises(IngestError, match="private network"):
        fetch("http://example.org/", guard)


@pytest.mark.parametrize("port", [22, 25, 6379, 5432, 8080, 0])
def test_ports_other_than_the_webs_are_refused(port):
    guard = Guard(resolve=lambda *_: ["8.8.8.8"])
    with pytest.raises(IngestError, match="Port"):
        fetch(f"http://example.org:{port}/", guard)

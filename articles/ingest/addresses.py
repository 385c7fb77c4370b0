"""Which addresses may be fetched: those of the public web, and nothing inside anybody's own network."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

from articles.ingest.failing import IngestError

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
UNFIT = re.compile(r"[\x00-\x20\x7f\\\u2028\u2029\ud800-\udfff]")
HOST = re.compile(r"[0-9A-Za-z_-]+(?:\.[0-9A-Za-z_-]+)*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
SAFE = "/%:=&?~+!$,;'@()*[]-._"

# Public by their number, private by their use: protocol assignments, relays, Azure's own metadata server.
USED_INSIDE = [ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]
PUBLIC_V6 = ip_network("2000::/3")
# Protocol assignments with Teredo among them, documentation, and 6to4: the last carries any address inside it.
NOT_PUBLIC_V6 = [ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
NAT64 = ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class WebAddress:
    """An address taken apart: `host` in ASCII, `target` what is asked of it; both hold no blank and no line break."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def named(self) -> str:
        """The host as the request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.named}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.origin}{self.target}"

    def leading_to(self, location: str) -> "WebAddress":
        """Where a redirect leads; raises IngestError."""
        try:
            return web_address(urljoin(self.url, location.strip()))
        except ValueError:
            raise IngestError("The address leads on to something that is no web address.") from None


def web_address(url: str) -> WebAddress:
    """Takes an address apart; raises IngestError for what is none, or holds a user name or password."""
    url = url.strip()
    if not url or len(url) > LONGEST or UNFIT.search(url):
        raise IngestError("This is no web address. Copy it once more from the browser's address bar.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise IngestError("This is no web address. Copy it once more from the browser's address bar.") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise IngestError(f"Only addresses that begin with http:// or https:// are read, not {scheme or 'this'}.")
    if "@" in parts.netloc:
        raise IngestError("The address holds a user name or password. Take it out.")
    target = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    return WebAddress(scheme, _host(parts.hostname or ""), PORTS[scheme] if port is None else port, target)


def _host(host: str) -> str:
    try:
        plain = host.removesuffix(".")[:300].encode("idna").decode() if ":" not in host else host
    except UnicodeError:
        plain = ""
    if not HOST.fullmatch(plain) or len(plain) > 253:  # noqa: PLR2004 - the longest name there is (RFC 1035)
        raise IngestError("The address names no host that could be looked up. Copy it once more.")
    return plain.lower()


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet.

    Not so are loopback, private, link-local, multicast and reserved ones, those that a carrier shares out, a cloud's
    metadata server, and any of these inside an IPv6 address.
    """
    ip = ip_address(number)
    if isinstance(ip, IPv6Address):
        if ip.scope_id:
            return False
        inner = ip.ipv4_mapped or (ip_address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        return ip in PUBLIC_V6 and not any(ip in net for net in NOT_PUBLIC_V6)
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in USED_INSIDE)

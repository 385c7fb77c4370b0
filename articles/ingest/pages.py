"""A page of the web as a text: fetched, decoded, extracted."""

from articles.ingest.connecting import GUARD, Guard
from articles.ingest.decoding import decoded
from articles.ingest.extract import Extracted, from_html, from_text
from articles.ingest.fetch import fetch


def page(url: str, guard: Guard = GUARD) -> Extracted:
    """What the page at an address says; raises IngestError."""
    fetched = fetch(url, guard)
    text = decoded(fetched.body, fetched.charset, html=fetched.is_html)
    return from_html(text, fetched.url) if fetched.is_html else from_text(text)

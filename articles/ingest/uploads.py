"""A source's text from a file that an editor uploads."""

from __future__ import annotations

from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from articles.ingest.decoding import decoded
from articles.ingest.extract import Extracted, from_html, from_text
from articles.ingest.failing import IngestError

LARGEST = 5_000_000
HTML = {".html", ".htm", ".xhtml"}
PLAIN = {".txt", ".md", ".markdown"}
ACCEPT = ",".join(sorted(HTML | PLAIN))


def uploaded(file: UploadedFile[bytes]) -> Extracted:
    """The text of a plain text, Markdown or HTML file; raises IngestError in a sentence for the editor."""
    ending = PurePath(file.name or "").suffix.lower()
    if ending not in HTML | PLAIN:
        raise IngestError("Only .txt, .md and .html files are read. Save it as one of these, or paste the text.")
    body = file.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise IngestError(f"The file is larger than {LARGEST // 1_000_000} MB. Paste the text that matters.")
    if b"\0" in body[:1000] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise IngestError("The file is no text, whatever its name says.")
    text = decoded(body, html=ending in HTML)
    return from_html(text) if ending in HTML else from_text(text)

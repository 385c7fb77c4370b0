"""What a page or a file says: its text, and what it tells of itself."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from articles.ingest.decoding import LONGEST, tidied
from articles.ingest.failing import IngestError
from articles.models import SourceDocument

PROGRAM = Path(__file__).with_name("extracting.py")
# The program limits its own computing time; this is for a machine that is busy with other things.
PATIENCE = 15.0
# Fewer words than this are a teaser: the page was read by its headline only.
FEWEST_WORDS = 40


@dataclass(frozen=True)
class Extracted:
    """A text as it is kept; what the page does not tell is empty."""

    text: str
    extent: str = SourceDocument.Extent.WHOLE
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    language: str = ""


def from_text(text: str) -> Extracted:
    """Plain text and Markdown as they are; raises IngestError where there is nothing."""
    plain = tidied(text)
    if not plain:
        raise IngestError("There is no text in it.")
    return _cut(plain, SourceDocument.Extent.WHOLE)


def from_html(html: str, url: str = "", patience: float = PATIENCE) -> Extracted:
    """A web page's text, title, publisher and date; raises IngestError where no text can be made out."""
    found = _run(html, url, patience)
    title, text = _line(found["title"], 300), tidied(found["text"])
    if not (text or title):
        raise IngestError("No text was found on the page. Read it yourself and paste the text.")
    extent = SourceDocument.Extent.EXCERPT if found["excerpt"] else SourceDocument.Extent.WHOLE
    if len(text.split()) < FEWEST_WORDS and len(text) < 4 * FEWEST_WORDS:
        text, extent = "\n\n".join(filter(None, [title, text])), SourceDocument.Extent.HEADLINE
    return _cut(
        text,
        extent,
        title=title,
        publisher=_line(found["publisher"], 150),
        published_on=_date(found["date"]),
        language=found["language"][:12],
    )


def _run(html: str, url: str, patience: float) -> dict[str, Any]:
    """Runs the program beside us, in an environment that holds nothing of ours."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and the page goes in by its standard input
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps({"html": html, "url": url}).encode(),
            capture_output=True,
            timeout=patience,
            env={name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ},
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise IngestError("The page is built so that its text can not be made out. Paste the text.") from None
    return found


def _cut(text: str, extent: str, **facts: Any) -> Extracted:
    if len(text) > LONGEST:
        head = text[:LONGEST]
        text, extent = head[: head.rfind("\n") + 1 or LONGEST].rstrip(), SourceDocument.Extent.EXCERPT
    return Extracted(text, extent, **facts)


def _line(text: str, length: int) -> str:
    return " ".join(tidied(text).split())[:length].strip()


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

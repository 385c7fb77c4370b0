"""The text of a web page: a program of its own, which reads a page and writes what it found, both as JSON.

It is never imported by the site. The parser is C code and the page is a stranger's: here they have no database, no keys,
bounded memory and bounded time, and a crash costs nothing but this one page.
"""

import json
import re
import resource
import sys
from contextlib import suppress
from typing import Any

SECONDS = 8
MEMORY = 1_000_000_000
PAYWALLED = re.compile(r"\"isAccessibleForFree\"\s*:\s*\"?false", re.IGNORECASE)
LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})", re.IGNORECASE)


def main() -> None:
    """Reads {"html", "url"}, writes {"text", "title", "publisher", "date", "language", "excerpt"}."""
    with suppress(ValueError, OSError):  # a system may know no such limit
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    page = json.load(sys.stdin)
    json.dump(extracted(page["html"], page["url"]), sys.stdout)


def extracted(html: str, url: str) -> dict[str, Any]:
    """What a page says of itself, and its text without menus, comments and advertisements."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - after the limits

    found = bare_extraction(
        html,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    language = LANGUAGE.search(html[:20_000])
    facts = {"language": language[1].lower() if language else "", "excerpt": bool(PAYWALLED.search(html))}
    names = {"text": "text", "title": "title", "publisher": "sitename", "date": "date"}
    return facts | {name: getattr(found, theirs, None) or "" for name, theirs in names.items()}


if __name__ == "__main__":
    main()

"""What a page, a file or a byte says: its text and what it tells of itself, whatever it is made of."""

import subprocess
import sys
import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.ingest.decoding import decoded, tidied
from articles.ingest.extract import from_html, from_text
from articles.ingest.failing import IngestError
from articles.ingest.uploads import uploaded
from articles.models import SourceDocument
from tests.articles.ingest.servers import PAGE

EXTENT = SourceDocument.Extent


def test_a_page_gives_its_text_title_publisher_date_and_language_without_its_menus():
    found = from_html(PAGE)
    assert found.text.startswith("The harbour board met on Monday") or "The harbour board met on Monday" in found.text
    assert "Ana Ruiz" in found.text and "newsletter" not in found.text and "Sport" not in found.text
    assert (found.title, found.publisher) == ("Board votes to deepen the channel", "Harbour Gazette")
    assert (found.published_on, found.language, found.extent) == (date(2026, 2, 3), "en", EXTENT.WHOLE)


def test_a_teaser_is_read_by_its_headline_only_and_a_page_behind_a_paywall_as_an_excerpt():
    teaser = PAGE.partition("<p>Work begins")[0] + "</article></body></html>"
    assert from_html(teaser).extent == EXTENT.HEADLINE
    assert from_html(teaser).text.startswith("Board votes to deepen the channel\n\n")
    paid = PAGE.replace(
        "</head>", '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script></head>'
    )
    assert from_html(paid).extent == EXTENT.EXCERPT


def test_a_page_without_text_is_refused_in_a_sentence():
    with pytest.raises(IngestError, match="No text was found"):
        from_html("<html><body></body></html>")


def test_scripts_are_not_text():
    found = from_html(PAGE.replace("<p>Work", "<script>document.write('stolen')</script><style>p{}</style><p>Work"))
    assert "stolen" not in found.text and "p{}" not in found.text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 500_000 + "deep",
        "<b><i>" * 300_000,
        "<p>" + "<a href='/x'>link</a> " * 200_000,
        "<div " + " ".join(f"a{n}=1" for n in range(400_000)) + ">x</div>",
        "<" * 5_000_000,
        "<!--" * 1_000_000,
    ],
    ids=["deep", "open", "links", "attributes", "brackets", "comments"],
)
def test_a_hostile_page_costs_bounded_time(html):
    started = time.monotonic()
    with pytest.raises(IngestError):
        from_html(html, patience=5)
    assert time.monotonic() - started < 7


def test_the_parser_has_no_part_in_this_process():
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'newsroom.settings'; django.setup();"
        "import articles.ingest.pages, articles.ingest.uploads, articles.ingest.jobs, articles.admin;"
        "sys.exit(any(name.startswith(('lxml', 'trafilatura')) for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_parser_sees_no_secret_of_ours(monkeypatch):
    from articles.ingest import extract

    seen = {}
    run = subprocess.run

    def watch(command, **rest):
        seen.update(rest["env"])
        return run(command, **rest)

    monkeypatch.setattr(extract.subprocess, "run", watch)
    from_html(PAGE)
    assert seen and not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SUMMARY_API_KEY"} & set(seen)


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Zürich".encode(), "", "Zürich"),
        ("Zürich".encode(), "iso-8859-1", "Zürich"),
        ("Zürich".encode("latin-1"), "iso-8859-1", "Zürich"),
        ("“Zürich”".encode("cp1252"), "", "“Zürich”"),
        ("서울".encode("euc-kr"), "euc-kr", "서울"),
        ("東京".encode("shift_jis"), "Shift_JIS", "東京"),
        (b"\xef\xbb\xbfabc", "", "abc"),
        ("abc".encode("utf-16"), "", "abc"),
        (b"a\xffb", "idna", "aÿb"),
        (b"a\xffb", "unicode_escape", "aÿb"),
        (b"a\xffb", "no-such-thing", "aÿb"),
    ],
)
def test_bytes_become_text_in_the_right_character_set(body, charset, text):
    assert decoded(body, charset) == text


def test_a_page_names_its_own_character_set():
    page = "<html><head><meta charset='euc-kr'><title>서울</title>".encode("euc-kr")
    assert "서울" in decoded(page, html=True)


def test_characters_that_no_text_needs_are_gone():
    assert tidied("\ufeffa\0b\x1bc\u202ed\u200be\r\nf\rg\u2028h \n\n\n \n i\u00adj") == "abcde\nf\ng\nh\n\n ij"
    assert tidied("e\u0301") == "é"
    assert tidied("👩\u200d🚀") == "👩\u200d🚀"


def test_plain_text_is_kept_as_it_is_up_to_a_length():
    assert from_text("# Title\n\n*A* [b](c)\n").text == "# Title\n\n*A* [b](c)"
    long = from_text("A sentence of nine words stands in this line.\n" * 20_000)
    assert len(long.text) <= 300_000 and long.extent == EXTENT.EXCERPT and long.text.endswith("line.")


@pytest.mark.parametrize("name", ["minutes.txt", "minutes.md", "MINUTES.TXT", "minutes.markdown"])
def test_a_text_file_is_read(name):
    assert uploaded(SimpleUploadedFile(name, b"The board voted.\r\n")).text == "The board voted."


def test_a_page_that_was_saved_is_read_as_a_page():
    assert uploaded(SimpleUploadedFile("page.html", PAGE.encode())).publisher == "Harbour Gazette"


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("minutes.pdf", b"%PDF", "Only .txt"),
        ("minutes", b"x", "Only .txt"),
        ("../../minutes.exe", b"x", "Only .txt"),
        ("minutes.txt", b"", "no text"),
        ("minutes.txt", b" \n\t", "no text"),
        ("minutes.txt", b"x" * 5_000_001, "larger than 5 MB"),
        ("minutes.txt", b"PK\x03\x04\0\0\0", "no text, whatever"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(name, body, reason):
    with pytest.raises(IngestError, match=reason):
        uploaded(SimpleUploadedFile(name, body))

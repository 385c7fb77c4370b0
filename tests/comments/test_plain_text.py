"""A thought's text can only ever become paragraphs, line breaks and safe links."""

import time
import unicodedata
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.plain_text import clean, lay_out

PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
CAP = 5000
SHAPES = [
    "https://" * 700,
    "h" * CAP,
    "<" * CAP,
    "[" * CAP,
    "[](" * 1700,
    "https://x.org/" + "(" * 4900,
    "https://a" + "@" * 4900,
    "\u0301" * CAP,
    "a\u200d" * 2500,
    "\n " * 2500,
    " " * 4999 + "x",
    "&#" * 2500,
]


def parsed(text):
    return list(html5lib.parseFragment(lay_out(text), namespaceHTMLElements=False).iter())


def assert_harmless(text):
    for element in parsed(text):
        assert element.tag in {"DOCUMENT_FRAGMENT", "p", "br", "a"}
        assert set(element.attrib) == ({"href", "rel"} if element.tag == "a" else set())
        if element.tag == "a":
            scheme, _, rest = element.attrib["href"].partition("://")
            assert scheme in {"http", "https"}
            assert rest[0].isalnum(), "an address has two slashes and then a host"
            assert {"nofollow", "ugc", "noopener"} <= set(element.attrib["rel"].split())


def test_there_are_sixty_ways_to_attack_and_no_two_the_same():
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_becomes_nothing_but_text(payload):
    cleaned = clean(payload)
    assert_harmless(cleaned)
    shown = "".join(html5lib.parseFragment(lay_out(cleaned)).itertext())
    assert shown == cleaned, "and its author reads what was written"


@settings(max_examples=200, deadline=500)
@given(st.text(max_size=CAP))
def test_no_text_at_all_becomes_more_than_text(text):
    cleaned = clean(text)
    assert_harmless(cleaned)
    assert clean(cleaned) == cleaned, "what is stored stays as it is"
    cleaned.encode()


@pytest.mark.parametrize(
    "text",
    [
        "//evil.test/x",
        "https:////evil.test",
        "https://example.org@evil.test",
        "ftp://evil.test/x",
        "https://u:p@h.test/",
    ],
)
def test_an_address_that_hides_where_it_leads_is_no_link(text):
    assert "<a" not in lay_out(text)


def test_addresses_become_links_without_the_full_stop_behind_them():
    assert lay_out("See https://example.org/a?b=1&c=2.") == (
        '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">https://example.org/a?b=1&amp;c=2</a>.</p>'
    )
    assert 'href="https://example.org/@ann"' in lay_out("https://example.org/@ann")


def test_a_long_address_is_linked_whole():
    address = "https://example.org/" + "a" * 900
    assert f'href="{address}"' in lay_out(address)


def test_paragraphs_and_lines_are_kept():
    assert lay_out(clean("One\r\ntwo\r\n\r\n\r\n\r\nthree  \n")) == "<p>One<br>two</p><p>three</p>"
    assert clean("One\u2028two\u2029three\x85four") == "One\ntwo\nthree\nfour"


INVISIBLE = [
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x200B, 0x2010),
    0, 0x1B, 0x9B, 0xAD, 0x34F, 0x61C, 0x2060, 0x3164, 0xD800, 0xFEFF, 0xE0041, 0xE0100,
]  # fmt: skip


@pytest.mark.parametrize("code", INVISIBLE, ids=hex)
def test_what_can_not_be_seen_is_not_kept(code):
    assert clean(f"a{chr(code)}b") == "ab"
    assert clean(f"{chr(code)} ") == ""


def test_letters_and_pictures_keep_what_joins_them():
    for text in ("می\u200cخواهم", "क्\u200dष", "👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "👍🏽", "☺\ufe0f"):
        assert clean(text) == text


@pytest.mark.parametrize("mark", ["\u0301", "\u0336", "\u20dd", "\u0e47", "\u064b"])
def test_towers_of_accents_are_cut_to_three_marks(mark):
    decomposed = unicodedata.normalize("NFD", clean("a" + mark * 40 + "b"))
    assert decomposed == "a" + mark * 3 + "b"


def test_real_accents_stay():
    for text in ("Wałęsa, Tomás, Việt, 한국어, مرحبا, שָׁלוֹם, ภาษาไทยน้ำ", "\u01d7"):
        assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_text_takes_long(shape):
    clean("é")
    began = time.thread_time()
    lay_out(clean(shape[:CAP]))
    assert time.thread_time() - began < 0.2, "linear work on 5,000 characters takes milliseconds"

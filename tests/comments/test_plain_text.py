"""A thought's text can only ever become paragraphs, line breaks and safe links."""

import time

import html5lib
import pytest

from comments.plain_text import clean, lay_out

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "[x](javascript:alert(1))",
    "https://x.org/\"onmouseover='alert(1)",
    "https://x.org/<script>",
    "http://x.org/&quot;><b>",
    "//evil.test/x",
    "data:text/html,<script>alert(1)</script>",
    "<a href='https://evil.test'>click</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<iframe src=//evil.test></iframe>",
    "<style>*{display:none}</style>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_becomes_nothing_but_text(payload: str) -> None:
    tree = html5lib.parseFragment(lay_out(clean(payload)), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag in {"DOCUMENT_FRAGMENT", "p", "br", "a"}
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == "a":
            assert element.attrib["href"].startswith(("http://", "https://"))
            assert {"nofollow", "ugc", "noopener"} <= set(element.attrib["rel"].split())


def test_addresses_become_links_without_the_full_stop_behind_them() -> None:
    assert lay_out("See https://example.org/a?b=1&c=2.") == (
        '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">https://example.org/a?b=1&amp;c=2</a>.</p>'
    )


def test_paragraphs_and_lines_are_kept() -> None:
    assert lay_out(clean("One\r\ntwo\r\n\r\n\r\n\r\nthree  \n")) == "<p>One<br>two</p><p>three</p>"


@pytest.mark.parametrize("invisible", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\ufeff", "\u00ad"])
def test_what_can_not_be_seen_is_not_kept(invisible: str) -> None:
    assert clean(f"a{invisible}b") == "ab"


def test_towers_of_accents_are_cut_and_real_ones_stay() -> None:
    assert clean("a" + "\u0301" * 40 + "b").endswith("b")
    assert len(clean("a" + "\u0301" * 40 + "b")) <= 6
    assert (
        clean("Wa\u0142e\u0328sa, Tom\u00e1s, \ud55c\uad6d\uc5b4, \u0645\u0631\u062d\u0628\u0627")
        == "Wałęsa, Tomás, 한국어, مرحبا"
    )


@pytest.mark.parametrize(
    "shape", ["https://" * 700, "h" * 5000, "<" * 5000, "https://x.org/" + "(" * 4900, "\u0301" * 5000, "\n " * 2500]
)
def test_no_shape_of_text_takes_long(shape: str) -> None:
    began = time.perf_counter()
    lay_out(clean(shape[:5000]))
    assert time.perf_counter() - began < 1, "linear work on 5,000 characters takes milliseconds"

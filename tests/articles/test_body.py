"""A body becomes text, sentences and HTML in one pass, so that a sentence's offsets and its span can not drift apart."""

import re
import time

import html5lib
import pytest

from articles.body import BodyError, lay_out_body

TEXTS = [
    "One sentence. Another one.",
    "It *ends inside. A mark* that crosses.",
    "See [the minutes. All of them](https://example.org/?a=1&b=2) and go.",
    "**Bold. *Both.* Bold.** Plain.",
    'He said "Stop. Go home." Then he left.',
    "Dr. Lim paid $3.5m. in the U.S. on Jan. 5. Nobody asked.",
    "한국어 문장입니다. 두 번째 문장입니다.",
    "中文第一句。第二句！第三句？",
    "Emoji 👩‍👩‍👧 end. Combining e\u0301 too.",
    "A `code. span` here. Done.",
    'A < b & c > d. "Quotes" stay.',
    "- first item. With two.\n- second item.",
    "> quoted *words. Over* there.\n\nAnd back.",
    "Line one\nline two. Line three  \nline four.",
]


def elements(html: str) -> list:
    return list(html5lib.parseFragment(html, namespaceHTMLElements=False).iter())


@pytest.mark.parametrize("markdown", TEXTS)
def test_each_span_holds_its_sentence_and_nothing_else(markdown: str) -> None:
    body = lay_out_body(markdown)
    spans = [e for e in elements(body.html) if e.tag == "span"]
    assert [e.attrib["id"] for e in spans] == [f"s-{n}" for n in range(1, len(body.sentences) + 1)]
    for element, sentence in zip(spans, body.sentences, strict=True):
        assert "".join(element.itertext()) == body.text[sentence.start : sentence.end]


@pytest.mark.parametrize("markdown", TEXTS)
def test_no_visible_character_is_outside_a_sentence(markdown: str) -> None:
    body = lay_out_body(markdown)
    outside = list(body.text)
    for sentence in body.sentences:
        outside[sentence.start : sentence.end] = [""] * (sentence.end - sentence.start)
    assert not "".join(outside).strip()


def test_headings_begin_below_the_headline_and_are_no_sentences() -> None:
    body = lay_out_body("# Top\n\nText.\n\n## Same\n\nText.\n\n## Same\n\n#### Deep")
    assert re.findall(r"<(h\d) id=\"([^\"]+)\"", body.html) == [
        ("h2", "h-top"),
        ("h2", "h-same"),
        ("h2", "h-same-2"),
        ("h3", "h-deep"),
    ]
    assert len(body.sentences) == 2
    assert [s.paragraph for s in body.sentences] == [1, 2]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> text.",
        "<img src=x onerror=alert(1)> text.",
        "[x](javascript:alert(1)) text.",
        "[x](//evil.test) text.",
        "[x](/\\\\evil.test) text.",
        "[x](data:text/html,x) text.",
        "![x](https://evil.test/pixel.png) text.",
        '[x](https://a.test/"onmouseover="alert(1)) text.',
        '<span id="s-1">forged</span> text.',
        "```\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
    ],
)
def test_hostile_markdown_stays_text(hostile: str) -> None:
    body = lay_out_body(hostile)
    found = elements(body.html)
    assert not [e for e in found if e.tag in {"script", "img", "iframe", "svg", "style"}]
    assert not [name for e in found if isinstance(e.attrib, dict) for name in e.attrib if str(name).startswith("on")]
    for link in (e for e in found if e.tag == "a"):
        assert re.match(r"https?://|mailto:|/[^/\\]", link.attrib.get("href", "https://")), link.attrib
    ids = [e.attrib["id"] for e in found if "id" in e.attrib]
    assert len(ids) == len(set(ids)) == len(body.sentences)


def test_what_would_take_for_ever_is_refused_with_a_reason() -> None:
    with pytest.raises(BodyError, match="opening brackets"):
        lay_out_body("[" * 20_000)


@pytest.mark.parametrize(
    "shape", ["*" * 100_000, "_a" * 50_000, "`" * 100_000, "> " * 5_000, "word " * 40_000, "a.b" * 60_000]
)
def test_no_shape_of_body_takes_long(shape: str) -> None:
    began = time.perf_counter()
    lay_out_body(shape)
    assert time.perf_counter() - began < 10, "linear work on 200,000 characters takes about a second"

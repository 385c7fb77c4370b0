"""The body: from an editor's Markdown to plain text, sentences, and HTML with a span a sentence.

All three come from one pass over the same tokens, so that a sentence's offsets into the plain text and its span on
the page can not drift apart.
"""

import re
from dataclasses import dataclass, field
from html import escape
from itertools import count

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from articles import sentences

BLOCK_GAP = "\n\n"
# One paragraph's opening brackets: link parsing takes quadratic time in them.
BRACKETS_LIMIT = 500
TAGS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "em", "strong", "a", "br", "code", "span", "hr"}
ATTRIBUTES = {"a": {"href", "title"}, "span": {"id"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}

# Where a link may lead: with `//host`, which Markdown and sanitiser let pass, it would leave the site unseen.
ADDRESS = re.compile(r"https?://|mailto:|#|/(?![/\\])", re.IGNORECASE)
# Left behind where a sentence and a mark end together.
EMPTY_MARK = re.compile(r"<(em|strong|a|code)(?: [^>]*)?></\1>")

_renderer = RendererHTML()
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(
    ["image", "html_block", "html_inline", "code", "fence"]
)


class BodyError(ValueError):
    """The body cannot be laid out; the message tells the editor why and what to do."""


@dataclass(frozen=True)
class Span:
    """A sentence: its place in the plain text (code points, end exclusive) and the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


@dataclass
class Body:
    """A body laid out: `html` with `<span id="s-n">` around sentence n, `text`, the sentences, and the headings (id, text)."""

    html: str = ""
    text: str = ""
    sentences: list[Span] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    words: int = 0


def lay_out_body(markdown: str, language: str = "en") -> Body:
    """Lays out a body; raises BodyError for one that would take unbounded time."""
    for paragraph in markdown.split("\n\n"):
        if paragraph.count("[") > BRACKETS_LIMIT:
            raise BodyError(f"One paragraph holds more than {BRACKETS_LIMIT} opening brackets “[”. Take some out.")
    body = Body()
    parts: list[str] = []
    numbers = count(1)
    heading_ids: set[str] = set()
    tokens = _markdown.parse(markdown)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline":
            parts.append(_block(token))
            continue
        plain = _plain(token)
        if not plain.strip():
            continue
        if before is not None and before.type == "heading_open":
            anchor = _anchor(plain, heading_ids)
            parts[-1] = f'<{_level(before)} id="{anchor}">'
            body.headings.append((anchor, plain))
            spans = []
        else:
            spans = sentences.split(plain, language)
        offset = len(body.text) + len(BLOCK_GAP) if body.text else 0
        body.text += (BLOCK_GAP if body.text else "") + plain
        number = body.sentences[-1].paragraph + 1 if body.sentences else 1
        body.sentences += [Span(offset + start, offset + end, number) for start, end in spans]
        parts.append(_inline(token, [(start, end, next(numbers)) for start, end in spans]))
    body.html = nh3.clean(
        "".join(parts), tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    )
    body.words = len(body.text.split())
    return body


def _level(token: Token) -> str:
    """The headline is the page's only h1, so headings in a body begin at h2 and end at h3."""
    return "h2" if token.tag in {"h1", "h2"} else "h3"


def _block(token: Token) -> str:
    if token.hidden or (token.type not in _renderer.rules and not token.tag):
        return ""
    if token.type.startswith("heading"):
        return f"<{'/' if token.nesting < 0 else ''}{_level(token)}>"
    return str(_renderer.renderToken([token], 0, _markdown.options, {}))


def _plain(inline: Token) -> str:
    """The text of a block: what is between the marks, line breaks as spaces."""
    return "".join(_piece(child) for child in inline.children or [])


def _piece(child: Token) -> str:
    return (
        " "
        if child.type in {"softbreak", "hardbreak"}
        else child.content
        if child.type in {"text", "code_inline"}
        else ""
    )


def _anchor(text: str, taken: set[str]) -> str:
    base = slugify(text)[:60] or "part"
    anchor = next(name for n in count(1) if (name := base if n == 1 else f"{base}-{n}") not in taken)
    taken.add(anchor)
    return f"h-{anchor}"


def _inline(inline: Token, spans: list[tuple[int, int, int]]) -> str:
    """The block's inline HTML with a span around each sentence.

    A mark (emphasis, a link) that crosses a sentence's edge is closed there and opened again.
    """
    edges = sorted([(end, "", 0) for _, end, _ in spans] + [(start, "start", number) for start, _, number in spans])
    out: list[str] = []
    opened: list[str] = []
    at = 0
    for child in inline.children or []:
        piece = _piece(child)
        if not piece:
            _mark(child, opened, out)
            continue
        if child.type == "code_inline":
            opened.append("code")
            out.append("<code>")
        done = 0
        # A sentence ends with the piece that holds its last character, and begins with the one that holds its first.
        while edges and (edges[0][0] < at + len(piece) or (edges[0][0] == at + len(piece) and not edges[0][1])):
            edge, starts, number = edges.pop(0)
            out.append(escape(piece[done : edge - at], quote=False))
            done = edge - at
            closing = [f"</{tag.split()[0]}>" for tag in reversed(opened)]
            opening = [f"<{tag}>" for tag in opened]
            out += [*closing, f'<span id="s-{number}">' if starts else "</span>", *opening]
        out.append(escape(piece[done:], quote=False))
        at += len(piece)
        if child.type == "code_inline":
            out.append(f"</{opened.pop()}>")
    return EMPTY_MARK.sub("", "".join(out))


def _mark(child: Token, opened: list[str], out: list[str]) -> None:
    if child.nesting > 0:
        opened.append(_tag(child))
        out.append(f"<{opened[-1]}>")
    elif child.nesting < 0 and opened:
        out.append(f"</{opened.pop().split()[0]}>")


def _tag(token: Token) -> str:
    href = str(token.attrGet("href") or "")
    return f'{token.tag} href="{escape(href)}"' if ADDRESS.match(href) else token.tag

"""Bodies that come as HTML or as plain text, as the Markdown that the desk writes: paragraphs, headings, lists, quotations."""

import re
from html.parser import HTMLParser

MARKS = re.compile(r"([\\`*_\[\]<>&])")
# At the beginning of a line these would make a heading, a list, a quotation or a line.
LEADING = re.compile(r"^(\s*)([#+>~=-]|\d{1,9}[.)])")
OPENERS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "### ", "h5": "### ", "h6": "### ", "li": "- "}
BLOCKS = {"p", "div", "section", "article", "ul", "ol", "blockquote", "table", "tr", "figure", *OPENERS}
UNREAD = {"script", "style", "head", "template"}


def from_plain(text: str) -> str:
    """A paragraph for each line or, where the text has empty lines, for each run of lines between them."""
    gap = r"\n\s*\n" if re.search(r"\n\s*\n", text) else r"\n"
    return "\n\n".join(escaped(" ".join(part.split())) for part in re.split(gap, text) if part.strip())


def from_html(html: str) -> str:
    """The text of the blocks; what marks words inside them is left out."""
    blocks = _Blocks()
    blocks.feed(html)
    blocks.close()
    blocks.end()
    return "\n\n".join(blocks.done)


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return LEADING.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2][0].isdigit() else _numbered(found),
        MARKS.sub(r"\\\1", text),
    )


def _numbered(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2][:-1]}\\{found[2][-1]}"


class _Blocks(HTMLParser):
    """Collects the text block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self.under_way: list[str] = []
        self.opener, self.quoted, self.unread = "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or a part that is not read."""
        if tag in BLOCKS:
            self.end()
            self.opener = OPENERS.get(tag, self.opener if tag == "p" else "")
        self.quoted += tag == "blockquote"
        self.unread += tag in UNREAD
        if tag == "br":
            self.under_way.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if tag in BLOCKS:
            self.end()
            self.opener = ""
        self.quoted -= tag == "blockquote" and self.quoted > 0
        self.unread -= tag in UNREAD and self.unread > 0

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self.unread:
            self.under_way.append(data)

    def end(self) -> None:
        """Puts the block aside, if there is anything in it."""
        text = " ".join("".join(self.under_way).split())
        self.under_way = []
        if text:
            self.done.append(f"{'> ' if self.quoted else ''}{self.opener}{escaped(text)}")

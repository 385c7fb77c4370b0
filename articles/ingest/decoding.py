"""Bytes to text: in the right character set, without the characters that no text needs."""

import codecs
import re
import unicodedata

# What pages are really written in; the other names that Python knows are no character sets or can be made to mislead.
KNOWN = {
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "iso8859-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16",
    "koi8-r", "koi8-u", "mac-roman", "big5", "big5hkscs", "gb2312", "gbk", "gb18030", "euc_kr", "cp949", "johab",
    "euc_jp", "shift_jis", "cp932", "iso2022_jp", "tis-620", "cp874",
}  # fmt: skip
# Pages that name the first of these mean the second (WHATWG, Encoding).
MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
         "euc_kr": "cp949", "shift_jis": "cp932"}  # fmt: skip
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NAMED_INSIDE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
HEAD = 4096

# Control characters but tab and line feed; halves of pairs; what turns the direction of text or hides inside a word.
NEEDLESS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
LINE_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
GAPS = re.compile(r"\n{3,}")
# About fifty thousand words: what stands behind them is no news item's.
LONGEST = 300_000


def decoded(body: bytes, charset: str = "", *, html: bool = False) -> str:
    """The text of a body: by its mark, as UTF-8, by what the server or the page names; never raises."""
    for mark, named in MARKS.items():
        if body.startswith(mark):
            return body.decode(named, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        inside = NAMED_INSIDE.search(body[:HEAD]) if html else None
        named = _known(charset) or _known(inside[1].decode() if inside else "") or "cp1252"
        return body.decode(named, "replace")


def _known(name: str) -> str:
    """The character set of that name, empty where it is none that a page is written in."""
    try:
        plain = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    return MEANT.get(plain, plain) if plain in KNOWN else ""


def tidied(text: str) -> str:
    """A text as it is kept: composed, lines ended alike, needless characters gone, no more than one empty line."""
    plain = NEEDLESS.sub("", LINE_BREAKS.sub("\n", text))
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", plain).split("\n"))
    return GAPS.sub("\n\n", "\n".join(lines)).strip()

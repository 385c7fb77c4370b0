"""How a discussion looks: moulds, filled with what all readers see and what one reader alone does."""

from math import inf
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from comments.reading.discussion import Discussion, Thread
from comments.reading.nesting import Node, nested
from comments.reading.orders import NEWEST, ORDERS
from comments.reading.picture import picture
from comments.reading.selection import MOST_COUNTED, as_number
from comments.reading.visiting import Viewer
from newsroom.mould import Moulds

_section, _threads, _list, _item, _folded, _tabs, _more, _fresh = (
    Moulds(f"comments/_{name}.html", lambda *key: dict(key), kept=inf)
    for name in ("discussion", "threads", "replies", "item", "folded", "tabs", "more", "fresh")
)
EMPTY = SafeString("")


class Setting(NamedTuple):
    """Where thoughts are shown: under the article at that address, to whom, beside which others, and whether it takes answers."""

    address: str
    viewer: Viewer | None
    here: set[int]
    open: bool


def section(
    article: Article, discussion: Discussion, form: SafeString, viewer: Viewer | None = None, *, is_open: bool = True
) -> SafeString:
    """The block of an article's page."""
    count = {"count": str(discussion.count)} if discussion.count else {}
    listed = threads(article, discussion, viewer, is_open=is_open, live=viewer is not None)
    gaps = {"composer": form, "threads": listed} | count
    return _section.get(tuple(gaps)).fill(**gaps)


def threads(
    article: Article,
    discussion: Discussion,
    viewer: Viewer | None = None,
    *,
    is_open: bool = True,
    live: bool = True,
    asked: str = "",
) -> SafeString:
    """The thoughts of one page of the discussion, in which order they stand, and the way to the next page.

    A live page announces what is posted later. `asked` is the part of the address that a next page keeps; empty where
    the discussion is read in one of its orders.
    """
    address = f"{article.get_absolute_url()}thoughts/"
    gaps = {
        "thoughts": listed(article, discussion, viewer, is_open=is_open),
        "more": _way_on(address, discussion, asked),
        "tabs": EMPTY if asked else _orders(address, discussion),
        "fresh": _what_is_new(address, viewer),
        "address": address,
        "since": str(as_number(discussion.newest) if discussion.newest else 0),
    }
    return _threads.get(tuple(gaps), ("live", live)).fill(**gaps)


def listed(article: Article, discussion: Discussion, viewer: Viewer | None, *, is_open: bool = True) -> SafeString:
    """The thoughts alone, thread after thread; only an open discussion offers to answer them."""
    here = {one.id for thread in discussion.threads for one in thread.thoughts}
    around = Setting(article.get_absolute_url(), viewer, here, is_open)
    return _together(_thread(thread, around) for thread in discussion.threads)


def _thread(thread: Thread, around: Setting) -> SafeString:
    more = EMPTY
    if thread.more and thread.ref:
        url = f"{around.address}thoughts/?{urlencode({'thread': thread.ref})}"
        says = f"Show {thread.more} more {'reply' if thread.more == 1 else 'replies'}"
        more = _more.get(("url", "says"), ("in_thread", True)).fill(url=url, says=says)
    return _together(_node(node, around, more) for node in nested(thread.thoughts))


def _node(node: Node, around: Setting, more: SafeString = EMPTY) -> SafeString:
    one = node.thought
    elsewhere = one.parent not in around.here
    shown = picture(
        one, around.address, around.viewer, answers_elsewhere=elsewhere, joined=node.joined, is_open=around.open
    )
    if one.muted and one.seen:
        shown = _folded.get(("thought",)).fill(thought=shown)
    below = _together(_node(reply, around) for reply in node.replies)
    replies = _list.get(("items",)).fill(items=below + more) if below or more else EMPTY
    return _item.get(("ref", "parent", "thought", "replies")).fill(
        ref=one.ref, parent=one.parent_ref or "", thought=shown, replies=replies
    )


def _orders(address: str, discussion: Discussion) -> SafeString:
    if not discussion.count:
        return EMPTY
    offered = [(order.label, "" if order is NEWEST else f"?sort={name}", order is discussion.order)
               for name, order in ORDERS.items()]  # fmt: skip
    return _tabs.get(("address",), ("orders", tuple(offered))).fill(address=address)


def _what_is_new(address: str, viewer: Viewer | None) -> SafeString:
    if not viewer or not viewer.new or not viewer.new_since:
        return EMPTY
    count = f"{MOST_COUNTED - 1}+" if viewer.new >= MOST_COUNTED else str(viewer.new)
    return _fresh.get(("url", "count")).fill(url=f"{address}?since={as_number(viewer.new_since)}", count=count)


def _way_on(address: str, discussion: Discussion, asked: str) -> SafeString:
    if not discussion.after:
        return EMPTY
    order = "" if discussion.order is NEWEST else f"sort={discussion.order.name}"
    kept = asked or order
    url = f"{address}?{kept}{'&' if kept else ''}after={discussion.after}#thoughts"
    left = discussion.left
    says = f"Show {left} more thought{'' if left == 1 else 's'}" if left else "Show more thoughts"
    return _more.get(("url", "says"), ("in_thread", False)).fill(url=url, says=says)


def _together(parts: Any) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - filled moulds

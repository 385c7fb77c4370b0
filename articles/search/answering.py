"""The answer to a search: the articles of a page with the words marked, what to say about them, what else may help."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Left
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.cards import COLUMNS, Facts
from articles.models import Article
from articles.related.vectors import SEARCHED_AS
from articles.search import query as reading
from articles.search.asking import DATE, ON_PAGE, Asked
from articles.search.highlighting import LOOKED_AT, Marked, highlighted
from articles.search.meaning import near
from articles.search.query import Query
from articles.search.ranking import Found, find
from articles.search.suggesting import suggested

# With fewer hits a reader is offered what is near in meaning, so much of it.
LITTLE, ALSO = 5, 6


@dataclass(frozen=True)
class Answer:
    """What a search page shows; `why_none` is a sentence where nothing could be looked for."""

    results: list[Facts] = field(default_factory=list)
    total: int = 0
    """Exact where it is below 500 and the whole archive was looked through; for lists by date unknown."""
    newest_only: bool = False
    why_none: str = ""
    instead: Asked | None = None
    near: list[Facts] = field(default_factory=list)
    earlier: tuple[Any, int] | None = None
    """By date: the place of the last article shown, if others follow."""
    cut: bool = False


def answer(asked: Asked) -> Answer:
    """Looks for a reader's words, which are not empty."""
    query = reading.read(asked.words)
    if not query.text:
        return Answer(why_none=_why_none(query), cut=query.cut)
    found = find(query, asked)
    if found.too_slow:
        return Answer(why_none="That search took too long. Rarer words, or a date, make it quicker.", cut=query.cut)
    if asked.page > 1 or asked.before or found.total >= LITTLE:
        return _laid_out(asked, query, found, [])
    if not found.total and (instead := suggested(asked, query)):
        return Answer(instead=instead, cut=query.cut)
    return _laid_out(asked, query, found, near(asked, query, found.keys))


def _laid_out(asked: Asked, query: Query, found: Found, also: list[int]) -> Answer:
    rows = _rows(asked, [*found.keys[:ON_PAGE], *also])
    shown = [row for row in rows if row[-1] in found.keys]
    marked = highlighted(query, [(row[5], row[6], row[-2], row[-3].split("-")[0] in SEARCHED_AS) for row in shown])
    results = [
        Facts(*row[: len(COLUMNS)])._replace(headline=one.headline, dek=_below(one))
        for row, one in zip(shown, marked, strict=True)
    ]
    goes_on = asked.sort == DATE and len(found.keys) > ON_PAGE and bool(results)
    return Answer(
        results=results,
        total=found.total,
        newest_only=found.newest_only,
        near=[Facts(*row[: len(COLUMNS)]) for row in rows if row[-1] not in found.keys][:ALSO],
        earlier=(results[-1].published_at, shown[-1][-1]) if goes_on else None,
        cut=query.cut,
    )


def _below(marked: Marked) -> SafeString:
    """Under the headline: the dek, and the passage of the body where there is one."""
    if not marked.passage:
        return marked.dek
    return format_html('{} <span class="passage">{}</span>', marked.dek, marked.passage)


def _rows(asked: Asked, keys: list[int]) -> list[tuple[Any, ...]]:
    """What the cards need, then language, body and key, of those that are public and pass the filters, in order."""
    public = asked.among(Article.objects.published()).filter(pk__in=keys)
    rows = public.values_list(*COLUMNS, "page__language", Left("live__text", LOOKED_AT), "pk")
    by_key = {row[-1]: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def _why_none(query: Query) -> str:
    if query.common_only:
        return "These are only common words, which stand in every article. Add one that says what it is about."
    return "There is no word to look for. A search needs one that it does not exclude."

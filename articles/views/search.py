"""The search page, and the description by which browsers offer this site's search."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Section
from articles.search.answering import Answer, answer
from articles.search.asking import KINDS, MOST_CHARACTERS, ON_PAGE, RANKED, SORTS, Asked, read, signers
from articles.search.query import MOST_WORDS
from articles.views.sharing import shareable


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words find, and the filters as a form; without words, the form alone."""
    sections, authors = list(Section.objects.all()), signers()
    asked, notes = read(request.GET, sections, authors)
    facts: dict[str, Any] = {
        "asked": asked,
        "sections": sections,
        "authors": authors,
        "sorts": SORTS,
        "kinds": KINDS,
        "notes": notes,
    }
    facts["most_characters"] = MOST_CHARACTERS
    if asked.words:
        found = answer(asked)
        if found.cut:
            notes.append(f"Only the first {MOST_WORDS} of your words were searched for.")
        facts |= {"answer": found, "said": _said(asked, found), "pages": _pages(asked, found)}
        if found.earlier:
            facts["earlier"] = replace(asked, before=found.earlier).address()
    return shareable(request, render(request, "articles/search.html", facts))


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """OpenSearch 1.1, as browsers read it."""
    return render(request, "articles/opensearch.xml", content_type="application/opensearchdescription+xml")


def _said(asked: Asked, found: Answer) -> tuple[str, str]:
    """How many articles there are, as far as that is known, and in which order they stand."""
    if not found.results:
        return "", ""
    order = ", newest first" if asked.sort == "date" else ""
    if asked.sort == "date":
        return "Articles", f"that match all of your words{order}"
    if found.total >= RANKED:
        return f"More than {RANKED} articles", "match all of your words; these are the best of the newest"
    if found.newest_only:
        return "Common words:", "these are the best matches among the newest articles. Dates lead further back."
    if found.total == 1:
        return "1 article", "matches all of your words"
    return f"{found.total} articles", "match all of your words"


def _pages(asked: Asked, found: Answer) -> list[tuple[int, str]]:
    """The pages of a ranked list with their addresses: first, neighbours, last; number 0 stands for a gap."""
    last = -(-found.total // ON_PAGE) if asked.sort != "date" else 1
    shown = sorted({1, asked.page - 1, asked.page, asked.page + 1, last} & set(range(1, last + 1)))
    pages: list[tuple[int, str]] = []
    for number in shown:
        if pages and number > pages[-1][0] + 1:
            pages.append((0, ""))
        pages.append((number, replace(asked, page=number).address()))
    return pages if last > 1 else []

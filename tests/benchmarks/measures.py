"""What is measured on a large paper: relating, reading lists, searching; always by the functions that pages and jobs call."""

import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory

from articles.models import Article, SearchWord, Section
from articles.related.neighbours import forget, relate
from articles.related.selection import related_to
from articles.search.answering import answer
from articles.search.asking import DATE, Asked
from articles.stories.regrouping import regroup
from articles.views.lists import ON_PAGE, front, section
from tests.benchmarks import drawing
from tests.benchmarks.indexes import print_sizes
from tests.benchmarks.paper import Paper
from tests.benchmarks.timing import WARM, print_head, print_times

RUNS = 200 + WARM
PAGE = 1_000
NAMED = "article articleversion page articlevector termblock neighbour searchword story"
TABLES = [f"articles_{name}" for name in NAMED.split()]


def measure(size: Paper) -> None:
    """Prints all figures."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW shared_buffers")
        print(f"\n{size.articles:,} articles, {size.drawn:,} of them drawn; {cursor.fetchone()[0]} of shared buffers")
    lot = random.Random(drawing.SEED)
    reading(size.articles, lot)
    searching(size.articles, lot)
    relating(size.articles)
    print("\nSizes")
    print_sizes(*TABLES)


def relating(articles: int) -> None:
    """New articles, one after the other, each in a transaction of its own as its job has it."""
    fresh = list(Article.objects.filter(pk__gt=articles).select_related("live").order_by("pk")[:RUNS])
    for article in fresh:
        forget(article)
    print_head("A new article")
    print_times("its neighbours, and the oldest's renewed", lambda one: relate(one.live), fresh, 300)
    print_times("its story", lambda one: regroup(one.pk), fresh, 300)


def reading(articles: int, lot: random.Random) -> None:
    """Lists as anybody gets them."""
    print_head("Pages")
    print_times(
        "the related query of an article's page", related_to, [lot.randint(1, articles) for _ in range(RUNS)], 5
    )
    print_times("front page", front, [_request("/") for _ in range(RUNS)], 20)
    slugs = list(Section.objects.values_list("slug", flat=True))
    for name, ask in (("1", _first_page), (f"{PAGE:,}", _far_down)):
        asked = {slug: _request(f"/sections/{slug}/{ask(slug)}") for slug in slugs}
        chosen = [lot.choice(slugs) for _ in range(RUNS)]
        print_times(f"section page {name}", lambda slug: section(asked[slug], slug), chosen, 20)  # noqa: B023 - at once


def _first_page(_slug: str) -> str:
    return ""


def _far_down(slug: str) -> str:
    """Where page 1,000 of a section begins, or its last page."""
    rows = Article.objects.published().filter(section__slug=slug).order_by("-published_at", "-id")
    places = rows.values_list("published_at", "pk")
    at, pk = places[min((PAGE - 1) * ON_PAGE, rows.count() - ON_PAGE) - 1]
    return f"?before={at.timestamp():.6f}_{pk}"


def _request(address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return request


def searching(articles: int, lot: random.Random) -> None:
    """Searches of each kind, each with words of its own."""
    print_head("Searches")
    for name, words, bar in _kinds(articles, lot):
        asked = [Asked(words=words()) for _ in range(RUNS)]
        print_times(name, answer, asked, bar)
        if name in {"one common word", "a rare name"}:
            print_times(f"{name}, newest first", answer, [Asked(words=one.words, sort=DATE) for one in asked], bar)


def _kinds(articles: int, lot: random.Random) -> Iterator[tuple[str, Callable[[], str], float]]:
    by_number = list(
        SearchWord.objects.filter(written__gt=0, articles__gt=0).order_by("-articles").values_list("word", "articles")
    )
    common = [word for word, number in by_number if number >= articles / 20][:200] or [by_number[0][0]]
    middle = [word for word, number in by_number if articles / 200 <= number < articles / 20] or common
    scarce = [word for word, number in by_number if articles / 1000 <= number < articles / 200] or middle
    names = drawing.words()[drawing.ANYBODYS : drawing.NAMES]

    def beside() -> str:
        """Two common words as they stand side by side in some article, or else any two."""
        held = set(common)
        for _ in range(50):
            text = _text(lot.randint(1, articles)).lower().replace(".", "").split()
            pairs = [pair for pair in pairwise(text) if held.issuperset(pair)]
            if pairs:
                return f'"{" ".join(lot.choice(pairs))}"'
        return f'"{lot.choice(common)} {lot.choice(common)}"'

    yield "a rare name", lambda: lot.choice(names), 150
    yield "one word in 1 to 5 of 1,000", lambda: lot.choice(scarce), 150
    yield "one word in 5 to 50 of 1,000", lambda: lot.choice(middle), 150
    yield "one common word", lambda: lot.choice(common), 150
    yield "three words of a headline", lambda: " ".join(lot.sample(_headline(lot.randint(1, articles)), 3)), 150
    yield "three words of a text", lambda: " ".join(lot.sample(_text(lot.randint(1, articles)).split(), 3)), 150
    yield "three common words", lambda: " ".join(lot.sample(common, min(3, len(common)))), 150
    yield "a common and a rare word", lambda: f"{lot.choice(common)} {lot.choice(names)}", 150
    yield "a phrase of two words of a text", lambda: _phrase(_text(lot.randint(1, articles)), 2, lot), 400
    yield "a phrase of three words of a text", lambda: _phrase(_text(lot.randint(1, articles)), 3, lot), 400
    yield "a phrase of common words, side by side somewhere", beside, 400
    yield "a phrase of any two common words", lambda: f'"{lot.choice(common)} {lot.choice(common)}"', 400
    yield "a typing error in a word", lambda: _mistyped(lot.choice(scarce), lot), 400


def _text(key: int) -> str:
    return str(Article.objects.values_list("live__text", flat=True).get(pk=key))


def _headline(key: int) -> list[str]:
    return str(Article.objects.values_list("live__headline", flat=True).get(pk=key)).split()


def _phrase(text: str, long: int, lot: random.Random) -> str:
    words: list[Any] = text.replace(".", "").split()
    at = lot.randrange(len(words) - long)
    return f'"{" ".join(words[at : at + long])}"'


def _mistyped(word: str, lot: random.Random) -> str:
    at = lot.randrange(1, len(word) - 1)
    return f"{word[:at]}{lot.choice('bcdfgklmnprst')}{word[at + 1 :]}"

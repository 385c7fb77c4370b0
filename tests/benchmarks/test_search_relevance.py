"""How well search orders what it finds: queries of a few telling words from headlines, to which a story's articles are right.

Needs a corpus of JSON lines `{id, title, dek, body, story}` (gzipped), named by RELATED_CORPUS; prints figures only.
"""

import gzip
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from math import log2
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.models import ArticleVector, SearchWord
from articles.related.evaluation import empty_tables, vectors_of
from articles.related.terms import number, words
from articles.search.answering import LITTLE
from articles.search.asking import Asked
from articles.search.meaning import near
from articles.search.query import read
from articles.search.ranking import find
from articles.search.words import count_words

CORPUS = os.environ.get("RELATED_CORPUS", "")
FIRST = 10
BY_HEADLINE = """
    SELECT id FROM articles_articleversion, websearch_to_tsquery('english', %s) AS query
    WHERE to_tsvector('english', headline) @@ query ORDER BY ts_rank(to_tsvector('english', headline), query) DESC, id LIMIT 10
"""
BY_TEXT = """
    SELECT article_id FROM articles_articlevector, websearch_to_tsquery('english', %s) AS query
    WHERE search @@ query ORDER BY ts_rank(search, query) DESC, article_id LIMIT 10
"""


@pytest.mark.benchmark
@pytest.mark.skipif(not CORPUS, reason="RELATED_CORPUS names no corpus")
@pytest.mark.django_db(transaction=True)
def test_relevance_beside_plain_ranking() -> None:
    with gzip.open(Path(CORPUS), "rt") as file:
        rows = [json.loads(line) for line in file]
    with empty_tables(SearchWord):
        vectors = vectors_of((row["title"], row["dek"], row["body"]) for row in rows)
        count_words()
        for long in (1, 2, 3):
            queries = list(_queries(rows, vectors, long))
            print(f"\n{len(queries)} queries of {long} words      nDCG@10  recall@10  nothing found")
            for name, search in SEARCHES.items():
                _print_scores(name, search, queries)


def _search(asked: str) -> list[int]:
    return find(read(asked), Asked(words=asked)).keys


def _search_and_near(asked: str) -> list[int]:
    query = read(asked)
    found = find(query, Asked(words=asked))
    more = near(Asked(words=asked), query, found.keys) if found.total < LITTLE else []
    return [*found.keys, *more]


def _plainly(sql: str) -> Callable[[str], list[int]]:
    def search(asked: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked])
            return [key for (key,) in cursor.fetchall()]

    return search


SEARCHES = {
    "search": _search,
    "search, and what is near where it finds little": _search_and_near,
    "ts_rank over the headline": _plainly(BY_HEADLINE),
    "ts_rank over the whole text": _plainly(BY_TEXT),
}


def _queries(rows: list[dict[str, Any]], vectors: list[ArticleVector], long: int) -> Iterator[tuple[str, set[int]]]:
    """For each story of two articles or more, the heaviest words of its first article's headline."""
    stories = defaultdict(list)
    for key, row in enumerate(rows, 1):
        if row["story"]:
            stories[row["story"]].append(key)
    for keys in stories.values():
        weights = dict(zip(vectors[keys[0] - 1].terms.indices(), vectors[keys[0] - 1].terms.values(), strict=True))
        headline = list(dict.fromkeys(words(rows[keys[0] - 1]["title"])))
        telling = sorted(headline, key=lambda word: -weights.get(number(word), 0.0))[:long]
        if len(keys) > 1 and len(telling) == long:
            yield " ".join(word for word in headline if word in telling), set(keys)


def _print_scores(name: str, search: Callable[[str], list[int]], queries: list[tuple[str, set[int]]]) -> None:
    gained, recalled, empty = 0.0, 0.0, 0
    for asked, right in queries:
        found = search(asked)[:FIRST]
        best = sum(1 / log2(place + 2) for place in range(min(FIRST, len(right))))
        gained += sum(1 / log2(place + 2) for place, key in enumerate(found) if key in right) / best
        recalled += len(right.intersection(found)) / min(FIRST, len(right))
        empty += not found
    print(f"  {name:48} {gained / len(queries):7.3f} {recalled / len(queries):10.3f} {empty:10}")

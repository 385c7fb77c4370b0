"""A reader's words as a query of Postgres, and how common each of them is.

The syntax is that of web searches: all words must occur, `"…"` is a phrase, `-` before a word excludes it, `or` gives a
choice. Each word is looked up by its English stem and as it stands, since the articles in English are searched by stem
and all others by the word. Both are joined word by word, so that "cats -dogs" cannot be met in one language by halves.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, prod
from typing import NamedTuple

from django.db import connection

from articles.related.frequencies import TEXTS
from articles.search.plain import QUOTES, RUN, asked, tidy

MOST_WORDS = 16
# Words that are asked for together meet so much more often than by chance.
TOGETHER = 4
UNIT = re.compile(r'(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))')
# Websearch makes of a quoted text a phrase, or a single word, and of a text of stop words nothing.
READ = f"""
    SELECT english::text, simple::text, stems, words,
        ARRAY(SELECT coalesce(known.articles, 0) FROM unnest(stems) AS stem
              LEFT JOIN articles_searchword AS known ON known.word = stem),
        ARRAY(SELECT coalesce(known.articles, 0) FROM unnest(words) AS one
              LEFT JOIN articles_searchword AS known ON known.word = one),
        ARRAY(SELECT one FROM unnest(words) AS one
              WHERE NOT EXISTS (SELECT FROM articles_searchword AS known WHERE known.word = one AND known.written > 0)),
        {TEXTS}
    FROM unnest(%s::text[]) WITH ORDINALITY AS unit (asked, place)
    CROSS JOIN LATERAL (SELECT replace(unaccent(asked), '"', ' ') AS plain) AS without_accents
    CROSS JOIN LATERAL (
        SELECT websearch_to_tsquery('english', '"' || plain || '"') AS english,
               websearch_to_tsquery('simple', '"' || plain || '"') AS simple,
               tsvector_to_array(to_tsvector('english', plain)) AS stems,
               tsvector_to_array(to_tsvector('simple', plain)) AS words
    ) AS both_ways
    ORDER BY place
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Unit:
    """A word or a phrase of a query."""

    text: str
    excluded: bool


@dataclass(frozen=True)
class Query:
    """What Postgres is asked, as the text of a tsquery; empty where nothing is left to ask for."""

    text: str
    articles: int
    """At most about so many articles can match: as many as hold the rarest word; 0 where that is known from none."""
    likely: int
    """About so many will: by chance the words would meet in fewer, but those of one subject come together."""
    stems: frozenset[str]
    """By which English words are found; `words` the same for other languages; `runs` what is found by its characters."""
    words: frozenset[str]
    runs: tuple[str, ...]
    unknown: tuple[str, ...]
    """Words that no published text is known to hold."""
    wanted: tuple[tuple[str, int], ...]
    """Each word or phrase that is asked for, as the text of a tsquery, and in about how many articles it stands."""
    excluded: str
    """What no article may hold, likewise; empty where nothing is excluded."""
    common_only: bool
    """There were words, and all of them are too common to search for."""
    cut: bool
    """Some words were left out, since there were too many."""


def units_of(words: str) -> list[list[Unit]]:
    """The words and phrases that must occur together, one list for each choice that "or" gives."""
    groups: list[list[Unit]] = [[]]
    for mark in QUOTES:
        words = words.replace(mark, '"')
    for minus, phrase, word in UNIT.findall(words):
        if not minus and word.lower() == "or":
            groups.append([])
        else:
            groups[-1].append(Unit(phrase or word, bool(minus)))
    return [group for group in groups if group]


def read(words: str) -> Query:
    """Reads a reader's words by the database's own parser and dictionaries."""
    groups = units_of(words)
    units = [unit for group in groups for unit in group]
    read_as = dict(zip(units[:MOST_WORDS], _rows(units[:MOST_WORDS]), strict=True))
    alternatives = [[unit for unit in group if unit in read_as and read_as[unit].english] for group in groups]
    # What is only excluded is nothing to look for.
    alternatives = [group for group in alternatives if not all(unit.excluded for unit in group)]
    wanted = [row for unit, row in read_as.items() if not unit.excluded]
    return Query(
        text=" | ".join(
            f"({' & '.join('!' * unit.excluded + _condition(unit, read_as[unit]) for unit in group)})"
            for group in alternatives
        ),
        articles=sum(min(read_as[unit].articles for unit in group if not unit.excluded) for group in alternatives),
        likely=sum(_likely([read_as[unit] for unit in group if not unit.excluded]) for group in alternatives),
        stems=frozenset(stem for row in wanted for stem in row.stems),
        words=frozenset(word for row in wanted for word in row.words),
        runs=tuple(run for unit in read_as if not unit.excluded for run in RUN.findall(tidy(unit.text))),
        unknown=tuple(dict.fromkeys(word for row in wanted if row.english for word in row.unknown)),
        wanted=tuple(
            (_condition(unit, row), row.articles) for unit, row in read_as.items() if row.english and not unit.excluded
        ),
        excluded=" | ".join(_condition(unit, row) for unit, row in read_as.items() if row.english and unit.excluded),
        common_only=not alternatives and any(row.simple for row in wanted),
        cut=len(units) > MOST_WORDS,
    )


class _Row(NamedTuple):
    """A unit as the database reads it."""

    english: str
    simple: str
    stems: list[str]
    words: list[str]
    by_stem: list[int]
    by_word: list[int]
    unknown: list[str]
    all_articles: int | None

    @property
    def ways(self) -> list[list[int]]:
        """How many articles hold each of its words, for each way of looking it up."""
        return [self.by_stem] if self.simple == self.english else [self.by_stem, self.by_word]

    @property
    def articles(self) -> int:
        """At most about so many articles hold it."""
        return sum(min(way, default=0) for way in self.ways)


def _likely(rows: list[_Row]) -> int:
    """In about how many articles all of these stand."""
    fewest = min(row.articles for row in rows)
    everything = rows[0].all_articles or 0
    words = sum(len(row.by_stem) for row in rows)
    if not everything or words == 1:
        return fewest
    chance = prod(sum(prod(number / everything for number in way) for way in row.ways) for row in rows)
    return min(fewest, ceil(TOGETHER * chance * everything))


def _rows(units: Iterable[Unit]) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [[asked(unit.text) for unit in units]])
        return [_Row(*row) for row in cursor.fetchall()]


def _condition(unit: Unit, row: _Row) -> str:
    """Both ways of looking it up; a single character of a language without spaces begins pairs."""
    begins = ":*" if len(unit.text) == 1 and RUN.fullmatch(tidy(unit.text)) else ""
    return f"({' | '.join(f'{way}{begins}' for way in dict.fromkeys([row.english, row.simple]))})"

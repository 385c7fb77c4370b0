"""What a loaded paper needs besides its articles: neighbours, the numbers of its terms and words, statistics."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
from django.db import connection

from articles.models import TermBlock
from articles.related.frequencies import EVERY_TEXT
from articles.related.lists import KEPT
from articles.search.words import count_words
from tests.benchmarks import binary
from tests.benchmarks.paper import Paper

# Each article lists the five before and the five after it, so that stories list each other. The rows come as the articles
# do: in another order the key would be built half empty, and a list would lie in ten places.
NEIGHBOURS = """
    INSERT INTO articles_neighbour (article_id, other_id, score, reason)
    SELECT article, article + step, 0.9 / (1 + abs(step)) + random() / 100, 'Also about neighbours'
    FROM generate_series(1, %(articles)s) AS article CROSS JOIN generate_series(-%(side)s, %(side)s) AS step
    WHERE step <> 0 AND article + step BETWEEN 1 AND %(articles)s
    ORDER BY greatest(article, article + step)
"""
SEQUENCES = """
    SELECT setval(pg_get_serial_sequence(name, 'id'), 2 * %s)
    FROM unnest(ARRAY['articles_article', 'articles_articleversion', 'articles_story', 'articles_section']) AS name
"""


def draw_neighbours(articles: int) -> None:
    """Ten for each article."""
    with _timed("neighbours drawn"), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(NEIGHBOURS, {"articles": articles, "side": KEPT // 2})
        cursor.execute("RESET session_replication_role")
        cursor.execute(SEQUENCES, [articles + 1_000_000])


def count_terms(folder: Path, size: Paper) -> None:
    """In how many texts each term occurs, from the numbers that the load left in the folder; these files go."""
    files = sorted(folder.glob("terms-*.npy"))
    with _timed("terms counted"):
        numbers, counts = np.unique(np.concatenate([np.load(file) for file in files]), return_counts=True)
        with (
            connection.cursor() as cursor,
            cursor.copy(
                f"COPY {TermBlock._meta.db_table} (id, terms, articles) FROM STDIN WITH (FORMAT binary)"
            ) as copy,
        ):
            copy.write(binary.HEAD)
            for row in _blocks(np.append(EVERY_TEXT, numbers), np.append(size.articles, counts * size.copies)):
                copy.write(row)
            copy.write(binary.END)
    print(f"{len(numbers):,} terms")
    for file in files:
        file.unlink()


def _blocks(numbers: np.ndarray, counts: np.ndarray) -> Iterator[bytes]:
    """The rows of blocks, from numbers in their order."""
    blocks, rest = numbers >> 10, numbers & 1023
    starts = np.flatnonzero(np.diff(blocks, prepend=-1))
    for at, end in pairwise([*starts.tolist(), len(numbers)]):
        held = [binary.small_array(rest[at:end]), binary.array(counts[at:end])]
        yield binary.row(binary.integer(int(blocks[at])), *held)


def finish() -> None:
    """Statistics as a site's autovacuum makes them, and the words' numbers as its nightly job does."""
    with connection.cursor() as cursor:
        with _timed("vacuumed"):
            cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("ALTER SYSTEM RESET autovacuum")
        cursor.execute("SELECT pg_reload_conf()")
    with _timed("words counted"):
        count_words()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"{what} in {time.perf_counter() - begun:.0f} s", flush=True)

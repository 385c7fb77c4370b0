"""Drawn articles into the product's own tables, by COPY, from several processes; what can be computed is the product's doing.

The searchable form comes from the product's function, terms and weights are held to it by a test. Three things are drawn
instead: embeddings, the lists of neighbours, and in how many texts a term occurs while weights are computed (a sample says
it; the table then gets the true numbers). Sentences, evidence and sources are left out: nothing that is measured reads them.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault, RawSQL
from django.db.models.sql import Query

from articles.models import Article, ArticleVector, ArticleVersion, Page, Section, State, Story
from articles.models.vector import TERM_SPACE
from articles.related.embeddings import EMBEDDER
from articles.related.vectors import FINDABLE_BY, search_vector
from articles.search.plain import searched
from tests.benchmarks import binary, drawing, terms
from tests.benchmarks.drawing import Drawn
from tests.benchmarks.paper import Paper, paper
from tests.benchmarks.processes import Slice, loaded

SECTIONS, STEP, SAMPLE, TOLD = 8, 500, 10_000, 50_000
YEARS = timedelta(days=3650)
# What is measured finds the newest articles of just now; the paper's clock stands still while it is made.
NOW = datetime.now(UTC).replace(microsecond=0)
DRAWN = """
    CREATE TEMPORARY TABLE drawn (article_id bigint, embedding vector(256), terms sparsevec, term_ids int[], headline text,
    dek text, text text) ON COMMIT DROP
"""
STORE = """
    INSERT INTO articles_articlevector (article_id, version_id, embedder, embedding, terms, term_ids, search, computed_at, grouped_at)
    SELECT article_id, article_id, %s, embedding, terms, term_ids, {search}, now(), now() FROM drawn
"""


def load(size: Paper, folder: Path) -> None:
    """The drawn articles with all that belongs to them, and the new ones without vectors, which nobody has compared yet.

    Leaves the numbers of all terms in files below the folder.
    """
    stories = len(drawing.sizes(size.drawn + size.more))
    slices = [(at, min(at + STEP, stories), str(folder)) for at in range(0, stories, STEP)]
    Section.objects.bulk_create(Section(pk=n + 1, slug=f"section-{n}", name=f"Section {n}") for n in range(SECTIONS))
    done, told = 0, 0
    for number in loaded(slices):
        done += number
        if done - told >= TOLD:
            print(f"{done:,} articles", flush=True)
            told = done


def load_slice(asked: Slice) -> int:
    """The stories of a slice, in one transaction; returns how many articles they have."""
    first, last, folder = asked
    size = paper()
    told = list(drawing.stories(first, last, size.drawn + size.more))
    drawn = [one for story in told for one in story]
    compared = [[one for one in story if not size.is_new(one.number)] for story in told]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '64MB'")
        _copy(cursor, Story, (_story(story[0]) for story in told if len(story) > 1))
        _copy(cursor, ArticleVersion, map(_version_row, drawn))
        _copy(cursor, Article, map(_article_row, drawn))
        _copy(cursor, Page, map(_page_row, drawn))
        numbers = _store(cursor, compared)
    np.save(Path(folder, f"terms-{first}.npy"), numbers)
    return len(drawn)


def _store(cursor: Any, told: list[list[Drawn]]) -> np.ndarray:
    """The vectors of the articles that were compared; returns the numbers of their terms, each once an article."""
    cursor.execute(DRAWN)
    numbers = [np.zeros(0, dtype=np.int32)]
    with cursor.copy("COPY drawn FROM STDIN WITH (FORMAT binary)") as copy:
        copy.write(binary.HEAD)
        for story in told:
            taken = [terms.taken_apart(one) for one in story]
            held = np.unique(np.concatenate([one.numbers for one in taken]), return_counts=True) if taken else ()
            for one, apart in zip(story, taken, strict=True):
                numbers.append(apart.numbers)
                chosen, weights = terms.weigh(apart, _frequencies(apart.numbers, *held), sample()[3])
                copy.write(_row(one, chosen, weights))
        copy.write(binary.END)
    sql, params = searchable()
    cursor.execute(STORE.format(search=sql), [EMBEDDER, *params])
    return np.concatenate(numbers)


def _row(drawn: Drawn, chosen: np.ndarray, weights: np.ndarray) -> bytes:
    texts = [binary.text(searched(text)) for text in (drawn.headline, drawn.dek, drawn.text)]
    vectors = [binary.vector(drawn.embedding), binary.sparse(chosen, weights, TERM_SPACE)]
    return binary.row(binary.key(drawn.number + 1), *vectors, binary.array(chosen[:FINDABLE_BY]), *texts)


def _frequencies(numbers: np.ndarray, in_story: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """A term stands in as many texts as the sample makes likely, and in at least those of the same story."""
    known, counts, factor, _ = sample()
    at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    likely = np.where(known[at] == numbers, np.rint(counts[at] * factor), 0)
    return np.maximum(likely, shared[np.searchsorted(in_story, numbers)] * paper().copies)


@cache
def sample() -> tuple[np.ndarray, np.ndarray, float, int]:
    """A sample's terms, how many of its texts hold each, how many times larger the whole is, and how large that is."""
    size = paper()
    stories = drawing.sizes(size.drawn + size.more)
    chosen = np.random.default_rng(drawing.SEED + 2).permutation(len(stories))[: SAMPLE // 3]
    texts = [one for story in sorted(map(int, chosen)) for one in drawing.story_of(story, 0, stories[story])]
    numbers = np.concatenate([terms.taken_apart(one).numbers for one in texts])
    return *np.unique(numbers, return_counts=True), size.articles / len(texts), size.articles


@cache
def searchable() -> tuple[str, list[Any]]:
    """The product's own expression for the searchable form, over the columns of the drawn table."""
    query = Query(ArticleVector)
    form = search_vector([RawSQL(f"drawn.{name}", []) for name in ("headline", "dek", "text")], "en")  # noqa: S611 - ours
    sql, params = query.get_compiler("default").compile(form.resolve_expression(query))
    return sql, list(params)


def _at(drawn: Drawn) -> datetime:
    """Evenly over ten years, the articles of a story close together, as their keys are."""
    last = paper().articles + paper().more
    return NOW - timedelta(minutes=1) - YEARS * ((last - paper().key(drawn.number)) / last)


def _story(drawn: Drawn) -> dict[str, Any]:
    return {"id": drawn.story + 1, "slug": f"story-{drawn.story}", "name": drawn.headline, "named_by": "program"}


def _article_row(drawn: Drawn) -> dict[str, Any]:
    key, story = paper().key(drawn.number), drawn.story + 1 if drawn.among > 1 else None
    return {
        "id": key, "slug": f"{drawn.headline.lower().replace(' ', '-')[:100]}-{key}", "uid": uuid.UUID(int=key * 2**96 // 7),
        "section_id": drawn.topic % SECTIONS + 1, "story_id": story, "grouped_into_id": story, "state": State.PUBLISHED,
        "headline": drawn.headline, "dek": drawn.dek, "body": drawn.text, "published_at": _at(drawn),
        "live_id": key, "edited_at": NOW,
    }  # fmt: skip


def _version_row(drawn: Drawn) -> dict[str, Any]:
    return {
        "id": paper().key(drawn.number), "article_id": paper().key(drawn.number), "number": 1, "headline": drawn.headline, "dek": drawn.dek,
        "body": drawn.text, "text": drawn.text, "html": _html(drawn), "language": "en", "content_hash": f"{drawn.number:064x}",
        "words": drawing.SENTENCES * drawing.WORDS_A_SENTENCE, "ai_headline": "none", "ai_dek": "none", "ai_body": "none",
    }  # fmt: skip


def _page_row(drawn: Drawn) -> dict[str, Any]:
    return {
        "article_id": paper().key(drawn.number), "version_id": paper().key(drawn.number), "edition": "drawn", "headline": drawn.headline,
        "dek": drawn.dek, "language": "en", "minutes": 2, "html": _html(drawn), "laid_out_at": NOW,
    }  # fmt: skip


def _html(drawn: Drawn) -> str:
    return "".join(f'<p><span id="s-{n}">{sentence}</span></p>' for n, sentence in enumerate(drawn.sentences, 1))


def _copy(cursor: Any, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Rows with these columns; all others as in a new object."""
    usual, columns = _usual(model)
    with cursor.copy(f"COPY {model._meta.db_table} ({', '.join(columns.values())}) FROM STDIN") as copy:
        for row in _whole(usual, rows):
            copy.write_row([row[name] for name in columns])


def _whole(usual: dict[str, Any], rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield usual | row


@cache
def _usual(model: type[Model]) -> tuple[dict[str, Any], dict[str, str]]:
    """What a new object has in each column that the database does not fill by itself, and the columns' names."""
    new = model()
    fields = [f for f in model._meta.concrete_fields if not isinstance(getattr(new, f.attname), DatabaseDefault)]
    usual = {f.attname: f.get_db_prep_save(getattr(new, f.attname), connection) for f in fields if f.attname != "id"}
    return usual, {f.attname: connection.ops.quote_name(f.column) for f in fields}

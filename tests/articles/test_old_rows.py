"""What an older release stored comes through the migrations whole, and that release reads it until it is replaced."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests import tables

OLD = "0019_terms_counted_in_blocks"
ARTICLE = """
    INSERT INTO articles_article (
        slug, uid, section_id, state, headline, dek, body, language, notice, angle, hero_alt, hero_caption, hero_credit,
        ai_headline, ai_dek, ai_body, ai_provider, ai_model, date_note, revision, edited_at
    ) VALUES (
        %s, gen_random_uuid(), %s, 'draft', 'Hives', '', '', 'en', '', '', '', '', '', 'none', 'none', 'none', '', '', '', 0, now()
    ) RETURNING id
"""
RELATED = """
    INSERT INTO articles_relatedarticle (article_id, other_id, pinned, excluded, position, score, reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
LISTED = """
    SELECT article_id, other_id, pinned, excluded, position, score, reason FROM articles_relatedarticle
    WHERE id IS NOT NULL ORDER BY article_id, other_id, pinned
"""
TYPES = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = 'articles_relatedarticle'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname
"""


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    """The variables of a database with the tables of that release, and nothing in them."""
    name = f"{os.environ[tables.NAMED]}_old"
    tables.create(name, tables.made())
    address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    environ = {**os.environ, "DATABASE_URL": address}
    migrate(environ, "articles", OLD)
    yield environ
    tables.remove(name)


def migrate(environ: dict[str, str], *to: str) -> None:
    """As `migrate` does it from a shell."""
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0", *to], cwd=tables.ROOT, env=environ, check=True)


def asked(environ: dict[str, str], sql: str, *values: Any) -> list[Any]:
    """The rows of an answer, if it has any."""
    with psycopg.connect(environ["DATABASE_URL"], autocommit=True) as connection:
        cursor = connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def test_pins_and_neighbours_part_and_an_older_release_sees_no_difference(environ: dict[str, str]) -> None:
    filed = (
        "INSERT INTO articles_section (slug, name, description, position) VALUES ('world', 'World', '', 1) RETURNING id"
    )
    ((section,),) = asked(environ, filed)
    one, two, three, four = (asked(environ, ARTICLE, slug, section)[0][0] for slug in "abcd")
    rows = [
        (one, two, False, False, 0, 0.5, "Also about bees"),
        (one, two, True, False, 2, 0.0, ""),
        (one, three, True, False, 1, 0.0, ""),
        (one, four, False, False, 1, 0.25, ""),
        (two, one, False, False, 0, 0.5, "Background: bees"),
        (two, one, True, True, 0, 0.0, ""),
    ]
    for row in rows:
        asked(environ, RELATED, *row)
    before, types = asked(environ, LISTED), asked(environ, TYPES)
    assert len(before) == len(rows)

    migrate(environ)
    assert asked(environ, LISTED) == before
    # Or the statements that it has prepared are of no use any more.
    assert asked(environ, TYPES) == types
    pins = asked(environ, "SELECT article_id, other_id, position, excluded FROM articles_pin ORDER BY id")
    assert pins == [(one, two, 2, False), (one, three, 1, False), (two, one, 0, True)]
    neighbours = asked(environ, "SELECT article_id, other_id, position, score, reason FROM articles_neighbour")
    assert sorted(neighbours) == sorted((*row[:2], *row[4:]) for row in rows if not row[2])
    keys = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'articles_neighbour'::regclass AND contype = 'p'"
    assert asked(environ, keys) == [("PRIMARY KEY (article_id, other_id)",)]

    migrate(environ, "articles", OLD)
    assert asked(environ, LISTED) == before

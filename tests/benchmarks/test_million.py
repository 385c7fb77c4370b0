"""A paper with a million articles: how long related articles, lists and searches take there, and how large it is; printed only.

BENCHMARK_ARTICLES asks for a smaller paper, BENCHMARK_DRAWN draws only so many and copies them, BENCHMARK_FOLDER keeps it, so
that the next run only measures. In full it takes half an hour on two idle cores, and 40 GB.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from articles.models import ArticleVersion
from articles.related import terms as product
from articles.related.vectors import taken_apart
from tests.benchmarks import drawing, terms
from tests.benchmarks.test_article_page import NAMED, ROOT

MILLION = "1000000"


@pytest.mark.benchmark
def test_a_paper_with_a_million_articles(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in NAMED}
    articles = environ.get("BENCHMARK_ARTICLES", MILLION)
    sizes = [articles, environ.get("BENCHMARK_DRAWN", articles)]
    folder = environ.get("BENCHMARK_FOLDER") or str(tmp_path / "paper")
    command = [sys.executable, "-m", "tests.benchmarks.million", folder, *sizes]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
    assert process.returncode == 0


def test_drawn_texts_have_the_terms_and_weights_that_the_product_gives_them() -> None:
    drawn = [one for story in drawing.stories(0, 5, 1_000) for one in story]
    for one in drawn:
        theirs = taken_apart(ArticleVersion(headline=one.headline, dek=one.dek, text=one.text))
        ours = terms.taken_apart(one)
        assert dict(zip(ours.numbers.tolist(), ours.counts.tolist(), strict=True)) == dict(theirs.counts)
        assert set(ours.numbers[ours.pairs].tolist()) == theirs.pairs
        assert set(ours.numbers[ours.lead].tolist()) == theirs.lead
        known = {term: term % 7 for term in theirs.counts}
        chosen, weights = terms.weigh(ours, ours.numbers % 7, 1_000)
        expected = product.weigh(theirs, known, 1_000)
        assert list(expected) == chosen.tolist()
        assert list(expected.values()) == pytest.approx(weights.tolist())


def test_the_same_number_draws_the_same_story() -> None:
    one, again = (drawing.story_of(3, 10, 2) for _ in range(2))
    assert [drawn.text for drawn in one] == [drawn.text for drawn in again]
    assert one[0].text != one[1].text
    assert sum(drawing.sizes(1_000)) == 1_000

"""The seeds' sources, under an article of a test."""

from pathlib import Path

import yaml
from django.conf import settings

from articles import jobs as _jobs  # noqa: F401 - registers what the post can do
from articles.citing import Cited, cite
from articles.drafting import jobs  # noqa: F401 - the same
from articles.models import Article
from tests import factories

SUBJECTS = {
    "treaties": ["north-atlantic-treaty-articles-1-to-5", "un-charter-articles-49-to-51", "un-charter-preamble-chapter-i"],
    "mixed": ["snow-cholera-broad-street", "babbage-clearing-house", "gettysburg-address", "federalist-51"],
    "machines": ["lovelace-note-a", "lovelace-note-g", "babbage-verification-and-price", "wealth-of-nations-book-i-chapter-i"],
    "space": ["antarctic-treaty-article-iv", "antarctic-treaty-articles-i-ii", "outer-space-treaty-articles-i-ii", "outer-space-treaty-articles-vi-to-viii"],
    "light": ["newton-opticks-experiment-3", "newton-opticks-experiments-4-and-5", "faraday-candle-lecture-i"],
    "liberty": ["mill-on-liberty-chapter-ii", "milton-areopagitica-1644", "wollstonecraft-vindication-introduction"],
    "constitution": ["us-constitution-article-i-section-7", "us-constitution-article-i-section-8", "federalist-51"],
    "one": ["keynes-economic-consequences-chapter-ii"],
}  # fmt: skip


def bare(subject: str, **values) -> Article:
    """An article without a text, whose sources are read."""
    article = factories.draft("Working title", body="", source=False, dek="", **values)
    for position, name in enumerate(SUBJECTS[subject], 1):
        _, front, text = (Path(settings.BASE_DIR) / "seeds" / "sources" / f"{name}.md").read_text().split("---\n", 2)
        facts = yaml.safe_load(front)
        cite(
            article,
            Cited(facts["publisher"], facts["title"], facts["url"], text=text.strip(), extent=facts["extent"]),
            position,
        )
    return article

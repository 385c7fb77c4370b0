"""The product's own choice of sentences for texts that are not the site's: what `evaluate summaries` answers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from articles.sentences import split
from articles.summaries.extractive import choose


def evaluate_summaries(rows: Iterable[Mapping[str, Any]], count: int = 3) -> Iterator[dict[str, Any]]:
    """The sentences that stand for each text, word for word and in reading order.

    Rows are `{id, text}`, answers `{id, sentences: [at most count]}` in the same order. A line is a paragraph.
    """
    for row in rows:
        sentences = [line[start:end] for line in row["text"].splitlines() for start, end in split(line)]
        yield {"id": row["id"], "sentences": [sentences[index] for index in choose(sentences, count)]}

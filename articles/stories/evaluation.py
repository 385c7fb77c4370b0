"""The product's own stories for a corpus that is not the site's: the answers of `evaluate stories`."""

from collections.abc import Iterable, Iterator

from articles.models import Article, Story, StoryProposal
from articles.related import evaluation
from articles.related.evaluation import Row, empty_tables
from articles.related.neighbours import link
from articles.stories.neighbourhood import waiting
from articles.stories.regrouping import regroup


def evaluate_stories(rows: Iterable[Row]) -> Iterator[Row]:
    """Which of the articles handed in tell one event.

    Rows are `{id, title, dek, body}`, answers `{id, story}` in the same order: a number, null for an article that is in no
    story. The articles are related and grouped as the site's own are after `relate --all`.
    """
    rows = list(rows)
    with empty_tables(Story, StoryProposal):
        for vector in evaluation.vectors_of((row.get("title"), row.get("dek"), row.get("body")) for row in rows):
            link(vector)
        due = waiting()
        while article := due.first():
            regroup(article)
        filed = dict(Article.objects.values_list("pk", "story"))
        yield from ({"id": row["id"], "story": filed[number]} for number, row in enumerate(rows, 1))

"""What the desk decided about an article beside others: pins, exclusions, what is not one event, after whom a story is named.

Other articles are named by their `external_id`, or by their number where they were written here.
"""

from typing import Any

from articles.models import Article, Story

Names = dict[str, Any]


def name_of(article: Article) -> str:
    """What an article is called in files."""
    return article.external_id or str(article.uid)


def beside(article: Article) -> Names:
    """The names of the articles that the desk pinned, excluded, and said to tell another event."""
    rows = article.pins.all()
    return {
        "pinned": [name_of(row.other) for row in rows if not row.excluded],
        "excluded": [name_of(row.other) for row in rows if row.excluded],
        "apart": [name_of(row.other) for row in article.story_proposals.all()],
    }


def story_record(story: Story | None) -> Names | None:
    """A story with every address that leads to it."""
    if story is None:
        return None
    return {
        "slug": story.slug,
        "name": story.name,
        "named_by": story.named_by,
        "named_after": name_of(story.named_after) if story.named_after else None,
        "former_slugs": _former(story),
    }


def _former(story: Story) -> list[str]:
    """Its own, and those of the stories that became part of it."""
    merged = [slug for one in story.merged.all() for slug in (one.slug, *_former(one))]
    return [*story.former_slugs, *merged]

"""The way from an address to a story: the one it has, one it had, or that of a story which became part of it."""

from articles.models import Story

# A chain of mergers is followed so far; the desk would have to merge on purpose to get there.
CHAIN = 20


def story_at(slug: str) -> Story | None:
    """The story that stands under this address now."""
    story = Story.objects.filter(slug=slug).first() or Story.objects.filter(former_slugs__contains=[slug]).first()
    for _ in range(CHAIN):
        if story is None or story.merged_into_id is None:
            return story
        story = Story.objects.get(pk=story.merged_into_id)
    return story

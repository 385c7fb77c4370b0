"""Saving articles and following sections and stories: each act is done once, however often it is asked for."""

from typing import Any

from django.db.models import Exists, QuerySet

from articles.cards import COLUMNS, Facts
from articles.models import Article, Section, Story
from comments.reading.own import beside
from newsroom.models import User
from newsroom.readers.models import Saved, SectionFollow, StoryFollow

ON_PAGE = 20
SAVED = "saved"


def _saves(reader: Any, article: Any) -> "QuerySet[Saved]":
    return Saved.objects.filter(reader=reader, article=article)


# Asked on the article's page, with all else that is the reader's own there.
beside(SAVED, lambda *asked: Exists(_saves(*asked)))


def save(reader: User, article: Article) -> None:
    """Puts the article aside."""
    Saved.objects.get_or_create(reader=reader, article=article)


def unsave(reader: User, article: Article) -> None:
    """Takes it from what was put aside."""
    _saves(reader, article).delete()


def has_saved(reader: User, article_id: int) -> bool:
    """Whether the article was put aside."""
    return _saves(reader, article_id).exists()


def follow(reader: User, what: Section | Story) -> None:
    """Follows a section or a story."""
    if isinstance(what, Section):
        SectionFollow.objects.get_or_create(reader=reader, section=what)
    else:
        StoryFollow.objects.get_or_create(reader=reader, story=what)


def unfollow(reader: User, what: Section | Story) -> None:
    """Follows it no longer; with a story, what became part of it is left too."""
    if isinstance(what, Section):
        SectionFollow.objects.filter(reader=reader, section=what).delete()
    else:
        StoryFollow.objects.filter(
            reader=reader, story__in=[what.pk, *what.merged.values_list("pk", flat=True)]
        ).delete()


def follows(reader: User, kind: str, slug: str) -> bool:
    """Whether the reader follows the "section" or the "story" of that slug."""
    if kind == "section":
        return SectionFollow.objects.filter(reader=reader, section__slug=slug).exists()
    stories = StoryFollow.objects.filter(reader=reader)
    return (stories.filter(story__slug=slug) | stories.filter(story__merged_into__slug=slug)).exists()


def saved_by(reader: User, after: str = "", most: int = ON_PAGE) -> tuple[list[Facts], str]:
    """What the reader saved and is still public, the latest first, behind the article of that slug.

    The second is the slug behind which the next page begins, or empty.
    """
    rows = Saved.objects.filter(reader=reader, article__in=_public())
    if after:
        rows = rows.filter(pk__lt=rows.filter(article__slug=after).values("pk"))
    found = [
        Facts(*row) for row in rows.order_by("-pk").values_list(*(f"article__{name}" for name in COLUMNS))[: most + 1]
    ]
    return found[:most], found[most - 1].slug if len(found) > most else ""


def count_saved(reader: User) -> int:
    """How many that are."""
    return Saved.objects.filter(reader=reader, article__in=_public()).count()


def followed_sections(reader: User) -> list[Section]:
    """Sections that the reader follows, in the order of the masthead."""
    return list(Section.objects.filter(pk__in=SectionFollow.objects.filter(reader=reader).values("section")))


def followed_stories(reader: User) -> list[Story]:
    """Stories that the reader follows, by name; one that became part of another stands under that one's name."""
    found = Story.objects.filter(pk__in=StoryFollow.objects.filter(reader=reader).values("story"))
    now = {(story.merged_into or story).pk: story.merged_into or story for story in found.select_related("merged_into")}
    return sorted(now.values(), key=lambda story: story.name.casefold())


def _public() -> "QuerySet[Article, Any]":
    return Article.objects.published().order_by().values("pk")

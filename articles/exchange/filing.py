"""Where an imported article is filed: section, story and byline are found by their names, or made."""

from typing import Any

from django.db import models
from django.utils.text import slugify

from articles.models import Article, Byline, Contributor, Section, Story
from articles.stories.finding import story_at


def section_of(line: dict[str, Any]) -> Section:
    """By slug, then by name; else a new one."""
    given = line["section"].strip()
    known = Section.objects.filter(slug=given).first() or Section.objects.filter(name__iexact=given).first()
    if known:
        return known
    slug = free(Section, slugify(given) or "section", 50)
    return Section.objects.create(slug=slug, name=line.get("section_name") or given.replace("-", " ").capitalize())


def story_of(given: dict[str, Any] | None) -> Story | None:
    """The one under that address, whatever it is called here; else a new one, with the addresses that nobody else has."""
    if not given:
        return None
    slug = slugify(given["slug"])[:50] or "story"
    if known := story_at(slug):
        return known
    story = Story(slug=slug, name=given.get("name") or given["slug"], named_by=given.get("named_by", Story.Hand.DESK))
    story.former_slugs = [slug for slug in given.get("former_slugs", []) if slug != story.slug and not story_at(slug)]
    story.save()
    return story


def sign(article: Article, names: list[str], known: list[dict[str, str]]) -> None:
    """Puts exactly these names under the headline; `known` says more about some of them: slug, kind, bio."""
    people = [_contributor(name, next((one for one in known if one["name"] == name), {})) for name in names]
    Byline.objects.filter(article=article).delete()
    for position, person in enumerate(dict.fromkeys(people)):
        Byline.objects.create(article=article, contributor=person, position=position)


def _contributor(name: str, more: dict[str, str]) -> Contributor:
    by_slug = Contributor.objects.filter(slug=more.get("slug", ""), name=name).first()
    if found := by_slug or Contributor.objects.filter(name=name).first():
        return found
    slug = free(Contributor, slugify(more.get("slug") or name) or "contributor", 50)
    return Contributor.objects.create(
        slug=slug, name=name, kind=more.get("kind", Contributor.Kind.PERSON), bio=more.get("bio", "")
    )


def free(model: type[models.Model], base: str, limit: int) -> str:
    """The slug itself, or the first of slug-2, slug-3 … that nobody has."""
    base, n = base[: limit - 8].strip("-_"), 1
    slug = base
    while model._default_manager.filter(slug=slug).exists():  # noqa: SLF001 - Django's documented way to any model's rows
        n += 1
        slug = f"{base}-{n}"
    return slug

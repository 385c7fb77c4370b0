"""Names of stories: the desk's own, or until there is one the headline of the article that told it first."""

from collections.abc import Iterable

from django.utils.text import slugify

from articles.models import Article, Story

LONGEST = 90
SLUG = 50


def shortened(headline: str, longest: int = LONGEST) -> str:
    """The headline; one that is too long ends after a whole word, with an ellipsis that says so."""
    if len(headline) <= longest:
        return headline
    cut = headline[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-")
    return f"{cut or headline[: longest - 1]}…"


def free_slug(name: str, besides: Story | None = None) -> str:
    """A slug for the name that no story has or had: the name's own, or with a number behind it."""
    base = slugify(name)[: SLUG - 8].strip("-_") or "story"
    number, slug = 1, base
    others = Story.objects.exclude(pk=besides.pk) if besides else Story.objects.all()
    while others.filter(slug=slug).exists() or others.filter(former_slugs__contains=[slug]).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def begin(articles: Iterable[Article]) -> Story:
    """A new story of these articles, named after the first of them."""
    first = _first(articles)
    name = shortened(_headline(first))
    return Story.objects.create(slug=free_slug(name), name=name, named_by=Story.Hand.PROGRAM, named_after=first)


def keep_named(story: Story, articles: Iterable[Article]) -> None:
    """A program's name follows the headline it was taken from; where that article is gone, so is its headline.

    The address stays while the article does; afterwards the old one leads to the new.
    """
    articles = list(articles)
    if story.named_by == Story.Hand.DESK or not articles:
        return
    after = next((article for article in articles if article.pk == story.named_after_id), None)
    name = shortened(_headline(after or _first(articles)))
    if after is None:
        readdress(story, free_slug(name, story))
        story.named_after = _first(articles)
    story.name = name
    story.save()


def readdress(story: Story, slug: str) -> None:
    """Gives a story another address, to which the present one will lead; not saved yet."""
    if slug != story.slug:
        story.former_slugs = [*(one for one in story.former_slugs if one != slug), story.slug]
        story.slug = slug


def _first(articles: Iterable[Article]) -> Article:
    return min(articles, key=lambda article: (article.published_at, article.pk))


def _headline(article: Article) -> str:
    return article.live.headline if article.live else article.headline

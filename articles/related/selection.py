"""Which articles stand below an article."""

from django.db.models import FilteredRelation, Q

from articles.models import Article

SHOWN = 4


def related_to(article: Article, count: int = SHOWN) -> list[Article]:
    """Pins first in their order, then the nearest, near-copies last; public ones only, each once, never the article itself.

    One query; up to `count` rows ready for cards.
    """
    placed = (
        Article.objects.published()
        .for_lists()
        .exclude(pk=article.pk)
        .annotate(place=FilteredRelation("related_from", condition=Q(related_from__article=article)))
        .filter(place__isnull=False)
        .order_by("-place__pinned", "place__position", "-place__score", "pk")
    )
    # An article may be both pinned and a neighbour, so it comes at most twice, the pin first.
    return list(dict.fromkeys(placed[: 2 * count]))[:count]

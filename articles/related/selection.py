"""Which articles stand below an article."""

from django.db.models import FilteredRelation, Q

from articles.cards import COLUMNS, Facts
from articles.models import Article
from articles.models.article import ArticleQuerySet
from newsroom.prepared import Prepared

SHOWN = 4


def placed(article_id: int) -> ArticleQuerySet:
    """Pins first in their order, then the nearest, near-copies last; public ones only, never the article itself.

    An article that is both pinned and a neighbour comes twice, the pin first.
    """
    return (
        Article.objects.published()
        .exclude(pk=article_id)
        .annotate(place=FilteredRelation("related_from", condition=Q(related_from__article=article_id)))
        .filter(place__isnull=False)
        .order_by("-place__pinned", "place__position", "-place__score", "pk")
    )


# Twice as many as are shown, since each may come twice.
_rows = Prepared(lambda article_id: placed(article_id).values_list(*COLUMNS)[: 2 * SHOWN], -1_000_003)


def related_to(article_id: int) -> list[Facts]:
    """The four articles shown below an article, ready for cards; one query."""
    return [Facts(*row) for row in dict.fromkeys(_rows(article_id))][:SHOWN]

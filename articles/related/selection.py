"""Which articles stand below an article."""

from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from articles.cards import COLUMNS, Facts
from articles.models import Article, RelatedArticle
from articles.models.article import ArticleQuerySet
from newsroom.prepared import Prepared

SHOWN = 4
SAME_EVENT = "Same event"


def placed(article_id: int) -> ArticleQuerySet:
    """Pins first in their order, then the nearest, near-copies last; public ones only, never the article itself.

    What the desk excluded here is not among them.

    An article that is both pinned and a neighbour comes twice, the pin first.
    """
    excluded = RelatedArticle.objects.filter(article=article_id, excluded=True, other=OuterRef("pk"))
    return (
        Article.objects.published()
        .exclude(pk=article_id)
        .exclude(Exists(excluded))
        .annotate(place=FilteredRelation("related_from", condition=Q(related_from__article=article_id)))
        .filter(place__isnull=False)
        .order_by("-place__pinned", "place__position", "-place__score", "pk")
    )


# Twice as many as are shown, since each may come twice.
_rows = Prepared(
    lambda article_id: (
        placed(article_id)
        .annotate(own=Subquery(Article.objects.filter(pk=article_id).values("story")))
        .values_list(*COLUMNS, "place__reason", "own")[: 2 * SHOWN]
    ),
    -1_000_003,
)


def related_to(article_id: int) -> list[Facts]:
    """The four articles shown below an article, ready for cards; one query."""
    shown: dict[str, Facts] = {}
    for row in _rows(article_id):
        facts = Facts(*row[:-1])._replace(reason=_reason(row))
        known = shown.setdefault(facts.slug, facts)
        shown[facts.slug] = known._replace(reason=known.reason or facts.reason)
    return list(shown.values())[:SHOWN]


def _reason(row: tuple[Any, ...]) -> str:
    """In words; of one story counts above what the words say."""
    story, reason, own = row[-3:]
    return SAME_EVENT if story and story == own else reason

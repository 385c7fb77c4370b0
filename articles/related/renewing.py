"""What still needs its neighbours, or needs them anew."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from articles.models import Article, ArticleVector
from articles.related.embeddings import EMBEDDER
from articles.related.neighbours import EVENTUALLY, forget, relate


def waiting(before: datetime | None = None) -> list[int]:
    """The public articles whose live version has no vectors by the present embedder, then those from before that time.

    Returns their keys, what has waited longest first: an interrupted run is continued by asking with the same time.
    """
    public = Article.objects.published(at=EVENTUALLY)
    due = Q(vector=None) | ~Q(vector__version=F("live")) | ~Q(vector__embedder=EMBEDDER)
    if before:
        due |= Q(vector__computed_at__lt=before)
    oldest_first = F("vector__computed_at").asc(nulls_first=True)
    return list(public.filter(due).order_by(oldest_first, "pk").values_list("pk", flat=True))


@transaction.atomic
def renew(article_id: int) -> bool:
    """Relates an article as it is live now; says whether it still was public."""
    article = Article.objects.published(at=EVENTUALLY).select_related("live").filter(pk=article_id).first()
    if article is None or article.live is None:
        return False
    relate(article.live)
    return True


def forget_departed() -> int:
    """Forgets what has left the public without that; returns how many articles. Expected: none."""
    public = Article.objects.published(at=EVENTUALLY)
    departed = ArticleVector.objects.exclude(article__in=public).select_related("article")
    return sum(forget(vector.article) for vector in departed)

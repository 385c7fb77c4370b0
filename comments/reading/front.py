"""What the front page shows of the letters page: what is talked about, and what editors picked."""

from typing import NamedTuple

from articles.lists import newest_first
from articles.models import Article
from comments.models import Comment, Tally
from comments.quoting import LEFT, excerpt
from comments.reading.counting import said
from newsroom.prepared import Prepared

# Talked about most among so many of the newest articles: a bound for the look-up, and news rather than a hall of fame.
RECENT = 300
LISTED, PICKED = 5, 3


class Discussed(NamedTuple):
    """An article and what readers said to it, in number."""

    slug: str
    headline: str
    label: str
    number: int

    @property
    def said(self) -> str:
        """The count in words."""
        return said(self.number)


class Pick(NamedTuple):
    """A picked thought with its author and its article."""

    ref: str
    body: str
    name: str | None
    headline: str
    label: str

    @property
    def by(self) -> str:
        """Whose it is."""
        return self.name or LEFT

    @property
    def quoted(self) -> str:
        """Its words, as many as stand on a front page."""
        return excerpt(self.body)


_discussed = Prepared(
    lambda: (
        Tally.objects.filter(public__gt=0, article__in=newest_first().values("pk")[:RECENT])
        .order_by("-public", "-article")
        .values_list("article__slug", "article__page__headline", "article__page__label", "public")[:LISTED]
    )
)
_picked = Prepared(
    lambda: (
        Comment.objects.public()
        .filter(picked_at__isnull=False, article__in=Article.objects.published())
        .order_by("-picked_at")
        .values_list("ref", "body", "author__public_name", "article__page__headline", "article__page__label")[:PICKED]
    )
)


def most_discussed() -> list[Discussed]:
    """The recent articles with the most thoughts."""
    return [Discussed._make(row) for row in _discussed()]


def picked() -> list[Pick]:
    """The latest picks of articles that readers see."""
    return [Pick._make(row) for row in _picked()]

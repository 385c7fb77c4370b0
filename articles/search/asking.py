"""What a reader asked for: words and filters from an address, each checked, what cannot be used left out and said so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse

from articles.models import Article, Byline, Contributor, Section, VersionSource
from articles.models.article import ArticleQuerySet

MOST_CHARACTERS = 200
RELEVANCE, DATE = "relevance", "date"
SORTS = {RELEVANCE: "Best match", DATE: "Newest"}
# A kind is what the label of an article says: these words stand in it, or it is empty.
KINDS = {"people": "Written by people", "assisted": "AI-assisted", "generated": "AI-generated"}
ON_PAGE, RANKED = 10, 500
MOST_SIGNERS = 300


@dataclass(frozen=True)
class Asked:
    """A search as it will be made; `first` and `last` are days by UTC, both included."""

    words: str = ""
    sections: tuple[Section, ...] = ()
    first: date | None = None
    last: date | None = None
    author: Contributor | None = None
    kind: str = ""
    sourced: bool = False
    sort: str = RELEVANCE
    page: int = 1
    before: tuple[datetime, int] | None = None

    def among(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Those of the articles that pass the filters."""
        if self.sections:
            articles = articles.filter(section__in=[section.pk for section in self.sections])
        if self.first:
            articles = articles.filter(published_at__gte=_midnight(self.first))
        if self.last:
            articles = articles.filter(published_at__lt=_midnight(self.last + timedelta(days=1)))
        if self.author:
            # The live version says who signed it; the working copy's rows only make finding it quick.
            signed = Byline.objects.filter(contributor=self.author).values("article")
            articles = articles.filter(pk__in=signed, live__byline__contains=[{"slug": self.author.slug}])
        if self.kind == "people":
            articles = articles.filter(page__label="")
        elif self.kind:
            articles = articles.filter(page__label__contains=KINDS[self.kind])
        if self.sourced:
            articles = articles.filter(Exists(VersionSource.objects.filter(version=OuterRef("live"))))
        return articles.before(*self.before) if self.before else articles

    @property
    def filters(self) -> list[tuple[str, str]]:
        """Each filter in words, with the address of the same search without it."""
        chips = [
            (section.name, self.without(sections=tuple(other for other in self.sections if other != section)))
            for section in self.sections
        ]
        if self.first:
            chips.append((f"From {_spelled(self.first)}", self.without(first=None)))
        if self.last:
            chips.append((f"Until {_spelled(self.last)}", self.without(last=None)))
        if self.author:
            chips.append((f"By {self.author}", self.without(author=None)))
        if self.kind:
            chips.append((KINDS[self.kind], self.without(kind="")))
        if self.sourced:
            chips.append(("With sources", self.without(sourced=False)))
        return chips

    @property
    def unfiltered(self) -> str:
        """The address of the same words without any filter."""
        return Asked(words=self.words, sort=self.sort).address()

    @property
    def from_newest(self) -> str:
        """The address of the first page."""
        return self.without()

    def without(self, **changes: Any) -> str:
        """The address of the same search from its beginning, with these changes."""
        return replace(self, **{"page": 1, "before": None, **changes}).address()

    def address(self) -> str:
        """The address of this search."""
        pairs = [("q", self.words), *(("section", section.slug) for section in self.sections)]
        pairs += [("from", str(self.first or "")), ("to", str(self.last or ""))]
        pairs += [("author", self.author.slug if self.author else ""), ("kind", self.kind)]
        pairs += [("sourced", "yes" if self.sourced else ""), ("sort", DATE if self.sort == DATE else "")]
        pairs += [("page", str(self.page) if self.page > 1 else "")]
        if self.before:
            at, pk = self.before
            pairs.append(("before", f"{at.timestamp():.6f}_{pk}"))
        return f"{reverse('articles:search')}?{urlencode([pair for pair in pairs if pair[1]])}"


def signers() -> list[Contributor]:
    """Who signed an article that readers see, by name; of a great many the first 300."""
    signed = Byline.objects.filter(contributor=OuterRef("pk"), article__in=Article.objects.published())
    return list(Contributor.objects.filter(Exists(signed)).order_by("name", "pk")[:MOST_SIGNERS])


def read(asked: QueryDict, sections: Iterable[Section], authors: Iterable[Contributor]) -> tuple[Asked, list[str]]:
    """The search that an address asks for, and a sentence for each thing in it that was left out."""
    notes: list[str] = []
    words = " ".join(asked.get("q", "").replace("\0", " ").split())
    if len(words) > MOST_CHARACTERS:
        notes.append(f"Only the first {MOST_CHARACTERS} characters of your words were searched for.")
        words = words[:MOST_CHARACTERS].strip()
    first, last = _day(asked, "from", notes), _day(asked, "to", notes)
    if first and last and first > last:
        notes.append(f"No day lies between {_spelled(first)} and {_spelled(last)}; both were left out.")
        first = last = None
    wanted = set(asked.getlist("section"))
    signed = asked.get("author", "").replace("\0", "")[:50]
    author = next((one for one in authors if one.slug == signed), None)
    if signed and not author:
        notes.append(f"Nobody signs as “{signed}” here. It was left out.")
    read_so = Asked(
        words=words,
        sections=tuple(section for section in sections if section.slug in wanted),
        first=first,
        last=last,
        author=author,
        kind=asked.get("kind", "") if asked.get("kind", "") in KINDS else "",
        sourced=bool(asked.get("sourced")),
        sort=DATE if asked.get("sort") == DATE else RELEVANCE,
    )
    return _turned(read_so, asked), notes


def _turned(search: Asked, asked: Mapping[str, str]) -> Asked:
    """At the page that the address names: a number in a ranked list, a place in one by date; nonsense is the first."""
    try:
        if search.sort == DATE:
            seconds, pk = asked.get("before", "").split("_")
            return replace(search, before=(datetime.fromtimestamp(float(seconds), UTC), int(pk) % 2**63))
        return replace(search, page=min(max(int(asked.get("page", "1")), 1), RANKED // ON_PAGE))
    except (ValueError, OverflowError, OSError):
        return search


def _day(asked: Mapping[str, str], name: str, notes: list[str]) -> date | None:
    written = asked.get(name, "").strip()
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
        _midnight(day + timedelta(days=1))
    except (ValueError, OverflowError):
        notes.append(f"“{written[:40]}” is no date; write it as 2026-02-24. It was left out.".replace("\0", " "))
        return None
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _spelled(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

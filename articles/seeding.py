"""Loading the seeds: data files in, through the same verbs as the desk uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from articles.citing import Cited, cite
from articles.models import Article, Byline, Contributor, Pin, Section, Story
from articles.pictures import take_in
from articles.publishing import publish


@dataclass(frozen=True)
class SeedFile:
    """A file with front matter: its name, its facts and its text."""

    slug: str
    facts: dict[str, Any]
    text: str


def load(folder: Path | None = None) -> Iterator[tuple[str, bool]]:
    """Loads and publishes what is not there yet; yields each article's slug and whether it is new."""
    folder = folder or settings.BASE_DIR / "seeds"
    _filing(folder)
    sources = {seed.slug: seed for seed in _files(folder / "sources")}
    # Of two with the same time the first by name is loaded last, and so leads.
    articles = _files(folder / "articles")[::-1]
    articles.sort(key=lambda seed: _time(seed.facts["published_at"]))
    for seed in articles:
        yield seed.slug, _article(seed, sources, folder / "images")
    for seed in articles:
        _pin(seed)


def _files(folder: Path) -> list[SeedFile]:
    return [_read(path) for path in sorted(folder.glob("*.md"))]


def _read(path: Path) -> SeedFile:
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return SeedFile(path.stem, yaml.safe_load(front), text.strip())


def _time(value: datetime | str) -> datetime:
    """YAML gives a time or, in some spellings, a text; both are UTC."""
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _filing(folder: Path) -> None:
    for position, row in enumerate(yaml.safe_load((folder / "sections.yaml").read_text()), 1):
        Section.objects.get_or_create(slug=row["slug"], defaults={**row, "position": position})
    for row in yaml.safe_load((folder / "contributors.yaml").read_text()):
        Contributor.objects.get_or_create(slug=row["slug"], defaults=row)
    for row in yaml.safe_load((folder / "stories.yaml").read_text()):
        Story.objects.get_or_create(slug=row["slug"], defaults=row)


@transaction.atomic
def _article(seed: SeedFile, sources: dict[str, SeedFile], images: Path) -> bool:
    if Article.objects.filter(slug=seed.slug).exists():
        return False
    facts, ai, hero = seed.facts, seed.facts.get("ai", {}), seed.facts.get("hero") or {}
    article = Article.objects.create(
        slug=seed.slug,
        headline=facts["headline"],
        dek=facts.get("dek", ""),
        body=seed.text,
        section=Section.objects.get(slug=facts["section"]),
        story=Story.objects.filter(slug=facts.get("story", "")).first(),
        angle=facts.get("angle", ""),
        language=facts.get("language", "en"),
        notice=facts.get("notice", ""),
        date_note=facts.get("date_note", ""),
        ai_headline=ai.get("headline", "none"),
        ai_dek=ai.get("dek", "none"),
        ai_body=ai.get("body", "none"),
        ai_model=ai.get("model", ""),
        hero=take_in((images / hero["image"]).read_bytes(), hero["image"]) if hero else None,
        hero_alt=hero.get("alt", ""),
        hero_caption=hero.get("caption", ""),
        hero_credit=hero.get("credit", ""),
    )
    for position, slug in enumerate(facts.get("byline", [])):
        Byline.objects.create(article=article, contributor=Contributor.objects.get(slug=slug), position=position)
    for position, slug in enumerate(facts.get("sources") or [], 1):
        cite(article, _cited(sources[slug]), position)
    publish(article, by=None, override=facts.get("override", ""), at=_time(facts["published_at"]))
    return True


def _cited(seed: SeedFile) -> Cited:
    facts = seed.facts
    return Cited(
        slug=seed.slug,
        publisher=facts["publisher"],
        title=facts["title"],
        url=facts["url"],
        published_on=facts.get("published_on"),
        text=seed.text,
        extent=facts.get("extent", "whole"),
    )


def _pin(seed: SeedFile) -> None:
    for position, slug in enumerate(seed.facts.get("related") or [], 1):
        article, other = Article.objects.get(slug=seed.slug), Article.objects.get(slug=slug)
        Pin.objects.get_or_create(article=article, other=other, defaults={"position": position})

"""Taking a line over: a new article, a changed working copy, or nothing where all is as it was."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from articles.exchange.evidence import back
from articles.exchange.filing import free, section_of, sign, story_of
from articles.exchange.line import CONTENT, LineError, table
from articles.exchange.picture import hang, same_pictures
from articles.exchange.record import AI, TEXTS, content_of_draft, content_of_version
from articles.exchange.sources import cite_all
from articles.freezing import latest_texts
from articles.laying_out import lay_out
from articles.models import PUBLIC, Article, SourceDocument, State
from articles.publishing import NotPublishedError, publish
from newsroom.models import User

# What a line may say of an article that was never published here; all else begins as a draft.
KEPT = (State.WITHHELD, State.SPIKED, State.KILLED)
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
FILED = ("section_id", "story_id", "grouped_into_id", "angle", "angle_order", "date_note", "publish_at")
# Compared otherwise or not at all; and what this newsroom gives by itself.
ELSEWHERE, OURS = {"images", "contributors"}, {"slug", "read_at"}
Line = dict[str, Any]


@dataclass
class Outcome:
    """What became of a line."""

    number: int
    name: str
    state: str
    """One of new, changed, unchanged, refused."""
    published: bool = False
    """It went through the gate and readers see a new version."""
    stopped: bool = False
    """The gate stopped it: it stays a draft."""
    words: list[str] = field(default_factory=list)
    """What the desk should know, in sentences."""
    article: int = 0
    """Its key here; 0 for a line that was refused."""


def take(number: int, line: Line, folder: Path, by: User | None, *, publishing: bool) -> Outcome:
    """Takes a checked line over; with `publishing`, what it calls published goes through the gate."""
    wanted = publishing and line.get("state", State.PUBLISHED) == State.PUBLISHED
    later = line.get("working_copy", {})
    content = line if wanted else line | later
    with transaction.atomic():
        article = known(line["external_id"])
        outcome = Outcome(number, line["external_id"], NEW if article is None else UNCHANGED)
        if article is None:
            article = _create(line)
        outcome.article = article.pk
        live_already = _is_live(article, content, folder)
        if not live_already:
            outcome.state = _change(article, content, folder, outcome)
        _file(article, line, outcome)
        outcome.words += back(article, line.get("evidence", []))
    if wanted and not live_already:
        _publish(article, line, by, outcome)
    if outcome.published and later:
        with transaction.atomic():
            _apply(article, later, folder, outcome)
    return outcome


def known(name: str) -> Article | None:
    """By the name it has elsewhere; one that was written here is known by its own number."""
    rows = Article.objects.select_for_update(no_key=True).select_related(None)
    found = rows.filter(external_id=name).first()
    if found is None:
        try:
            found = rows.filter(external_id=None, uid=UUID(name)).first()
        except ValueError:
            return None
    return found


def _create(line: Line) -> Article:
    if missing := [name for name in ("headline", "body", "section") if name not in line]:
        raise LineError(f"“{missing[0]}” is missing: a new article needs it.")
    given = line.get("state")
    uid = line.get("uid")
    article = Article(
        external_id=line["external_id"],
        slug=free(Article, slugify(line.get("slug") or line["headline"]) or "article", 120),
        headline=line["headline"],
        section=section_of(line),
        state=given if given in KEPT else State.DRAFT,
        published_at=line.get("published_at"),
    )
    if uid and not Article.objects.filter(uid=uid).exists():
        article.uid = uid
    article.save()
    return article


def _is_live(article: Article, line: Line, folder: Path) -> bool:
    """True where readers see exactly this content already; what the desk has begun since then stays."""
    if article.state not in PUBLIC or article.live is None:
        return False
    return _says(line, content_of_version(article.live, _no_place)) and same_pictures(article.live, line, folder)


def _change(article: Article, line: Line, folder: Path, outcome: Outcome) -> str:
    if outcome.state == NEW:
        _apply(article, line, folder, outcome)
        return NEW
    if _says(line, content_of_draft(article, _no_place, _texts(article))) and same_pictures(article, line, folder):
        return UNCHANGED
    _apply(article, line, folder, outcome)
    return CHANGED


def _says(line: Line, record: dict[str, Any]) -> bool:
    """True where all that the line gives of the content is what the record holds; pictures are compared by their bytes."""
    held = table(CONTENT)(record, "record")
    return all(_within(line[name], held[name]) for name in CONTENT if name in line and name not in ELSEWHERE)


def _within(given: Any, held: Any) -> bool:
    """Equal, where of an object only what is given counts, and not what is ours to give."""
    if isinstance(given, dict) and isinstance(held, dict):
        return all(_within(value, held[name]) for name, value in given.items() if name in held and name not in OURS)
    if isinstance(given, list) and isinstance(held, list):
        return len(given) == len(held) and all(map(_within, given, held))
    return bool(given == held)


def _apply(article: Article, line: Line, folder: Path, outcome: Outcome) -> None:
    """Writes what the line gives of the content into the working copy."""
    for name in TEXTS:
        if name in line:
            setattr(article, name, line[name])
    for name in AI:
        if name in line.get("ai", {}):
            setattr(article, f"ai_{name}", line["ai"][name])
    if "images" in line:
        outcome.words += hang(article, line["images"], folder)
    article.revision += 1
    article.save()
    if "byline" in line:
        sign(article, line["byline"], line.get("contributors", []))
    if "sources" in line:
        cite_all(article, line["sources"])


def _file(article: Article, line: Line, outcome: Outcome) -> None:
    """Section, story, angle and embargo are no part of a version: they hold at once."""
    before = [getattr(article, name) for name in FILED]
    if "section" in line:
        article.section = section_of(line)
    for name in ("story", "grouped_into"):
        if name in line:
            setattr(article, name, story_of(line[name]))
    for name in FILED:
        if name in line:
            setattr(article, name, line[name])
    if before == [getattr(article, name) for name in FILED]:
        return
    article.save()
    if outcome.state == UNCHANGED:
        outcome.state = CHANGED
    if article.state in PUBLIC:
        lay_out(article)


def _publish(article: Article, line: Line, by: User | None, outcome: Outcome) -> None:
    if article.state not in {State.DRAFT, State.PUBLISHED}:
        outcome.words.append(f"It is {article.get_state_display()} here, and an import does not bring it back.")
        return
    try:
        _, outcome.published = publish(article, by, override=line.get("override", ""), at=line.get("published_at"))
    except NotPublishedError as error:
        outcome.stopped = True
        outcome.words += error.problems
    article.refresh_from_db()


def _texts(article: Article) -> dict[int, SourceDocument]:
    return latest_texts([row.source_id for row in article.citation_set.all()])


def _no_place(image: Any, name: str) -> str:
    """For comparing only: pictures are compared by their bytes."""
    return "picture"

"""What a line says of other articles, taken over when all of them are there."""

from typing import Any

from django.db import transaction

from articles.exchange.taking import known
from articles.models import Pin, Story, StoryProposal

Names = dict[str, Any]


def named(line: Names) -> Names:
    """What of a line names other articles, if anything does."""
    lists = {name: line[name] for name in ("pinned", "excluded", "apart") if line.get(name)}
    stories = [line[name] for name in ("story", "grouped_into") if (line.get(name) or {}).get("named_after")]
    return lists | ({"stories": stories} if stories else {})


@transaction.atomic
def set_beside(article: int, line: Names) -> None:
    """Done when all articles are there; what the desk here has decided about two stays as it is."""
    for position, other in enumerate(_others(article, line.get("pinned", [])), 1):
        _pin(article, other, position=position)
    for other in _others(article, line.get("excluded", [])):
        _pin(article, other, excluded=True)
    for other in _others(article, line.get("apart", [])):
        one, second = sorted((article, other))
        answer = {"state": StoryProposal.State.APART}
        StoryProposal.objects.get_or_create(article_id=one, other_id=second, defaults=answer)
    for story in line.get("stories", []):
        after = known(story["named_after"])
        programs = Story.objects.filter(slug=story["slug"], named_by=Story.Hand.PROGRAM, named_after=None)
        programs.update(named_after=after)


def _others(article: int, names: list[str]) -> list[int]:
    found = [known(name) for name in names]
    return [other.pk for other in found if other and other.pk != article]


def _pin(article: int, other: int, **how: Any) -> None:
    Pin.objects.get_or_create(article_id=article, other_id=other, defaults=how)

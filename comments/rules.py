"""Whether a conversation is open, and who looks first: the nearest answer counts, of article, section and site."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.models import Article
from comments.models import Rules, Thresholds
from newsroom.prepared import Prepared

CLOSED = "The conversation on this article is closed. You can still read what was said."
CLOSED_EVERYWHERE = "Conversations are closed for now. You can still read what was said."


class Conversation(NamedTuple):
    """`closed` is empty while readers may post, else the sentence they read; `premoderated`: each thought waits."""

    closed: str
    premoderated: bool


class Rule(NamedTuple):
    """What was set at one place; None where it says nothing."""

    article: int | None
    section: int | None
    closed: bool | None
    closes_after_days: int | None
    premoderated: bool | None

    @property
    def far(self) -> bool:
        """Whether it is the site's."""
        return not self.article and not self.section


def rules_of(article: Any) -> "QuerySet[Rules, Any]":
    """What was set for the article of that number, its section and the site, as JSON that `conversation` reads."""
    section = Article.objects.filter(pk=article).values("section")
    scopes = Q(article=article) | Q(section__in=section) | Q(article__isnull=True, section__isnull=True)
    return Rules.objects.filter(scopes).values_list(JSONObject(**{name: name for name in Rule._fields}))


_rules = Prepared(rules_of, -1_000_003)


def conversation_of(article: Article) -> Conversation:
    """How the conversation on an article is run now. Needs its id and published_at."""
    return conversation(article, (rule for (rule,) in _rules(article.pk)))


def conversation(article: Article, found: Iterable[str]) -> Conversation:
    """The same under the rules that `rules_of` found, nearly always none."""
    rules = sorted((Rule(**json.loads(rule)) for rule in found), key=lambda rule: (rule.far, not rule.article))
    closed, premoderated = _nearest(rules, "closed"), bool(_nearest(rules, "premoderated"))
    # The site can close all conversations at once, whatever is said further down.
    if any(rule.closed for rule in rules if rule.far):
        return Conversation(CLOSED_EVERYWHERE, premoderated)
    if closed is None and (days := _nearest(rules, "closes_after_days")) is not None:
        closed = article.published_at is not None and timezone.now() > article.published_at + timedelta(days=days)
    return Conversation(CLOSED if closed else "", premoderated)


def _nearest(rules: Iterable[Rule], name: str) -> bool | int | None:
    return next((value for rule in rules if (value := getattr(rule, name)) is not None), None)


def thresholds(found: str | None = None) -> Thresholds:
    """When the phases hold a thought; the defaults where nobody set them. `found` is what `thresholds_as_json` answered."""
    if found:
        return Thresholds(**json.loads(found))
    return Thresholds.objects.first() or Thresholds(pk=1)


def thresholds_as_json() -> Subquery:
    """The one row as JSON, for a query that asks for more; none where nobody set them."""
    columns = {field.attname: field.attname for field in Thresholds._meta.concrete_fields}  # noqa: SLF001 - Django's documented API
    return Subquery(Thresholds.objects.order_by().values_list(JSONObject(**columns))[:1])

"""Whether a conversation is open, and who looks first: the nearest answer counts, of article, section and site."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.utils import timezone

from articles.models import Article
from comments.models import Rules, Thresholds

CLOSED = "The conversation on this article is closed. You can still read what was said."
CLOSED_EVERYWHERE = "Conversations are closed for now. You can still read what was said."


class Conversation(NamedTuple):
    """`closed` is empty while readers may post, else the sentence they read; `premoderated`: each thought waits."""

    closed: str
    premoderated: bool


def conversation_of(article: Article) -> Conversation:
    """How the conversation on an article is run now."""
    near, far = _scopes(article)
    rules = (*near, *far)
    closed = _nearest(rules, "closed")
    # The site can close all conversations at once, whatever is said further down.
    if any(rule.closed for rule in far):
        return Conversation(CLOSED_EVERYWHERE, bool(_nearest(rules, "premoderated")))
    if closed is None and (days := _nearest(rules, "closes_after_days")) is not None:
        closed = article.published_at is not None and timezone.now() > article.published_at + timedelta(days=days)
    return Conversation(CLOSED if closed else "", bool(_nearest(rules, "premoderated")))


def _scopes(article: Article) -> tuple[list[Rules], list[Rules]]:
    """The rules of the article and its section, nearest first; and those of the site."""
    found = Rules.objects.filter(
        models.Q(article=article.pk)
        | models.Q(section=article.section_id)
        | models.Q(article__isnull=True, section__isnull=True)
    )
    near = sorted((rule for rule in found if rule.article_id or rule.section_id), key=lambda rule: not rule.article_id)
    return near, [rule for rule in found if not rule.article_id and not rule.section_id]


def _nearest(rules: Iterable[Rules], name: str) -> bool | int | None:
    return next((value for rule in rules if (value := getattr(rule, name)) is not None), None)


def thresholds() -> Thresholds:
    """When the phases hold a thought; the defaults where nobody set them."""
    return Thresholds.objects.first() or Thresholds(pk=1)

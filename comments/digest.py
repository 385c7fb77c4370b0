"""What a reader chose to be told of once a day: replies and picks that no mail has told them of."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from comments.models import Notification, Pace, Wishes
from comments.quoting import named, quoted
from comments.telling import WISH, unmailed

MOST = 50
DAILY = Q(replies=Pace.DAILY) | Q(picks=Pace.DAILY) | Q(articles=Pace.DAILY)


def due(hour: int, today: object) -> QuerySet[Wishes]:
    """Whose daily mail is due at that hour (UTC) of that day: the hour they chose has come, and no mail has today."""
    unsent = Q(digest_sent_on=None) | Q(digest_sent_on__lt=today)
    return Wishes.objects.filter(DAILY, unsent, digest_at__lte=hour, silent_since=None, reader__is_active=True)


def news_for(wishes: Wishes) -> list[Notification]:
    """At most fifty, oldest first; what does not fit comes the next day."""
    kinds = [kind for kind, name in WISH.items() if getattr(wishes, name) == Pace.DAILY]
    return list(unmailed(wishes.reader).filter(kind__in=kinds)[:MOST]) if kinds else []


def in_words(news: Iterable[Notification]) -> list[dict[str, object]]:
    """Each as a mail says it: `kind`, `about` (the article) and the thought."""
    listed = list(news)
    about = named(one.comment.article for one in listed)
    return [
        {"kind": one.kind, "about": about[one.comment.article_id], **quoted(one.comment)}
        for one in listed
        if one.comment.article_id in about
    ]


def tick_off(news: Iterable[Notification]) -> None:
    """Notes that a mail tells of them."""
    Notification.objects.filter(pk__in=[one.pk for one in news]).update(mailed_at=timezone.now())

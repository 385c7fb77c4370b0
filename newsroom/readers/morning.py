"""The daily mail: replies and picks of the day, and new articles in what a reader follows, at the hour they chose."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from articles.models.article import ArticleQuerySet
from comments.digest import due, in_words, news_for, tick_off
from comments.models import Pace, Wishes
from comments.quoting import named
from comments.stopping import stop_address
from comments.telling import may_be_mailed, settings_address
from newsroom.mail.models import Mail
from newsroom.mail.posting import post_mail
from newsroom.outbox.models import Lane
from newsroom.outbox.posting import post
from newsroom.readers.keeping import followed_sections, followed_stories

JOB = "digest"
KIND = "digest"
MOST = 20
# A reader who was away, or a site that was: no mail reaches further back.
REACH = timedelta(days=7)
DAY = timedelta(days=1)


def post_due(at: datetime | None = None) -> int:
    """Posts a job for each daily mail that is due and has none; how many."""
    now = at or timezone.now()
    readers = due(now.hour, now.date()).values_list("reader", flat=True)
    return sum(
        post(
            JOB,
            f"{reader}-{now:%Y-%m-%d}",
            subject=f"reader:{reader}",
            lane=Lane.MAIL,
            reader=reader,
            day=f"{now:%Y-%m-%d}",
        )
        for reader in readers.iterator()
    )


@transaction.atomic
def send_digest(reader_id: int, day: str) -> bool:
    """Posts the reader's mail of that day, unless it was, or there is nothing to say; whether it did."""
    today = datetime.strptime(day, "%Y-%m-%d").astimezone().date()
    wishes = (
        Wishes.objects.select_for_update(of=["self"], no_key=True)
        .select_related("reader")
        .filter(reader=reader_id)
        .first()
    )
    sent = wishes is None or (wishes.digest_sent_on is not None and wishes.digest_sent_on >= today)
    if wishes is None or sent or not may_be_mailed(wishes.reader):
        return False
    Wishes.objects.filter(pk=wishes.pk).update(digest_sent_on=today)
    news, articles = news_for(wishes), _articles(wishes)
    if not news and not articles:
        return False
    tick_off(news)
    stop = stop_address(wishes.reader, "daily")
    facts = {
        "news": in_words(news),
        "articles": list(named(articles).values()),
        "why": "You get this once a day because you chose so.",
        "links": [("Change notifications", settings_address()), ("Stop the daily email", stop)],
    }
    key = f"digest-{reader_id}-{day}"
    return bool(post_mail(wishes.reader.email, KIND, "digest", facts, key=key, unsubscribe_url=stop))


def _articles(wishes: Wishes) -> list[Article]:
    """What came out since the last daily mail in the sections and stories that the reader follows; newest first."""
    if wishes.articles != Pace.DAILY:
        return []
    last = (
        Mail.objects.filter(to=wishes.reader.email, kind=KIND)
        .order_by("-pk")
        .values_list("created_at", flat=True)
        .first()
    )
    since = max(last or timezone.now() - DAY, timezone.now() - REACH)
    return list(_followed(wishes).filter(published_at__gt=since).order_by("-published_at", "-pk")[:MOST])


def _followed(wishes: Wishes) -> ArticleQuerySet:
    public = Article.objects.published().defer("body")
    stories = followed_stories(wishes.reader)
    return public.filter(section__in=followed_sections(wishes.reader)) | public.filter(story__in=stories)

"""Shared caches drop what an article stands on as soon as it changes for readers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.publishing import publish, withhold
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.listening import Listener

pytestmark = pytest.mark.django_db


def test_without_caches_there_is_no_job() -> None:
    withhold(factories.published())
    work_off()
    assert not Job.objects.filter(kind="purge").exists()


def test_each_cache_is_told_every_page_that_shows_the_article(settings: Any) -> None:
    with Listener() as one, Listener() as two:
        settings.CACHE_PURGE_URLS = [one.address, f"{two.address}/"]
        article = factories.published(story=factories.story())
        work_off()
        told = {path for _, path, _, _ in one.heard}
        own, day = article.get_absolute_url(), article.published_at
        assert {
            own, f"{own}versions/", f"{own}provenance.json", "/", "/sections/world/", article.story.get_absolute_url(),
            f"/archive/{day:%Y/%m/%d}/", "/feed.rss", "/sections/world/feed.json", "/sitemap.xml", "/news-sitemap.xml",
        } <= told  # fmt: skip
        assert {(method, host) for method, _, host, _ in one.heard} == {("PURGE", "127.0.0.1:8000")}
        assert {path for _, path, _, _ in two.heard} == told


def test_a_change_and_a_withdrawal_are_told_too(settings: Any) -> None:
    with Listener(status=404) as cache:
        article = factories.published()
        work_off()
        settings.CACHE_PURGE_URLS = [cache.address]
        type(article).objects.update(body=f"{article.body}\n\nThe board meets again on Friday.")
        publish(article, by=None)
        work_off()
        changed = len(cache.heard)
        assert changed
        withhold(article)
        work_off()
        assert article.get_absolute_url() in {path for _, path, _, _ in cache.heard[changed:]}, "and 404 is as good"
    assert set(Job.objects.filter(kind="purge").values_list("state", flat=True)) == {State.DONE}


def test_when_an_embargo_ends_they_are_told_once_more(settings: Any) -> None:
    with Listener() as cache:
        settings.CACHE_PURGE_URLS = [cache.address]
        ends = timezone.now() + timedelta(hours=1)
        article = factories.published(publish_at=ends)
        work_off()
        assert list(Job.objects.filter(kind="purge", state=State.PENDING).values_list("run_at", flat=True)) == [ends]
        told = len(cache.heard)
        Job.objects.filter(state=State.PENDING).update(run_at=timezone.now())
        work_off()
    assert "/" in {path for _, path, _, _ in cache.heard[told:]}
    assert article.get_absolute_url() in {path for _, path, _, _ in cache.heard[told:]}


@pytest.mark.parametrize(
    ("status", "reason"),
    [(405, "refuses to drop a page (405): let it take PURGE."), (0, "was not reached (URLError).")],
)
def test_a_cache_that_does_not_take_it_is_named_and_tried_again(settings: Any, status: int, reason: str) -> None:
    with Listener(status) as cache:
        settings.CACHE_PURGE_URLS = [
            cache.address.replace("http://", "http://user:s3cr3t@") if not status else cache.address
        ]
        if not status:
            cache.__exit__()
        factories.published()
        work_off()
        job = Job.objects.filter(kind="purge").earliest("pk")
        assert job.state == State.RETRY
        assert job.last_error == f"The cache 127.0.0.1 {reason}"

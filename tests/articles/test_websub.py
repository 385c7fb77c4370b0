"""Followers of the feeds hear of news through a hub."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.listening import Listener

pytestmark = pytest.mark.django_db
HUB = "https://hub.example/?a=1&b=2"


def test_without_a_hub_no_feed_names_one_and_there_is_no_job(client: Client) -> None:
    factories.published()
    assert not Job.objects.filter(kind="websub").exists()
    for kind in ("rss", "atom", "json"):
        answer = client.get(f"/feed.{kind}")
        assert "hub" not in answer.content.decode()
        assert "Link" not in answer.headers


def test_every_feed_names_the_hub_and_itself(client: Client, settings: Any) -> None:
    settings.WEBSUB_HUB = HUB
    factories.published()
    for kind in ("rss", "atom"):
        answer = client.get(f"/feed.{kind}")
        links = {link["rel"]: link["href"] for link in feedparser.parse(answer.content).feed.links}
        assert (links["hub"], links["self"]) == (HUB, f"http://127.0.0.1:8000/feed.{kind}")
        assert answer["Link"] == f'<{HUB}>; rel="hub", <http://127.0.0.1:8000/feed.{kind}>; rel="self"'
    assert json.loads(client.get("/feed.json").content)["hubs"] == [{"type": "WebSub", "url": HUB}]


def test_a_publication_is_told_once_with_every_feed_it_stands_in(settings: Any) -> None:
    with Listener(status=204) as hub:
        settings.WEBSUB_HUB = f"{hub.address}/publish"
        story = factories.story()
        factories.published(story=story)
        work_off()
    ((method, path, _, body),) = hub.heard
    assert (method, path) == ("POST", "/publish")
    form = parse_qsl(body)
    assert form[0] == ("hub.mode", "publish")
    pages = ("/", "/sections/world/", story.get_absolute_url())
    feeds = [f"http://127.0.0.1:8000{page}feed.{kind}" for page in pages for kind in ("rss", "atom", "json")]
    assert form[1:] == [("hub.url", feed) for feed in feeds]


def test_under_embargo_it_is_told_when_it_ends(settings: Any) -> None:
    with Listener(status=204) as hub:
        settings.WEBSUB_HUB = hub.address
        ends = timezone.now() + timedelta(hours=1)
        factories.published(publish_at=ends)
        work_off()
        assert not hub.heard
        job = Job.objects.get(kind="websub")
        assert (job.state, job.run_at) == (State.PENDING, ends)
        Job.objects.update(run_at=timezone.now())
        work_off()
    assert len(hub.heard) == 1


def test_a_hub_that_is_away_is_named_and_tried_again(settings: Any) -> None:
    with Listener() as hub:
        settings.WEBSUB_HUB = hub.address
    factories.published()
    work_off()
    job = Job.objects.get(kind="websub")
    assert (job.state, job.last_error) == (State.RETRY, "The hub 127.0.0.1 was not reached (URLError).")

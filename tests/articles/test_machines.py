"""Feeds, sitemap and robots say what the pages say."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db


def test_the_feed_is_well_formed_and_names_author_section_and_what_a_machine_wrote(client: Client) -> None:
    article = factories.published(source=False, override="so", ai_body="generated", dek="A & B < C")
    factories.desk(article)
    human = factories.published("By people")
    feed = feedparser.parse(client.get("/feed.rss").content)
    assert not feed.bozo
    first, second = feed.entries
    assert first.title == human.headline
    assert "generated" not in str(first).lower()
    assert second.summary == "[AI-generated] A & B < C"
    assert {tag.term for tag in second.tags} == {"World", "trainedAlgorithmicMedia"}
    assert second.link == f"{settings.SITE_URL}{article.get_absolute_url()}"
    assert second.id == f"tag:127.0.0.1,2026:article/{article.uid}"


def test_a_section_has_its_own_feed(client: Client) -> None:
    factories.published(section=factories.section("science", "Science"))
    assert len(feedparser.parse(client.get("/sections/science/feed.rss").content).entries) == 1
    factories.section("world")
    assert not feedparser.parse(client.get("/sections/world/feed.rss").content).entries


def test_a_feed_that_did_not_change_is_not_sent_again(client: Client) -> None:
    factories.published()
    first = client.get("/feed.rss")
    again = client.get("/feed.rss", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_sitemap_lists_what_is_public_under_the_sites_own_name(client: Client) -> None:
    article = factories.published(at=timezone.now() - timedelta(days=3))
    factories.draft(slug="hidden")
    tree = ET.fromstring(client.get("/sitemap.xml", headers={"host": "localhost"}).content)
    places = [node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{settings.SITE_URL}{article.get_absolute_url()}" in places
    assert not [place for place in places if "hidden" in place]


def test_robots_are_told_what_to_leave_alone(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /accounts/" in text

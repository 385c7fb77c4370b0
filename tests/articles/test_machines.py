"""Feeds, sitemaps and robots say what the pages say."""

import html
import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish, withhold
from tests import factories

pytestmark = pytest.mark.django_db
FEEDS = ["/feed.rss", "/feed.atom", "/feed.json"]
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def copies(article: Article, number: int, apart: str = "1 minute") -> None:
    """So many more articles with the same text, each published that much before the one above it."""
    own = {"id", "slug", "uid", "external_id", "published_at"}
    shared = ", ".join(field.column for field in Article._meta.concrete_fields if field.column not in own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO articles_article (slug, uid, published_at, {shared}) "  # noqa: S608 - our own column names
            f"SELECT 'copy-' || n, gen_random_uuid(), published_at - n * %s::interval, {shared} "
            "FROM articles_article, generate_series(1, %s) n WHERE id = %s",
            [apart, number, article.pk],
        )


def places(client: Client, path: str) -> list[str]:
    """What a sitemap names."""
    return [node.text or "" for node in ET.fromstring(client.get(path).content).iter(f"{SITEMAP}loc")]


def test_the_feed_is_well_formed_and_names_author_section_and_what_a_machine_wrote(client: Client) -> None:
    article = factories.published(source=False, override="so", ai_body="generated", dek="A & B < C")
    factories.desk(article)
    human = factories.published("By people")
    feed = feedparser.parse(client.get("/feed.rss").content)
    assert not feed.bozo
    first, second = feed.entries
    assert first.title == human.headline
    assert "generated" not in str(first).lower()
    assert html.unescape(second.summary) == "[AI-generated] A & B < C"
    assert {tag.term for tag in second.tags} == {"World", "trainedAlgorithmicMedia"}
    assert second.link == f"{settings.SITE_URL}{article.get_absolute_url()}"
    assert second.id == f"tag:127.0.0.1,2026:article/{article.uid}"


def test_a_section_has_its_own_feed(client: Client) -> None:
    factories.published(section=factories.section("science", "Science"))
    assert len(feedparser.parse(client.get("/sections/science/feed.rss").content).entries) == 1
    factories.section("world")
    assert not feedparser.parse(client.get("/sections/world/feed.rss").content).entries


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_that_did_not_change_is_not_sent_again(client: Client, path: str, empty_cache: None) -> None:
    article = factories.published()
    first = client.get(path)
    assert first["Content-Type"].split(";")[0] == TYPES[path.rsplit(".", maxsplit=1)[-1]]
    for question in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(path, headers=question).status_code == 304
    withhold(article)
    for question in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        answer = client.get(path, headers=question)
        assert answer.status_code == 200, "what was withdrawn is out of the feed at once"
        assert article.slug not in answer.content.decode()


def test_the_rss_feed_names_itself_and_gives_each_item_a_lasting_name(client: Client) -> None:
    article = factories.published()
    before = feedparser.parse(client.get("/feed.rss").content)
    Article.objects.filter(pk=article.pk).update(slug="another-address")
    after = feedparser.parse(client.get("/feed.rss").content)
    assert before.entries[0].id == after.entries[0].id
    assert before.entries[0].link != after.entries[0].link
    tree = ET.fromstring(client.get("/feed.rss").content)
    assert [node.get("isPermaLink") for node in tree.iter("guid")] == ["false"]
    own = tree.find("channel/{http://www.w3.org/2005/Atom}link")
    assert own is not None and own.attrib == {
        "rel": "self", "type": "application/rss+xml", "href": f"{settings.SITE_URL}/feed.rss",
    }  # fmt: skip
    assert {node.tag for node in tree.iter()} & {"author"} == set()
    assert re.fullmatch(r"\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000", tree.findtext("channel/item/pubDate") or "")


def test_an_atom_entry_has_all_that_the_standard_asks_for(client: Client) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    article = factories.published(ai_body="generated", override="so")
    factories.desk(article)
    feed = ET.fromstring(client.get("/feed.atom").content)
    assert feed.tag == f"{atom}feed"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{atom}link")} == {
        "self": f"{settings.SITE_URL}/feed.atom", "alternate": f"{settings.SITE_URL}/",
    }  # fmt: skip
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(f"{atom}{name}")) == 1, name
    entry = feed.find(f"{atom}entry")
    assert entry is not None
    for name in ("id", "title", "updated", "published", "summary"):
        assert len(entry.findall(f"{atom}{name}")) == 1, name
    assert (entry.findtext(f"{atom}id") or "").startswith("tag:")
    schemes = {node.get("term"): node.get("scheme") for node in entry.findall(f"{atom}category")}
    assert schemes == {"World": None, "trainedAlgorithmicMedia": "http://cv.iptc.org/newscodes/digitalsourcetype/"}


def test_the_json_feed_is_one(client: Client) -> None:
    article = factories.published()
    feed = json.loads(client.get("/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{settings.SITE_URL}/feed.json"
    (item,) = feed["items"]
    assert isinstance(item["id"], str)
    assert item["url"] == article.full_url()
    assert item["content_text"] == article.dek
    assert item["date_published"].endswith("+00:00")
    assert item["authors"] == [{"name": "Newsroom"}]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_holds_the_newest_thirty_and_costs_few_queries(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    articles = [factories.published() for _ in range(32)]
    with django_assert_max_num_queries(3):
        text = client.get(path).content.decode()
    shown = re.findall(r"/articles/(article-\d+)/", text)
    assert list(dict.fromkeys(shown)) == [article.slug for article in reversed(articles[2:])]


@pytest.mark.parametrize("path", [*FEEDS, "/news-sitemap.xml"])
def test_characters_that_xml_cannot_hold_break_no_feed(client: Client, path: str) -> None:
    factories.published("Bell \x07, tab \x0b & <b> 🗞 \uffff end", dek="Form \x0c feed")
    text = client.get(path).content.decode()
    if path.endswith("json"):
        assert json.loads(text)["items"][0]["title"] == "Bell , tab  & <b> 🗞  end"
    else:
        assert "Bell , tab  & <b> 🗞  end" in [node.text for node in ET.fromstring(text).iter()]


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_an_empty_feed_is_still_one(client: Client, kind: str) -> None:
    factories.section("science", "Science")
    answer = client.get(f"/sections/science/feed.{kind}")
    assert answer.status_code == 200
    assert kind == "json" or not feedparser.parse(answer.content).bozo
    assert client.get(f"/sections/nowhere/feed.{kind}").status_code == 404


def test_the_sitemap_lists_what_is_public_under_the_sites_own_name(client: Client) -> None:
    article = factories.published(at=timezone.now() - timedelta(days=3))
    factories.draft(slug="hidden")
    tree = ET.fromstring(client.get("/sitemap.xml", headers={"host": "localhost"}).content)
    found = [node.text for node in tree.iter(f"{SITEMAP}loc")]
    assert {f"{settings.SITE_URL}/", f"{settings.SITE_URL}/sections/world/", article.full_url()} == set(found)


def test_beyond_fifty_thousand_there_is_an_index_and_each_file_holds_its_share(client: Client) -> None:
    article = factories.published()
    copies(article, 50_000, "1 second")
    index = places(client, "/sitemap.xml")
    assert all(re.fullmatch(rf"{settings.SITE_URL}/sitemap-\d+\.xml", place) for place in index)
    files = [places(client, place.removeprefix(settings.SITE_URL)) for place in index]
    named = [place for file in files for place in file if "/articles/" in place]
    assert max(map(len, files)) <= 50_000
    assert f"{settings.SITE_URL}/sections/world/" in files[0]
    assert len(named) == len(set(named)) == 50_001
    assert client.get("/sitemap-9999999.xml").status_code == 404


def test_the_news_sitemap_names_the_newest_thousand_and_a_second_file_the_rest(client: Client) -> None:
    article = factories.published("Fish & ships <now> 🐟")
    copies(article, 1_199)
    first, second = places(client, "/news-sitemap.xml"), places(client, "/news-sitemap-2.xml")
    assert first[0] == article.full_url()
    assert first[1:] == [f"{settings.SITE_URL}/articles/copy-{n}/" for n in range(1, 1_000)]
    assert second == [f"{settings.SITE_URL}/articles/copy-{n}/" for n in range(1_000, 1_200)]
    assert client.get("/news-sitemap-3.xml").status_code == 404
    robots = client.get("/robots.txt").content.decode()
    named = re.findall(rf"^Sitemap: {settings.SITE_URL}(\S+)$", robots, re.MULTILINE)
    assert named == ["/sitemap.xml", "/news-sitemap.xml", "/news-sitemap-2.xml"]
    tree = ET.fromstring(client.get("/news-sitemap.xml").content)
    assert tree.findtext(f"{SITEMAP}url/{NEWS}news/{NEWS}title") == "Fish & ships <now> 🐟"
    assert tree.findtext(f"{SITEMAP}url/{NEWS}news/{NEWS}publication/{NEWS}language") == "en"


def test_news_are_two_days_old_at_most_and_an_edit_does_not_bring_them_back(client: Client) -> None:
    now = timezone.now()
    young = factories.published(at=now - timedelta(hours=47, minutes=59))
    old = factories.published(at=now - timedelta(hours=48, minutes=1))
    Article.objects.filter(pk=old.pk).update(headline="Edited a moment ago")
    publish(old, by=None)
    assert places(client, "/news-sitemap.xml") == [young.full_url()]


def test_a_news_sitemap_may_be_empty(client: Client) -> None:
    assert places(client, "/news-sitemap.xml") == []


def test_robots_are_told_what_to_leave_alone(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert f"Sitemap: {settings.SITE_URL}/news-sitemap.xml" in text
    assert "Disallow: /accounts/" in text

"""What readers see: only what is public, with its label, its sources and its neighbours."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.disclosure import DISCLAIMER
from articles.models import Article, Neighbour, Pin, State
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db
GENERATED = {"ai_headline": "generated", "ai_dek": "generated", "ai_body": "generated", "ai_model": "not recorded"}
ADDRESSES = ["/", "/sections/world/", "/feed.rss", "/sections/world/feed.rss", "/sitemap.xml"]


def html(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_machine_written_article_is_labelled_above_its_headline_and_carries_the_disclaimer(client: Client) -> None:
    article = factories.published(source=False, override="Starting document", **GENERATED)
    page = html(client, article.get_absolute_url())
    assert page.index('id="ai-label">AI-generated, not reviewed') < page.index("<h1>")
    assert f'id="ai-disclaimer">{DISCLAIMER}<' in page
    assert "This article came without its sources" in page
    assert "Starting document" in page


def test_an_article_written_by_people_carries_no_label_and_no_disclaimer(client: Client) -> None:
    page = html(client, factories.published().get_absolute_url())
    for mark in ("ai-label", "ai-disclaimer", "key-points"):
        assert f'id="{mark}"' not in page


def test_key_points_of_a_human_article_are_labelled_at_their_own_head(client: Client) -> None:
    article = factories.published()
    work_off()
    page = html(client, article.get_absolute_url())
    assert page.index("<h1>") < page.index('id="ai-label">AI-selected from this article, not reviewed')
    assert f'id="ai-disclaimer">{DISCLAIMER}<' in page


def test_each_sentence_has_its_numbered_span_and_headings_have_none(client: Client) -> None:
    article = factories.published()
    page = html(client, article.get_absolute_url())
    spans = re.findall(r'<span id="s-(\d+)">(.*?)</span>', page)
    assert [int(number) for number, _ in spans] == list(range(1, 9))
    assert [text for _, text in spans] == [s.text for s in article.live.sentences.all()]
    assert '<h2 id="h-what-changes">What changes</h2>' in page


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHHELD, State.SPIKED])
def test_what_is_not_public_is_nowhere(client: Client, state: State) -> None:
    hidden = factories.published("Xqzzyvoid secret of the board", dek="Xqzzyvoid")
    other = factories.published()
    Pin.objects.create(article=other, other=hidden)
    Article.objects.filter(pk=hidden.pk).update(state=state)
    for path in [*ADDRESSES, other.get_absolute_url(), f"/archive/{timezone.now():%Y/%m/%d}/"]:
        assert "Xqzzyvoid" not in html(client, path), path
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_an_unpublished_article_is_answered_like_one_that_never_was(client: Client) -> None:
    draft = factories.draft(slug="draft")
    answers = [client.get(draft.get_absolute_url()), client.get("/articles/nevers/")]
    bodies = [a.content.replace(b"/articles/draft/", b"/").replace(b"/articles/nevers/", b"/") for a in answers]
    assert [a.status_code for a in answers] == [404, 404]
    assert bodies[0] == bodies[1]


def test_a_killed_article_says_that_it_is_gone(client: Client) -> None:
    article = factories.published()
    Article.objects.filter(pk=article.pk).update(state=State.KILLED)
    assert client.get(article.get_absolute_url()).status_code == 410


def test_an_edit_of_the_working_copy_does_not_show_before_it_is_published(client: Client) -> None:
    article = factories.published()
    Article.objects.filter(pk=article.pk).update(
        headline="Xqzzyvoid", dek="Xqzzyvoid", body="Xqzzyvoid.", notice="Xqzzyvoid"
    )
    for path in [*ADDRESSES, article.get_absolute_url(), "/nowhere/"]:
        assert "Xqzzyvoid" not in html(client, path), path


def test_both_angles_of_a_story_lead_to_each_other(client: Client) -> None:
    story = factories.story()
    one, two = (factories.published(story=story, angle=name) for name in ("The ships", "The fish"))
    for page, other in ((one, two), (two, one)):
        angles = html(client, page.get_absolute_url()).split('id="angles"')[1].split("</section>")[0]
        assert other.get_absolute_url() in angles


def test_pinned_articles_come_first_in_their_order_and_four_are_shown(client: Client) -> None:
    article = factories.published()
    others = [factories.published() for _ in range(6)]
    for position, other in enumerate(reversed(others[:3])):
        Pin.objects.create(article=article, other=other, position=position)
    for score, other in enumerate(others[3:]):
        Neighbour.objects.create(article=article, other=other, score=score / 10)
    cards = html(client, article.get_absolute_url()).split('id="related"')[1].split("</section>")[0]
    shown = re.findall(r'<h3><a href="([^"]+)"', cards)
    expected = [others[i] for i in (2, 1, 0, 5)]
    assert shown == [other.get_absolute_url() for other in expected]
    assert cards.count("<article") == 4


def test_an_article_page_costs_at_most_seven_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    story = factories.story()
    article = factories.published(story=story)
    factories.published(story=story)
    reader = factories.reader()
    for _ in range(25):
        factories.thought(article, reader)
    work_off()
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(7):
        client.get(article.get_absolute_url())


def test_hostile_text_stays_text_in_every_output(client: Client) -> None:
    attack = """</script><script>alert(1)</script>"'><img src=x onerror=alert(1)>"""
    article = factories.published(
        attack,
        dek=attack,
        body=f"{attack} is what it said.",
        notice=attack[:100],
        ai_body="generated",
        override="so",
    )
    for path in [article.get_absolute_url(), *ADDRESSES]:
        page = html(client, path)
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
    data = html(client, article.get_absolute_url()).split('application/ld+json">')[1].split("</script>")[0]
    assert json.loads(data)["@graph"][0]["headline"] == attack


def test_structured_data_says_what_the_page_says(client: Client) -> None:
    article = factories.published(source=False, override="so", at=timezone.now() - timedelta(days=1), **GENERATED)
    data = html(client, article.get_absolute_url()).split('application/ld+json">')[1].split("</script>")[0]
    node = json.loads(data)["@graph"][0]
    assert node["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert node["creditText"] == DISCLAIMER
    assert node["datePublished"] == article.published_at.isoformat()
    assert "editor" not in node, "nobody reviewed it"


def test_a_section_is_read_to_its_end_page_by_page_without_a_gap_or_a_repetition(client: Client) -> None:
    at = timezone.now() - timedelta(hours=1)
    articles = [factories.published(at=at) for _ in range(30)]
    seen: list[str] = []
    path = "/sections/world/"
    while path:
        page = html(client, path)
        seen += re.findall(r'<h[23]><a href="(/articles/[^"]+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following.group(1) if following else ""
    assert seen == [a.get_absolute_url() for a in reversed(articles)]


@pytest.mark.parametrize("before", ["x", "_", "nan_1", "1e999_1", "1_" + "9" * 400, "-99999999999999_1"])
def test_nonsense_in_a_list_address_is_the_first_page(client: Client, before: str) -> None:
    factories.published()
    assert client.get("/sections/world/", {"before": before}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/archive/2026/13/45/", "/archive/0/1/1/", "/archive/99999999/1/1/", "/sections/nowhere/"]
)
def test_an_impossible_list_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_anonymous_page_may_be_shared_and_holds_nothing_private(client: Client) -> None:
    article = factories.published()
    answer = client.get(article.get_absolute_url())
    assert "s-maxage" in answer["Cache-Control"]
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_a_signed_in_page_is_private(client: Client) -> None:
    client.force_login(factories.reader())
    answer = client.get(factories.published().get_absolute_url())
    assert "private" in answer["Cache-Control"]
    assert "s-maxage" not in answer["Cache-Control"]


def test_pages_of_an_older_layout_are_laid_out_anew(client: Client) -> None:
    from articles.laying_out import lay_out_stale
    from articles.models import Page

    article = factories.published()
    Page.objects.update(edition="old", html="OLD LAYOUT", head="OLD LAYOUT")
    assert "OLD LAYOUT" not in html(client, article.get_absolute_url())
    assert lay_out_stale() == 1
    assert "OLD LAYOUT" not in Page.objects.get().html

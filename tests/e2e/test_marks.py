"""The two starting pages carry every mark that the contract names, word for word."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import is_part_of
from tests.e2e.starting import DOCUMENTS

pytestmark = pytest.mark.xdist_group("browser")
EACH = pytest.mark.parametrize("slug", DOCUMENTS)
OTHER = dict(zip(DOCUMENTS, reversed(DOCUMENTS), strict=True))


@pytest.fixture(scope="module")
def pages(new_profile: Callable[..., Any]) -> Iterator[dict[str, Page]]:
    """Both pages, opened once."""
    profile = new_profile()
    opened = {slug: profile.new_page() for slug in DOCUMENTS}
    for slug, page in opened.items():
        page.goto(f"/articles/{slug}/")
    yield opened
    profile.close()


@EACH
@pytest.mark.parametrize("width", [320, 1280])
def test_the_label_is_read_before_anything_that_a_machine_wrote(slug: str, width: int, pages: dict[str, Page]) -> None:
    page = pages[slug]
    page.set_viewport_size({"width": width, "height": 640})
    label = page.locator(".kicker-row #ai-label")
    expect(label).to_contain_text("AI-generated, not reviewed")
    assert label.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
    box = label.bounding_box()
    assert box
    for later in ("h1", ".dek--lead", "#key-points", ".prose p"):
        below = page.locator(later).first.bounding_box()
        assert below and box["y"] + box["height"] <= below["y"], f"{later} stands above the label"
    assert box["y"] + box["height"] <= 640, "the label is not on the first screen"


@EACH
def test_headline_and_headings_are_the_documents(slug: str, pages: dict[str, Page]) -> None:
    headings = [part for part in DOCUMENTS[slug]["body"] if isinstance(part, str)]
    assert pages[slug].locator("h1").all_inner_texts() == [DOCUMENTS[slug]["headline"]]
    assert pages[slug].locator(".dek--lead").all_inner_texts() == [DOCUMENTS[slug]["dek"]]
    assert pages[slug].locator(".prose").locator("h2, h3, h4, h5, h6").all_inner_texts() == headings
    assert pages[slug].locator(".prose h2").count() == len(headings) > 0


@EACH
def test_each_sentence_has_its_number_in_reading_order_and_nothing_is_between(
    slug: str, pages: dict[str, Page]
) -> None:
    paragraphs = [part for part in DOCUMENTS[slug]["body"] if isinstance(part, list)]
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    spans = pages[slug].locator("span[id^=s-]")
    assert spans.all_text_contents() == sentences
    assert spans.evaluate_all("all => all.map(e => e.id)") == [f"s-{n}" for n in range(1, len(sentences) + 1)]
    read = [" ".join(text.split()) for text in pages[slug].locator(".prose p").all_text_contents()]
    assert read == [" ".join(paragraph) for paragraph in paragraphs]


@EACH
def test_each_key_point_has_one_marker_to_a_sentence_that_holds_it(slug: str, pages: dict[str, Page]) -> None:
    points = pages[slug].locator("#key-points li").all()
    assert 3 <= len(points) <= 5
    expect(pages[slug].locator("#key-points")).to_contain_text("AI-selected from this article, not reviewed")
    for point in points:
        marker = point.locator("a.marker")
        expect(marker).to_have_count(1)
        sentence = pages[slug].locator(f"span{marker.get_attribute('href')}").inner_text()
        words = point.inner_text().removesuffix(marker.inner_text()).strip()
        assert words and is_part_of(sentence, words), words


@EACH
def test_disclaimer_and_missing_sources_are_said_word_for_word(slug: str, pages: dict[str, Page]) -> None:
    expect(pages[slug].locator("#ai-disclaimer")).to_have_text(DOCUMENTS[slug]["disclaimer"])
    expect(pages[slug].locator("#sources")).to_contain_text("This article came without its sources")
    expect(pages[slug].locator("#sources")).to_be_visible()
    expect(pages[slug].locator("#sources a")).to_have_count(0)


@EACH
def test_the_related_articles_are_the_four_of_the_document(slug: str, pages: dict[str, Page]) -> None:
    cards = pages[slug].locator("#related article")
    assert pages[slug].locator("#related").count() == 1
    assert cards.locator(".dek").all_inner_texts() == DOCUMENTS[slug]["related"]
    assert pages[slug].locator("#related > *").count() == cards.count() == 4
    for card in cards.all():
        assert card.locator("h3 a[href^='/articles/']").inner_text()
        assert card.locator(".kicker").inner_text()
        assert card.locator("time[datetime]").count() == 1
        expect(card).to_contain_text("AI")


@EACH
def test_the_other_angle_is_one_link_away_in_both_directions(slug: str, pages: dict[str, Page]) -> None:
    link = pages[slug].locator("#angles article").get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", f"/articles/{OTHER[slug]}/")
    expect(link).to_have_text(DOCUMENTS[OTHER[slug]]["headline"])


@EACH
def test_machines_read_the_same_headline_and_disclosure(slug: str, pages: dict[str, Page]) -> None:
    graph = json.loads(pages[slug].locator("script[type='application/ld+json']").text_content() or "")["@graph"]
    (article,) = [node for node in graph if node["@type"] == "NewsArticle"]
    assert article["headline"] == DOCUMENTS[slug]["headline"]
    assert article["description"] == DOCUMENTS[slug]["dek"]
    assert article["digitalSourceType"].endswith("TrainedAlgorithmicMediaDigitalSource")
    assert article["creditText"] == DOCUMENTS[slug]["disclaimer"]


@EACH
def test_marks_that_have_nothing_to_say_are_absent_and_none_stands_twice(slug: str, pages: dict[str, Page]) -> None:
    expect(pages[slug].locator("#corrections")).to_have_count(0)
    ids = pages[slug].locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))

"""Any sentence can be checked: by mouse, by finger, by keyboard, by ear, and without a script."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.starting import MORE_THAN_COURTESY
from tests.e2e.test_every_page import RULES, SETTLED, faults_of

pytestmark = pytest.mark.xdist_group("browser")
ARTICLE = "/articles/snow-broad-street-pump/"
RECORDS = ("evidence/1/", "how-it-was-made/", "versions/", "versions/1/")
WITHIN = 60


def article(page: Page) -> Locator:
    """Opens an article once its evidence has arrived; the first marker that leads to a passage."""
    until = time.monotonic() + WITHIN
    page.goto(ARTICLE)
    passages = page.locator(".prose a.marker:not(.marker--none)")
    while not passages.count() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()
    assert passages.count(), "no sentence has a passage behind it"
    return passages.first


def card(page: Page) -> Locator:
    """What stands beside the article while a sentence is open."""
    return page.get_by_role("dialog", name="What this sentence rests on")


def test_a_click_shows_the_passage_in_its_context_and_loads_nothing_before(open_page: Callable[..., Page]) -> None:
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(request.url) if "/evidence/" in request.url else None)
    marker = article(page)
    page.wait_for_load_state("networkidle")
    assert not asked
    marker.click()
    expect(card(page)).to_be_visible()
    expect(card(page).locator("mark").first).to_be_visible()
    expect(card(page)).to_contain_text("Found by a program")
    expect(card(page)).to_contain_text("no editor has accepted it")
    assert page.url.endswith(ARTICLE)
    assert len(asked) == 1
    page.mouse.click(5, 5)
    expect(card(page)).to_be_hidden()


def test_a_second_click_on_the_marker_closes_it_and_another_marker_moves_it(open_page: Callable[..., Page]) -> None:
    page = open_page()
    marker = article(page)
    marker.click()
    expect(card(page)).to_be_visible()
    marker.click()
    expect(card(page)).to_be_hidden()
    bare = page.locator(".prose a.marker--none").first
    bare.click()
    expect(card(page)).to_contain_text("No source passage was found for this sentence")


def test_by_keyboard_focus_goes_in_and_comes_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    marker = article(page)
    marker.focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(marker).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(card(page)).to_be_hidden()
    expect(marker).to_be_focused()


def test_on_a_phone_a_tap_shows_it_below_the_sentence(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 390, "height": 800}, has_touch=True)
    marker = article(page)
    number = marker.get_attribute("data-sentence")
    page.locator(f"#s-{number}").evaluate("e => e.scrollIntoView({block: 'end'})")
    marker.tap()
    expect(card(page)).to_be_visible()
    box, at = card(page).bounding_box(), marker.bounding_box()
    assert box and at
    assert (box["x"], box["width"]) == (0, 390)
    assert at["y"] + at["height"] <= box["y"], "the sentence is hidden by what it rests on"
    card(page).get_by_role("button", name="Close").tap()
    expect(card(page)).to_be_hidden()


@pytest.mark.parametrize("height", [420, 900])
@pytest.mark.parametrize("edge", ["start", "center", "end"])
def test_the_card_never_covers_its_sentence(edge: str, height: int, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1280, "height": height})
    marker = article(page)
    sentence = page.locator(f"#s-{marker.get_attribute('data-sentence')}")
    sentence.evaluate("(e, block) => e.scrollIntoView({block})", edge)
    marker.click()
    expect(card(page)).to_be_visible()
    box, at = card(page).bounding_box(), sentence.bounding_box()
    assert box and at
    assert box["y"] >= at["y"] + at["height"] or box["y"] + box["height"] <= at["y"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("width", [390, 1280])
def test_every_marker_has_room_for_a_finger(width: int, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    article(page)
    boxes = page.locator(".prose a.marker").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert boxes
    assert all(across >= 24 and down >= 24 for across, down in boxes), min(boxes)


def test_a_marker_never_begins_a_line(open_page: Callable[..., Page]) -> None:
    page = open_page()
    article(page)
    for width in range(320, 700, 20):
        page.set_viewport_size({"width": width, "height": 800})
        alone = page.locator(".prose a.marker").evaluate_all(
            "all => all.filter(e => e.getBoundingClientRect().bottom > [...e.previousElementSibling.getClientRects()].at(-1).bottom + 9)"
            ".map(e => e.dataset.sentence)"
        )
        assert not alone, width


def test_without_scripts_anchors_lead_there_and_back(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    marker = article(page)
    number = marker.get_attribute("data-sentence")
    marker.click()
    passage = page.locator(".passages > :target")
    expect(passage).to_be_in_viewport()
    background = "e => getComputedStyle(e).backgroundColor"
    assert passage.locator("blockquote > span").evaluate(background) != passage.evaluate(background)
    passage.get_by_role("link", name="In context").click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Back to the sentence").click()
    expect(page.locator(f"#s-{number}:target")).to_be_in_viewport()
    page.locator(".prose a.marker--none").first.click()
    expect(page.locator("#no-passage:target")).to_be_in_viewport()


def test_a_click_that_means_a_new_tab_is_left_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    marker = article(page)
    with page.context.expect_page() as opened:
        marker.click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile("#source-"))
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize("answer", ["abort", "error"])
def test_where_nothing_comes_the_link_is_followed(answer: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    marker = article(page)
    page.route("**/evidence/**", lambda route: route.abort() if answer == "abort" else route.fulfill(status=500))
    marker.click()
    page.wait_for_url(re.compile("#source-"))
    expect(page.locator(".passages > :target")).to_be_in_viewport()


def test_an_article_without_sources_marks_each_sentence_and_says_why(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(MORE_THAN_COURTESY)
    sentences = page.locator(".prose span[id^=s-]").count()
    expect(page.locator(".prose a.marker--none")).to_have_count(sentences)
    page.locator(".prose a.marker--none").first.click()
    expect(card(page)).to_contain_text("No source is linked")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_open_card_has_no_barriers(scheme: str, width: int, open_page: Callable[..., Page]) -> None:
    page: Any = open_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    article(page).click()
    expect(card(page)).to_be_visible()
    page.evaluate(AXE_SCRIPT)
    page.evaluate(SETTLED)
    found = page.evaluate("rules => axe.run(rules).then(results => results.violations)", RULES)
    assert not [(violation["id"], [node["target"] for node in violation["nodes"]]) for violation in found]


@pytest.mark.parametrize("path", ["", *RECORDS])
def test_the_record_can_be_read_by_everybody(path: str, open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    article(page)
    faults = faults_of(page.context, site.url, f"{ARTICLE}{path}")
    assert not faults, "\n".join(faults)

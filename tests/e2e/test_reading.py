"""Reading works for everybody: by keyboard, without scripts, in the dark, without motion, over a thin line."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import Site
from tests.e2e.people import post_thought, sign_in
from tests.e2e.starting import MORE_THAN_COURTESY, WHAT_CHINA_WANTS

pytestmark = pytest.mark.xdist_group("browser")
FOCUSED = "[document.activeElement.matches('{}'), getComputedStyle(document.activeElement).outlineStyle !== 'none']"
PAPER = "getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)"
MOVING = """[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(s => s.scrollBehavior == 'smooth'
    || [s.transitionDuration, s.animationDuration].some(d => d.split(', ').some(one => parseFloat(one)))).length"""
WEIGHT_LIMIT, FONTS_LIMIT = 90 * 1024, 3


def is_dark(page: Page) -> bool:
    """Whether the page is light on dark."""
    return bool(max(page.evaluate(PAPER)) < 60)


def choose(page: Page, appearance: str) -> None:
    """Makes the choice on the page that offers it and waits until it is taken."""
    page.get_by_label(appearance).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Apply").click()


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until that is reached, and sees at every stop where the reader is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        reached, seen = page.evaluate(FOCUSED.format(selector))
        assert seen, page.evaluate("document.activeElement.outerHTML")
        if reached:
            return
    pytest.fail(f"{selector} is not reached by keyboard")


def test_the_first_tab_offers_to_skip_to_the_article(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(MORE_THAN_COURTESY)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to main content")
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_key_point_leads_to_its_sentence_by_keyboard_and_the_sentence_stands_out(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.goto(MORE_THAN_COURTESY)
    tab_to(page, "#key-points li:last-child a.marker")
    before = page.locator("span[id^=s-]").evaluate_all(
        "all => [...new Set(all.map(e => getComputedStyle(e).backgroundColor))]"
    )
    page.keyboard.press("Enter")
    sentence = page.locator("span[id^=s-]:target")
    expect(sentence).to_be_in_viewport()
    assert len(before) == 1
    assert sentence.evaluate("e => getComputedStyle(e).backgroundColor") != before[0]


def test_everything_works_without_scripts(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(WHAT_CHINA_WANTS)
    for mark in ("#ai-label", "#key-points", "#ai-disclaimer", "#sources", "#related", "#angles", "#thoughts"):
        expect(page.locator(mark)).to_be_visible()
    page.locator("#key-points a.marker").last.click()
    expect(page.locator("span[id^=s-]:target")).to_be_in_viewport()
    sign_in(page, site.reader, WHAT_CHINA_WANTS)
    post_thought(page, "Typed and sent without a script.")


def test_a_chosen_appearance_holds_on_every_page(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="light")
    page.goto(MORE_THAN_COURTESY)
    assert not is_dark(page)
    page.get_by_role("contentinfo").get_by_role("link", name="Appearance").click()
    choose(page, "Dark")
    for path in (MORE_THAN_COURTESY, "/", "/accounts/login/"):
        page.goto(path)
        assert is_dark(page), path
    page.goto(f"/appearance/?next={MORE_THAN_COURTESY}")
    expect(page.get_by_label("Dark")).to_be_checked()
    choose(page, "Auto")
    expect(page).to_have_url(re.compile(f"{MORE_THAN_COURTESY}$"))
    assert not is_dark(page)


def test_a_device_set_to_dark_gets_a_dark_page_and_a_choice_of_light_wins(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="dark")
    page.goto(MORE_THAN_COURTESY)
    assert is_dark(page)
    page.goto(f"/appearance/?next={MORE_THAN_COURTESY}")
    choose(page, "Light")
    expect(page).to_have_url(re.compile(f"{MORE_THAN_COURTESY}$"))
    assert not is_dark(page)


def test_nothing_moves_for_readers_who_asked_for_stillness(open_page: Callable[..., Page]) -> None:
    page = open_page(reduced_motion="no-preference")
    page.goto(MORE_THAN_COURTESY)
    assert page.evaluate(MOVING), "nothing moves for anybody, so this test can not fail"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0


def test_a_starting_page_with_twenty_thoughts_is_light(open_page: Callable[..., Page], lived_in: None) -> None:
    came: list[Response] = []
    page = open_page()
    page.on("response", lambda response: came.append(response))  # noqa: PLW0108 - Playwright cannot mark a builtin
    page.goto(MORE_THAN_COURTESY, wait_until="networkidle")
    expect(page.locator(".thought")).to_have_count(20)
    sizes: dict[str, int] = {}
    for response in came:
        kind = response.request.resource_type
        sizes[kind] = sizes.get(kind, 0) + len(response.body())
    fonts = [response.url for response in came if response.request.resource_type == "font"]
    weight = sum(sizes.get(kind, 0) for kind in ("document", "stylesheet", "script"))
    print(f"Starting page with 20 thoughts: {weight / 1024:.1f} KB of HTML, CSS and script; by kind, in bytes: {sizes}")
    print(f"Fonts: {len(fonts)}, {sizes.get('font', 0) / 1024:.1f} KB")
    assert sizes["document"] and sizes["stylesheet"]
    assert weight < WEIGHT_LIMIT
    assert 0 < len(fonts) <= FONTS_LIMIT


def test_pictures_say_what_is_on_them_and_keep_their_place(open_page: Callable[..., Page]) -> None:
    page: Any = open_page()
    page.goto(MORE_THAN_COURTESY)
    hero = page.locator("figure.hero img")
    assert len(hero.get_attribute("alt")) > 20
    assert hero.evaluate("e => e.complete && e.naturalWidth > 0")
    assert page.locator("img:not([width]), img:not([height])").count() == 0

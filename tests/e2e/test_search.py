"""Search as people use it: by mouse and keyboard, with and without a script, in light and dark, wide and narrow."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.starting import MORE_THAN_COURTESY, WHAT_CHINA_WANTS
from tests.e2e.test_every_page import faults_of

pytestmark = pytest.mark.xdist_group("browser")
PATHS = [
    "/search/",
    "/search/?q=kim+north+korea",
    "/search/?q=kim&section=world&from=2026-01-01&kind=generated&sort=date",
]
PATHS += ["/search/?q=zyzzyva&section=world", "/search/?q=the+of", "/search/?q=kim&from=31.2.2026"]


@pytest.mark.parametrize("path", PATHS)
def test_the_search_page_can_be_used_by_everybody(path: str, open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    faults = faults_of(page.context, site.url, path)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("script", [True, False])
def test_from_any_page_to_an_article_by_its_words(script: bool, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox", name="Search Newsroom").fill("kim north korea")
    page.get_by_role("button", name="Search").click()
    results = page.get_by_role("region", name="Results")
    for address in (MORE_THAN_COURTESY, WHAT_CHINA_WANTS):
        expect(results.locator(f'h3 a[href="{address}"]')).to_be_visible()
    expect(results.locator("mark").first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("match all of your words")
    results.locator(f'h3 a[href="{WHAT_CHINA_WANTS}"]').click()
    expect(page).to_have_url(re.compile(f"{WHAT_CHINA_WANTS}$"))


def test_filters_are_set_with_the_words_and_removed_one_by_one(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/search/?q=korea")
    page.get_by_label("World").check()
    page.get_by_label("From").fill("2026-02-01")
    page.get_by_label("Newest").check()
    page.get_by_role("button", name="Apply filters").click()
    chips = page.get_by_role("group", name="Active filters")
    expect(chips.get_by_role("link")).to_have_count(3)
    expect(page.get_by_role("searchbox")).to_have_value("korea")
    expect(page.get_by_label("Newest")).to_be_checked()
    chips.get_by_role("link", name="World").click()
    expect(page.get_by_label("World")).not_to_be_checked()
    expect(page.get_by_label("From")).to_have_value("2026-02-01")
    chips.get_by_role("link", name="Clear all").click()
    expect(chips).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("korea")


def test_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("kim north korea")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("match")
    page.get_by_role("button", name="Search").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Best match")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Newest")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort=date"))


def test_on_a_phone_the_filters_fold_away(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.goto("/search/?q=korea&section=world")
    expect(page.get_by_label("From")).to_be_hidden()
    expect(page.locator("summary")).to_contain_text("1 on")
    page.locator("summary").click()
    expect(page.get_by_label("From")).to_be_visible()
    boxes = page.locator(".chip, summary, .search-form .btn").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert min(boxes) >= 24

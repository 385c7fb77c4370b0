"""An editor on deadline: writes, sees the checks move, reviews sentence by sentence, publishes; by mouse, keys or without scripts."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.test_every_page import REFUSALS, faults_of

pytestmark = pytest.mark.xdist_group("browser")
BODY = (
    "The harbour board voted on Monday to deepen the channel by three metres. Work begins in June.\n\n## What changes\n\n"
    "Larger ships will be able to enter at low tide. This signals a shift in power."
)
SOURCE = (
    "MINUTES. The harbour board voted on Monday to deepen the channel by two metres. Work begins in June.\n\n"
    "Larger ships will be able to enter at low tide, the board said."
)
CHECKS, STATE = "#checks-panel", "#desk-state"


@pytest.fixture
def editor(new_profile: Callable[..., Any], signed_in: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """Opens a page for the editor; closes it after the test."""
    profiles = []

    def open_one(**options: Any) -> Page:
        profiles.append(new_profile(storage_state=signed_in["editor"], **options))
        profiles[-1].add_init_script(REFUSALS)
        page: Page = profiles[-1].new_page()
        return page

    yield open_one
    for profile in profiles:
        profile.close()


def draft(page: Page, headline: str) -> str:
    """Enters a generated draft with one source by the form; returns its path."""
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill(headline)
    page.locator("#id_body").fill(BODY)
    page.locator("#id_section").select_option(index=1)
    page.locator("#id_ai_body").select_option("generated")
    for name, value in {
        "publisher": "Harbour board",
        "title": "Minutes",
        "url": "https://example.org/m",
        "text": SOURCE,
    }.items():
        page.locator(f"#id_citation_set-0-{name}").fill(value)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    found = re.search(r"/admin/articles/article/\d+/", page.url)
    assert found
    return found[0]


def test_what_is_typed_is_saved_checked_and_never_lost(editor: Callable[..., Page]) -> None:
    page = editor()
    path = draft(page, "Harbour board votes")
    expect(page.locator(CHECKS)).to_contain_text("“three metres” was found in no linked source")
    page.locator("#id_body").fill(BODY.replace("three metres", "two metres"))
    expect(page.locator(STATE)).to_contain_text("Saved")
    expect(page.locator(CHECKS)).not_to_contain_text("three metres")
    page.locator("#id_dek").fill("It will be deeper.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    page.goto(f"{path}history/")
    expect(page.locator("#change-history tbody tr")).to_have_count(2)

    page.goto(f"{path}change/")
    other = page.context.new_page()
    other.goto(f"{path}change/")
    other.locator("#id_dek").fill("Theirs.")
    other.get_by_role("button", name="Save draft").click()
    expect(other.locator(".messagelist")).to_contain_text("Draft saved.")
    page.locator("#id_dek").fill("Mine.")
    expect(page.locator(STATE)).to_contain_text("Somebody else saved this article")
    other.reload()
    expect(other.locator("#id_dek")).to_have_value("Theirs.")


def test_a_lost_session_loses_nothing(editor: Callable[..., Page], signed_in: dict[str, Any]) -> None:
    page = editor()
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill("A draft on the way home")
    page.locator("#id_body").fill("The train went into a tunnel.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_load_state()
    page.context.add_cookies(signed_in["editor"]["cookies"])
    page.goto("/admin/articles/article/add/")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("#id_body")).to_have_value("The train went into a tunnel.")
    page.locator("#id_section").select_option(index=1)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    page.goto("/admin/articles/article/add/")
    expect(page.get_by_role("button", name="Put it back")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_review_leads_from_the_sources_over_each_sentence_to_the_name_on_the_page(
    editor: Callable[..., Page], scripts: bool
) -> None:
    page = editor(java_script_enabled=scripts, viewport={"width": 390, "height": 800})
    path = draft(page, f"Harbour board votes, {'with' if scripts else 'without'} scripts")
    page.goto(f"{path}review/")
    progress = page.locator(".review-progress")
    expect(progress).to_contain_text("0 of 1 source opened")
    page.get_by_role("button", name="Finish review").click()
    expect(page.get_by_role("alert")).to_contain_text("Source 1 (Harbour board) is not opened yet.")
    page.get_by_role("button", name="Open source 1").click()
    expect(page.get_by_text("Opened by you")).to_be_visible()
    page.get_by_role("link", name="Back to the review").click()
    expect(progress).to_contain_text("1 of 1 source opened")
    while page.get_by_role("link", name="Next to decide").count():
        page.get_by_role("link", name="Next to decide").click()
        row = page.locator(".review-row:target")
        expect(row.locator(".review-flag:not(.settled)").first).to_be_in_viewport()
        place = row.get_attribute("id")
        row.get_by_label("It stands, because").first.fill("The desk knows it from the board.")
        row.get_by_role("button", name="Let it stand").first.press("Enter")
        expect(page.locator(".review-row:target")).to_have_attribute("id", place or "")
        expect(page.locator(f"#{place}")).to_contain_text("It stands, because The desk knows it from the board.")
    for question in ("I compared", "fit to rest on", "free to change"):
        page.get_by_label(question).check()
    page.get_by_role("button", name="Finish review").press("Enter")
    expect(page.locator(CHECKS)).to_contain_text("Reviewed by")
    page.goto(f"{path}preview/")
    expect(page.get_by_text("Preview, not published.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("AI-generated, reviewed by")


def test_the_desks_pages_can_be_used_by_everybody(editor: Callable[..., Page], site: Site) -> None:
    page = editor()
    path = draft(page, "Harbour board votes, for everybody")
    page.goto(f"{path}review/")
    source = page.get_by_role("link", name=re.compile("Harbour board")).last.get_attribute("href")
    assert source and "/source/" in source
    page.locator(".review-row", has=page.get_by_text("Put another passage")).first.locator("summary").click()
    for at in ("change/", "review/", "preview/"):
        faults = faults_of(page.context, site.url, f"{path}{at}")
        assert not faults, "\n".join(faults)
    address = source.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
    faults = faults_of(page.context, site.url, address)
    assert not faults, "\n".join(faults)

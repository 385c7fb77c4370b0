"""Every state of a thought can be read by everybody: in light and dark, wide and narrow, by eye and with a screen reader."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Route, sync_playwright

from articles.models import Byline, Contributor
from comments.deleting import delete_thought
from comments.models import Comment, Report, Respect, State, Visit
from comments.muting import mute
from comments.picking import pick
from newsroom.stylesheet import put_together
from tests import factories
from tests.e2e.conftest import browser_of_this_machine
from tests.e2e.test_every_page import _barriers, _overflow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
STATES = (
    "You", "New", "Author", "Staff", "Editor’s pick", "edited", "Waiting for a moderator", "Removed", "Reported",
    "Respected", "A reader you muted", "deleted by its author", "removed for breaking", "In answer to",
    "a sentence since changed", "more repl", "since your last visit",
)  # fmt: skip


def in_every_state(reader: Any) -> Any:
    """An article with a thought in each state, as that reader sees them."""
    article, writer, editor = factories.published(), factories.reader(), factories.editor()
    Byline.objects.create(article=article, contributor=Contributor.objects.create(slug="ann", name="Ann", user=writer))
    Visit.objects.create(reader=reader, article=article, seen_at=timezone.now() - timedelta(hours=1))
    about = {"about_version": article.live, "about_sentence": 4}
    factories.thought(article, writer, "On this.", about_text=article.live.sentences.get(number=4).text, **about)
    one = factories.thought(article, writer, "On that.", about_text="Words that are gone.", **about)
    pick(one, editor)
    Respect.objects.create(comment=one, reader=reader)
    Comment.objects.filter(pk=one.pk).update(edited_at=timezone.now())
    reported = factories.thought(article, editor, "Reported.", one)
    Report.objects.create(comment=reported, reader=reader, turn=0, reason="spam")
    for gone in (delete_thought, factories.removed):
        answered = factories.thought(article, writer, "Gone.", one)
        below = factories.thought(article, reader, "Below.", answered)
        factories.thought(article, writer, "Deeper.", factories.thought(article, reader, "Deep.", below))
        gone(answered)
    loud = factories.reader()
    factories.thought(article, loud, "I shout.")
    mute(reader, loud)
    for state in (State.PREMOD, State.REJECTED):
        factories.thought(article, reader, "Mine alone.", state=state)
    for _ in range(20):
        factories.thought(article, writer, "One of many.", one)
    return article


def faults_of(html: str) -> list[str]:
    """What is wrong with a page in a browser that gets its parts from the files; to be called in a thread of its own.

    Where a browser is driven Django takes the thread for asynchronous and refuses the database.
    """

    def answer(route: Route) -> None:
        path = route.request.url.split("testserver", 1)[1].split("?")[0]
        file = settings.BASE_DIR / path.lstrip("/")
        if path == "/":
            route.fulfill(status=200, content_type="text/html", body=html)
        elif path.startswith(("/site-", "/rooms-")):
            sheet = path.lstrip("/").partition("-")[0]
            route.fulfill(status=200, content_type="text/css", body=put_together(sheet)[1])
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_of_this_machine(), args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.route("**/*", answer)
        page.goto("http://testserver/")
        page.locator("details.folded").first.evaluate("fold => fold.open = true")
        found = [*_overflow(page), *_barriers(page)]
        browser.close()
    return found


def test_no_state_of_a_thought_is_a_barrier_or_pushes_the_page_sideways(reader: Any) -> None:
    if not browser_of_this_machine():
        pytest.skip("no browser")
    client = Client()
    client.force_login(reader)
    html = client.get(in_every_state(reader).get_absolute_url()).content.decode()
    assert not [state for state in STATES if state not in html]
    with ThreadPoolExecutor(1) as thread:
        assert not thread.submit(faults_of, html).result()

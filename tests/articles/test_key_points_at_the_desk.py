"""The desk sees how far an article's key points are, and decides on a model's without a word of JavaScript."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Summary
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.test_written_summaries import GOOD, points_on, says, stub, written  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, editor: Any) -> Client:
    """An editor at the desk."""
    client.force_login(editor)
    return client


def address(name: str, article: Article) -> str:
    """One of the desk's pages about an article."""
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def panel(desk: Client, article: Article) -> str:
    """The panel that the page watches."""
    return desk.get(address("jobs", article)).content.decode()


def form(summary: Summary, **more: str) -> dict[str, str]:
    """What the page posts, with one button pressed."""
    return {"run": str(summary.run_id), **{f"point-{p.position}": p.shown for p in summary.points.all()}, **more}


def test_the_panel_is_watched_only_as_long_as_something_may_change(desk: Client, stub: Any) -> None:  # noqa: F811
    article = factories.published()
    html = panel(desk, article)
    assert "data-open" in html
    assert "Queued" in html
    work_off()
    html = panel(desk, article)
    assert "data-open" not in html
    assert "Needs review" in html
    assert "An editor has to approve the key points." in html


def test_key_points_are_called_shown_or_approved_once_readers_see_them(desk: Client, stub: Any, settings: Any) -> None:  # noqa: F811
    summary = written()
    desk.post(address("summary", summary.version.article), form(summary, approve="1"))
    assert "Approved</span>" in panel(desk, summary.version.article)
    settings.SUMMARY_PROVIDER = "extractive"
    assert "Shown</span>" in panel(desk, written().version.article)


def test_a_failed_job_says_why_and_is_tried_again_with_a_button(desk: Client, stub: Any) -> None:  # noqa: F811
    stub.behave("auth")
    article = factories.published()
    work_off()
    html = panel(desk, article)
    assert "The provider does not do this" in html
    job = Job.objects.get(kind="summary")
    assert f'form="again" name="job" value="{job.pk}"' in html
    desk.post(address("jobs", article), {"job": job.pk})
    job.refresh_from_db()
    assert job.state == State.PENDING
    said = desk.post(address("jobs", article), {"job": job.pk}, follow=True).content.decode()
    assert "not waiting to be tried again" in said


def test_a_job_of_another_article_is_not_tried_again_from_here(desk: Client) -> None:
    article, other = factories.published(), factories.published()
    job = Job.objects.create(kind="summary", key="x", subject=f"article:{other.pk}", state=State.DEAD)
    desk.post(address("jobs", article), {"job": job.pk})
    job.refresh_from_db()
    assert job.state == State.DEAD


def test_an_editor_approves_with_changes(desk: Client, stub: Any) -> None:  # noqa: F811
    summary = written()
    article = summary.version.article
    html = desk.get(address("summary", article)).content.decode()
    for point in GOOD:
        assert point["text"] in html
    posted = form(summary, approve="1") | {"point-1": "The harbour board voted to deepen the channel."}
    assert desk.post(address("summary", article), posted).status_code == 302
    assert "The harbour board voted to deepen the channel." in points_on(desk, article)


def test_what_the_checks_refuse_comes_back_with_the_editors_words(desk: Client, stub: Any) -> None:  # noqa: F811
    summary = written()
    article = summary.version.article
    wrong = "The harbour board voted to deepen the channel by nine metres."
    answer = desk.post(address("summary", article), form(summary, approve="1") | {"point-1": wrong})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert html.count(wrong) == 2, "in the message and in the field"
    assert points_on(desk, article) == ""


def test_an_editor_rejects_with_a_reason_and_orders_others(desk: Client, stub: Any) -> None:  # noqa: F811
    summary = written()
    article = summary.version.article
    desk.post(address("summary", article), form(summary, reject="1", reason="They miss the crews."))
    html = panel(desk, article)
    assert "They miss the crews." in html
    assert "Rejected</span>" in html
    says(stub, {"text": "Fishing crews have asked for a lane of their own.", "sentence": 5}, *GOOD[:2])
    desk.post(address("summary", article), form(summary, again="1"))
    work_off()
    assert "Fishing crews" in desk.get(address("summary", article)).content.decode()


def test_the_articles_own_sentences_stand_in_at_the_press_of_a_button(desk: Client, stub: Any) -> None:  # noqa: F811
    stub.behave("auth")
    article = factories.published()
    work_off()
    desk.post(address("summary", article), {"own": "1"})
    assert "AI-selected from this article" in points_on(desk, article)


def test_hostile_points_are_text_at_the_desk(desk: Client, stub: Any) -> None:  # noqa: F811
    says(stub, {"text": "The board <script>alert(1)</script> voted to deepen it.", "sentence": 99}, *GOOD[:2])
    html = desk.get(address("summary", written().version.article)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_only_who_may_change_articles_gets_there(client: Client, stub: Any) -> None:  # noqa: F811
    article = written().version.article
    client.force_login(factories.reader())
    assert client.get(address("summary", article)).status_code == 403
    client.force_login(factories.reader(is_staff=True))
    for name in ("summary", "jobs"):
        assert client.get(address(name, article)).status_code == 403
        assert client.post(address(name, article), {"approve": "1"}).status_code == 403
    assert Summary.objects.get().state == Summary.State.NEEDS_REVIEW


def test_a_draft_says_that_they_come_later(desk: Client) -> None:
    article = factories.draft()
    assert "made after publication" in panel(desk, article)
    assert "made after publication" in desk.get(address("summary", article)).content.decode()


def test_the_change_form_holds_the_panel_and_the_form_that_its_buttons_belong_to(desk: Client) -> None:
    article = factories.published()
    html = desk.get(address("change", article)).content.decode()
    assert 'id="progress"' in html
    assert f'<form id="again" method="post" action="{address("jobs", article)}">' in html
    assert "js/jobs.js" in html

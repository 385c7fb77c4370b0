"""Reading a source: its text comes in by a job, is kept as read, and a failure is there for the gate."""

from dataclasses import replace

import pytest

from articles import gate
from articles.citing import Cited, cite
from articles.ingest import connecting, jobs  # noqa: F401 - registers what the post can do
from articles.ingest.reading import host_of, read, read_unread
from articles.models import SourceDocument
from articles.publishing import publish
from newsroom.outbox.models import Job, Lane, State
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.ingest.servers import PAGE, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(empty_cache, monkeypatch):
    """A paper on loopback which the job may reach, and nothing else."""
    with serving() as (site, url, guard):
        from articles.ingest import pages

        monkeypatch.setattr(pages.page, "__defaults__", (guard,))
        site.url = url
        yield site


def linked(site, path="/a", **values):
    article = factories.draft(source=False)
    cited = {"publisher": "Harbour Gazette", "title": "Board votes", "url": f"{site.url}{path}"} | values
    return article, cite(article, Cited(**cited), 1).source


def test_an_address_is_read_by_a_job_and_its_text_kept(site):
    site.page("/a", PAGE)
    article, source = linked(site)
    assert read_unread(article) == 1
    job = Job.objects.get(kind="source")
    assert (job.lane, job.subject) == (Lane.FETCH, f"article:{article.pk}")
    work_off()
    job.refresh_from_db()
    assert job.state == State.DONE, job.last_error
    document = source.documents.get()
    assert "deepen the channel by two metres" in document.text and document.extent == SourceDocument.Extent.WHOLE
    source.refresh_from_db()
    assert source.tried_at and source.failure == "" and str(source.published_on) == "2026-02-03"
    assert (source.publisher, source.title) == ("Harbour Gazette", "Board votes")
    assert read_unread(article) == 0


def test_what_the_desk_left_open_is_filled_from_the_page(site):
    site.page("/a", PAGE)
    article, source = linked(site, publisher="127.0.0.1", title=f"{site.url}/a")
    assert host_of(source.url) == "127.0.0.1"
    read(source, article)
    work_off()
    source.refresh_from_db()
    assert (source.publisher, source.title) == ("Harbour Gazette", "Board votes to deepen the channel")


def test_a_source_under_a_published_article_gets_a_new_text_but_keeps_its_name(site, editor):
    site.page("/a", PAGE)
    article, source = linked(site, publisher="127.0.0.1", title=f"{site.url}/a", text="MINUTES. The board voted.")
    publish(article, by=editor, override="a test")
    read(source, article)
    work_off()
    source.refresh_from_db()
    assert source.title == f"{site.url}/a" and source.documents.count() == 2


def test_an_unchanged_text_is_kept_once_and_a_changed_one_in_a_new_row(site):
    site.page("/a", PAGE)
    article, source = linked(site)
    for text in (PAGE, PAGE, PAGE.replace("eleven months", "twelve months")):
        site.page("/a", text)
        source.refresh_from_db()
        assert read(source, article)
        work_off()
    assert source.documents.count() == 2
    assert "twelve months" in source.documents.first().text


def test_one_reading_at_a_time(site):
    site.page("/a", PAGE)
    article, source = linked(site)
    assert read(source, article)
    assert not read(source, article)
    assert not read(cite(article, Cited("Desk", "Seen", note="what was seen"), 2).source, article)


def test_a_page_that_is_gone_is_on_record_and_the_gate_says_so(site):
    article, source = linked(site, text="MINUTES. The board voted.")
    read(source, article)
    work_off()
    source.refresh_from_db()
    job = Job.objects.get(kind="source")
    assert job.state == State.NEEDS_REVIEW and "not there (404)" in job.last_error
    assert source.failure == job.last_error and source.tried_at
    assert any("did not answer" in found.message and "404" in found.message for found in gate.run_on(article))
    site.page("/a", PAGE)
    assert read(source, article)
    work_off()
    source.refresh_from_db()
    assert source.failure == "" and source.documents.count() == 2


def test_a_server_in_trouble_is_asked_again_later(site):
    site.page("/a", "", status=503, Retry_After="30")
    article, source = linked(site)
    read(source, article)
    work_off()
    job = Job.objects.get(kind="source")
    assert job.state == State.RETRY and (job.run_at - job.created_at).total_seconds() >= 30
    source.refresh_from_db()
    assert "503" in source.failure
    assert not read(source, article)
    Job.objects.update(run_at="2020-01-01T00:00Z")
    site.page("/a", PAGE)
    work_off()
    source.refresh_from_db()
    assert source.failure == "" and source.documents.count() == 1


def test_without_the_tests_leave_no_job_reaches_this_machine(site, monkeypatch):
    from articles.ingest import pages

    monkeypatch.setattr(pages.page, "__defaults__", (connecting.GUARD,))
    site.page("/a", PAGE)
    article, source = linked(site)
    read(source, article)
    work_off()
    assert "private network" in Job.objects.get(kind="source").last_error
    assert site.asked == [] and replace(connecting.GUARD).servers == frozenset()

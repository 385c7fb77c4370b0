"""At the desk: ask for a draft, see how far it is, look at it, use it; read an address."""

import pytest

from articles.citing import Cited, cite
from articles.drafting.asking import ask_for_draft, latest_run
from articles.models import Article
from newsroom.outbox.models import Job
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.drafting.seeds import bare

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_one_press_drafts_the_article_and_the_page_says_how_far_it_is(desk):
    article = bare("treaties")
    address = f"/admin/articles/article/{article.pk}/draft/"
    assert b"Draft an article" in desk.get(address).content
    response = desk.post(address)
    assert response.status_code == 302 and response["Location"].endswith(f"/{article.pk}/draft/")
    page = desk.get(address).content.decode()
    assert "Queued" in page and "Look again" in page
    work_off()
    page = desk.get(address).content.decode()
    assert (
        "Done" in page
        and "This draft stands in the working copy" in page
        and "a digest of what the sources say" in page
    )
    assert "Use this draft" not in page


def test_a_draft_that_was_kept_aside_is_used_by_a_button_and_what_stood_there_is_in_the_history(desk, editor):
    article = bare("treaties")
    ask_for_draft(article, editor)
    Article.objects.filter(pk=article.pk).update(body="Mine, all mine.", headline="Mine", revision=article.revision + 1)
    work_off()
    address = f"/admin/articles/article/{article.pk}/draft/"
    page = desk.get(address).content.decode()
    assert "Needs review" in page and "Use this draft" in page and "Mine, all mine." in page
    run = latest_run(article)
    stale = desk.post(address, {"run": run.pk, "based_on": 0})
    article.refresh_from_db()
    assert stale.status_code == 302 and article.body == "Mine, all mine."
    desk.post(address, {"run": run.pk, "based_on": article.revision})
    article.refresh_from_db()
    assert article.headline.endswith("a digest of what the sources say") and article.backings.exists()
    from django.contrib.admin.models import LogEntry

    assert "before: Mine" in LogEntry.objects.latest("pk").change_message
    assert Job.objects.get(kind="draft").state == "done"


def test_a_draft_of_another_article_cannot_be_used(desk, editor):
    one, other = bare("one"), bare("space")
    ask_for_draft(one, editor)
    work_off()
    response = desk.post(
        f"/admin/articles/article/{other.pk}/draft/", {"run": latest_run(one).pk, "based_on": other.revision}
    )
    other.refresh_from_db()
    assert response.status_code == 404 and other.body == ""


def test_without_a_text_there_is_nothing_to_press_and_pressing_says_why(desk):
    article = factories.draft(source=False)
    address = f"/admin/articles/article/{article.pk}/draft/"
    assert b"No linked source has a text yet" in desk.get(address).content
    assert b"No linked source has a text yet" in desk.post(address, follow=True).content


def test_a_hostile_source_shows_as_text(desk, editor):
    article = factories.draft("Working title", body="", source=False, dek="")
    text = "The <script>alert(1)</script> minister of trade told parliament on Tuesday that tariffs would rise again in May."
    cite(article, Cited("</script><img src=x onerror=alert(1)>", "Tariffs", "https://a.example/1", text=text), 1)
    ask_for_draft(article, editor)
    work_off()
    for page in (f"/admin/articles/article/{article.pk}/draft/", f"/admin/articles/article/{article.pk}/reading/"):
        found = desk.get(page).content.decode()
        assert "<script>alert" not in found and "<img src=x" not in found


def test_sources_are_read_by_a_button_each(desk):
    article = factories.draft()
    address = f"/admin/articles/article/{article.pk}/reading/"
    source = article.sources.get()
    page = desk.get(address).content.decode()
    assert "Read the address anew" in page and source.publisher in page
    desk.post(address, {"source": source.pk})
    assert Job.objects.get(kind="source").payload["source"] == source.pk
    assert "Queued" in desk.get(address).content.decode()
    assert desk.post(address, {"source": factories.draft().sources.get().pk}).status_code == 404


def test_readers_see_neither_page(client, reader):
    article = factories.draft()
    client.force_login(reader)
    for name in ("draft", "reading"):
        assert client.get(f"/admin/articles/article/{article.pk}/{name}/").status_code == 403

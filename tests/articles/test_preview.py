"""A preview is the page that readers would get, for the desk alone, and nothing of it stays."""

from typing import Any

import pytest
from django.test import Client

from articles.laying_out import render_page
from articles.models import Article, ArticleVersion, Page, State
from articles.previewing import preview
from articles.publishing import publish
from newsroom.outbox.models import Job
from tests import factories

pytestmark = pytest.mark.django_db
# What the gate says of these texts is not the question here.
DESPITE = "for the test"


@pytest.fixture
def desk(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client


def at(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


def test_the_desk_sees_the_draft_as_readers_would_and_readers_see_nothing(desk: Client) -> None:
    article = factories.draft("Xqzzyvoid votes", story=factories.story(), ai_body="generated")
    answer = desk.get(at(article))
    page = answer.content.decode()
    assert "Preview, not published." in page
    assert '<span id="s-2">Work begins in June.</span>' in page
    assert "AI-generated" in page
    for path in ("/", "/sections/world/", article.get_absolute_url(), "/feed.rss", "/sitemap.xml"):
        assert "Xqzzyvoid" not in Client().get(path).content.decode()


def test_nothing_of_a_preview_stays(desk: Client) -> None:
    article = factories.draft()
    before = Article.objects.values().get()
    desk.get(at(article))
    assert Article.objects.values().get() == before
    assert not ArticleVersion.objects.exists()
    assert not Page.objects.exists()
    assert not Job.objects.exists()


def test_the_preview_is_what_publishing_makes_of_it(editor: Any) -> None:
    article = factories.draft("Harbour board votes to deepen the channel")
    publish(article, by=editor, override=DESPITE)
    article.body += "\n\nThe board will meet again."
    article.save()
    shown = preview(article, editor)
    publish(article, by=editor, override=DESPITE)
    made = render_page(Article.objects.get())
    assert "The board will meet again." in shown.html
    pinned = [made.version.published_at, shown.version.published_at]
    texts = [page.html for page in (made, shown)]
    for at_ in pinned:
        texts = [text.replace(f"{at_:%Y-%m-%dT%H:%M}", "").replace(f"{at_:%H:%M}", "") for text in texts]
    assert texts[0] == texts[1]
    assert (made.headline, made.dek, made.label, made.toc) == (shown.headline, shown.dek, shown.label, shown.toc)


def test_a_preview_of_a_published_article_leaves_it_as_it_is(desk: Client) -> None:
    article = factories.published(override=DESPITE)
    page, version = Page.objects.get().html, article.live
    Article.objects.filter(pk=article.pk).update(headline="Another headline")
    preview_page = desk.get(at(article)).content.decode()
    assert "Another headline" in preview_page
    assert "Readers still see the published version." in preview_page
    article.refresh_from_db()
    assert (article.state, article.live) == (State.PUBLISHED, version)
    assert Page.objects.get().html == page


def test_a_preview_is_for_no_cache_and_no_search_engine(desk: Client) -> None:
    answer = desk.get(at(factories.draft()))
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in answer.content.decode()
    assert "application/ld+json" not in answer.content.decode()


def test_what_can_not_be_laid_out_is_said_and_leads_back(desk: Client) -> None:
    article = factories.draft()
    Article.objects.update(body="[" * 1000)
    answer = desk.get(at(article), follow=True)
    assert answer.redirect_chain[0][0].endswith("/change/")
    assert "opening brackets" in answer.content.decode()


def test_an_empty_draft_has_a_preview_too(desk: Client) -> None:
    assert desk.get(at(factories.draft(body="", source=False, dek=""))).status_code == 200

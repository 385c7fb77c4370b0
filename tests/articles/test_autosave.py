"""What an editor types is kept while they write, under the rules of the button, and floods nothing."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from articles.models import Article, GateRun, State
from articles.publishing import publish
from newsroom.outbox.models import Job
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.test_desk import ADD, article_form, change, source

pytestmark = pytest.mark.django_db
# What the gate says of these texts is not the question here.
DESPITE = "for the test"


@pytest.fixture
def desk(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client


def autosave(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/autosave/"


def typed(desk: Client, article: Article, **values: str) -> dict[str, str]:
    """The article's own fields, as the script sends them."""
    fields = article_form(desk, change(article), **values)
    return {name: value for name, value in fields.items() if "-" not in name}


def test_what_was_typed_is_kept_checked_and_in_no_history(desk: Client) -> None:
    article = factories.draft()
    answer = desk.post(
        autosave(article), typed(desk, article, headline="While I write", body="The board met. It voted.")
    )
    assert answer.status_code == 200
    before, article = article, Article.objects.get()
    assert (article.headline, article.body) == ("While I write", "The board met. It voted.")
    assert answer.json()["revision"] == article.revision == before.revision + 1
    assert article.citation_set.count() == 1, "sources wait for the button and stay as they are"
    assert not LogEntry.objects.exists()
    assert not article.versions.exists()
    work_off()
    assert GateRun.objects.filter(article=article).count() == 1


def test_autosaves_follow_each_other_and_the_button_follows_them(desk: Client) -> None:
    article = factories.draft()
    form = article_form(desk, change(article))
    for headline in ("One", "Two", "Three"):
        sent = {name: value for name, value in form.items() if "-" not in name} | {"headline": headline}
        form["based_on"] = str(desk.post(autosave(article), sent).json()["revision"])
    answer = desk.post(change(article), form | {"headline": "Four", "_save": "Save draft"})
    assert answer.status_code == 302
    assert Article.objects.get().headline == "Four"
    assert LogEntry.objects.count() == 1


def test_an_autosave_never_overwrites_a_colleague(desk: Client) -> None:
    article = factories.draft()
    mine = typed(desk, article, headline="Mine")
    desk.post(change(article), article_form(desk, change(article), headline="Theirs", _save="Save draft"))
    for _ in range(2):
        refused = desk.post(autosave(article), mine)
        assert refused.status_code == 409
        assert "Somebody else saved this article" in refused.json()["problems"][0]
    assert Article.objects.get().headline == "Theirs"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"headline": ""}, "Headline: This field is required."),
        ({"body": "[" * 1000}, "more than 500 opening brackets"),
        ({"body": "x" * 200_001}, "the limit is 200,000"),
        ({"section": "999999"}, "Section: "),
    ],
)
def test_what_can_not_be_kept_is_named_and_nothing_changes(desk: Client, values: dict[str, str], problem: str) -> None:
    article = factories.draft()
    answer = desk.post(autosave(article), typed(desk, article, **values))
    assert answer.status_code == 422
    assert problem in " ".join(answer.json()["problems"])
    assert Article.objects.get().revision == article.revision
    assert not Job.objects.exists() or set(Job.objects.values_list("kind", flat=True)) == {"gate"}


def test_an_autosave_leaves_readers_with_the_published_text(desk: Client) -> None:
    article = factories.published(override=DESPITE)
    answer = desk.post(autosave(article), typed(desk, article, headline="Xqzzyvoid", slug="elsewhere"))
    assert answer.status_code == 200
    article.refresh_from_db()
    assert (article.headline, article.state) == ("Xqzzyvoid", State.PUBLISHED)
    assert article.live.headline != "Xqzzyvoid"
    assert "Xqzzyvoid" not in desk.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("path", ["autosave", "change"])
def test_a_save_that_began_before_a_publication_does_not_take_it_back(
    desk: Client, path: str, monkeypatch: Any
) -> None:
    """Between reading the article and writing it, somebody publishes it."""
    article = factories.draft()
    from articles.admin.forms import ArticleForm

    clean = ArticleForm.clean

    def clean_late(form: ArticleForm) -> Any:
        publish(article, by=None, override=DESPITE)
        return clean(form)

    fields = article_form(desk, change(article), dek="Written meanwhile.", _save="Save draft")
    monkeypatch.setattr(ArticleForm, "clean", clean_late)
    desk.post(autosave(article) if path == "autosave" else change(article), fields)
    saved = Article.objects.get()
    assert saved.dek == "Written meanwhile."
    assert saved.state == State.PUBLISHED
    assert saved.live is not None


def test_it_takes_what_is_posted_only(desk: Client) -> None:
    article = factories.draft()
    assert desk.get(autosave(article)).status_code == 405
    assert desk.post("/admin/articles/article/999999/autosave/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.editor())
    assert strict.post(autosave(article), typed(desk, article)).status_code == 403


def test_a_signed_out_editor_is_told_by_a_redirect_and_nothing_is_kept(client: Client) -> None:
    article = factories.draft()
    answer = client.post(autosave(article), {"headline": "Nobody's"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert Article.objects.get().headline == article.headline


def test_the_button_has_the_whole_checked_with_its_sources(desk: Client) -> None:
    desk.post(ADD, article_form(desk, _save="Save draft", **source(text=factories.BODY)))
    article = Article.objects.get()
    assert Job.objects.get(kind="gate").payload["article"] == article.pk
    work_off()
    [run] = GateRun.objects.all()
    assert not [finding for finding in run.findings if finding["check"] == "Sources"]
    assert article.backings.exists()


def test_the_page_says_where_to_save_unless_it_shows_a_conflict(desk: Client) -> None:
    article = factories.draft()
    assert f'data-autosave="{autosave(article)}"' in desk.get(change(article)).content.decode()
    assert "data-autosave" not in desk.get(ADD).content.decode()
    conflict = desk.post(change(article), article_form(desk, change(article), _save="Save draft") | {"based_on": "77"})
    assert "Somebody else saved" in conflict.content.decode()
    assert "data-autosave" not in conflict.content.decode(), "a second save is deliberate, so it is not a script's"


@pytest.mark.parametrize(("button", "page"), [("_preview", "preview"), ("_review", "review")])
def test_preview_and_review_save_first(desk: Client, button: str, page: str) -> None:
    answer = desk.post(ADD, article_form(desk, **{button: "1"}))
    article = Article.objects.get()
    assert answer.url == f"/admin/articles/article/{article.pk}/{page}/"
    answer = desk.post(change(article), article_form(desk, change(article), headline="Anew", **{button: "1"}))
    assert answer.url == f"/admin/articles/article/{article.pk}/{page}/"
    assert Article.objects.get().headline == "Anew"

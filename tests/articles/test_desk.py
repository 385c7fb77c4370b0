"""An editor writes, saves freely, publishes through the gate, and never overwrites a colleague."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, Citation, Pin, State
from newsroom.outbox.models import Job
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def desk(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client


def form(client: Client, path: str = ADD) -> dict[str, str]:
    """The fields of the form as a browser would send them back untouched."""
    page = client.get(path).content.decode()
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]+>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") not in {"submit", "checkbox", "file", "search"} and "name" in attributes:
            fields[attributes["name"]] = attributes.get("value", "")
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        fields[name] = text
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    fields.pop("csrfmiddlewaretoken", None)
    fields.pop("action", None)
    return fields


def article_form(client: Client, path: str = ADD, **values: str) -> dict[str, str]:
    filled = {"headline": "Board votes", "section": str(factories.section().pk), "body": factories.BODY}
    return form(client, path) | (filled if path == ADD else {}) | values


def source(number: int = 0, **values: str) -> dict[str, str]:
    given = {
        "publisher": "Harbour board",
        "title": "Minutes",
        "url": "https://example.org/minutes",
        "text": "The board voted.",
        "position": "1",
    }
    return {f"citation_set-{number}-{name}": value for name, value in (given | values).items()}


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def test_a_draft_needs_a_headline_and_a_section_and_nothing_else(desk: Client) -> None:
    answer = desk.post(ADD, article_form(desk, body="", _save="Save draft"))
    article = Article.objects.get()
    assert answer.url == change(article)
    assert (article.state, article.slug) == (State.DRAFT, "board-votes")
    assert desk.get(article.get_absolute_url()).status_code == 404


def test_an_editor_publishes_with_a_source_and_the_jobs_are_posted(desk: Client) -> None:
    desk.post(ADD, article_form(desk, _publish="Publish", **source()))
    article = Article.objects.get()
    assert article.state == State.PUBLISHED
    assert article.live.published_by.username.startswith("editor")
    assert article.live.cited.get().document.text == "The board voted."
    assert set(Job.objects.values_list("kind", flat=True)) == {"gate", "summary", "neighbours", "evidence"}
    assert desk.get(article.get_absolute_url()).status_code == 200


def test_what_the_gate_stops_is_saved_and_named_and_a_reason_takes_it_through(desk: Client) -> None:
    desk.post(ADD, article_form(desk, ai_body="generated", _publish="Publish"))
    article = Article.objects.get()
    assert article.state == State.DRAFT
    page = desk.get(change(article)).content.decode()
    assert "No source is linked" in page
    assert 'name="override_reason"' in page
    desk.post(change(article), article_form(desk, change(article), _publish="Publish", override_reason="Sent as it is"))
    article.refresh_from_db()
    assert article.state == State.PUBLISHED
    assert "Sent as it is" in desk.get(article.get_absolute_url()).content.decode()


def test_two_editors_do_not_overwrite_each_other(desk: Client) -> None:
    article = factories.draft()
    mine = article_form(desk, change(article), headline="Mine", _save="Save draft")
    desk.post(change(article), article_form(desk, change(article), headline="Theirs", _save="Save draft"))
    conflict = desk.post(change(article), mine)
    page = conflict.content.decode()
    article.refresh_from_db()
    assert article.headline == "Theirs"
    assert "Somebody else saved this article" in page
    assert 'value="Mine"' in page
    again = form_of(page) | {"_save": "Save draft", "headline": "Mine"}
    desk.post(change(article), mine | {"based_on": again["based_on"]})
    article.refresh_from_db()
    assert article.headline == "Mine", "a second save is deliberate"


def form_of(page: str) -> dict[str, str]:
    return {"based_on": re.search(r'name="based_on" value="(\d+)"', page).group(1)}


def test_saving_a_published_article_leaves_readers_with_the_published_text(desk: Client) -> None:
    article = factories.published()
    answer = desk.post(
        change(article), article_form(desk, change(article), headline="Xqzzyvoid", _save="Save draft"), follow=True
    )
    assert "Readers still see the published version" in answer.content.decode()
    assert "Xqzzyvoid" not in desk.get(article.get_absolute_url()).content.decode()


def test_a_picture_is_put_in_seen_and_taken_out(desk: Client) -> None:
    upload = SimpleUploadedFile("harbour.png", factories.picture())
    desk.post(ADD, article_form(desk, hero_alt="A harbour", _save="Save draft") | {"picture": upload})
    article = Article.objects.get()
    assert article.hero
    assert f'src="{article.hero.file.url}" alt="A harbour"' in desk.get(change(article)).content.decode()
    desk.post(change(article), article_form(desk, change(article), no_picture="on", _save="Save draft"))
    article.refresh_from_db()
    assert article.hero is None


def test_the_slug_never_changes_after_publication(desk: Client) -> None:
    article = factories.published()
    desk.post(change(article), article_form(desk, change(article), slug="another", _save="Save draft"))
    assert Article.objects.get().slug == article.slug


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"body": "x" * 2_000_000}, "The body has 2,000,000 characters; the limit is 200,000."),
        ({"body": "[" * 1000}, "more than 500 opening brackets"),
        ({"headline": ""}, "This field is required"),
        (source(url="javascript:alert(1)"), "Enter a valid URL"),
        (source(url="", note=""), "Give the source"),
    ],
)
def test_bad_input_is_named_and_the_text_is_kept(desk: Client, values: dict[str, str], sentence: str) -> None:
    answer = desk.post(ADD, article_form(desk, dek="Keep this dek.", **({"_save": "Save draft"} | values)))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Keep this dek." in page
    assert not Article.objects.exists()


def test_a_source_under_a_published_version_is_not_changed_in_place(desk: Client) -> None:
    article = factories.published()
    old = Citation.objects.get().source
    path = change(article)
    desk.post(path, article_form(desk, path, **{"citation_set-0-title": "Corrected minutes"}, _save="Save draft"))
    old.refresh_from_db()
    assert old.title == "Minutes of Monday"
    assert Citation.objects.get().source.title == "Corrected minutes"


def test_a_published_article_can_be_withheld_and_not_deleted(desk: Client) -> None:
    article = factories.published()
    assert desk.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post("/admin/articles/article/", {"action": "withhold_selected", "_selected_action": [article.pk]})
    assert Article.objects.get().state == State.WITHHELD


def test_many_are_published_at_once_each_through_the_gate(desk: Client) -> None:
    good, bad = factories.draft(), factories.draft(source=False, ai_body="generated")
    answer = desk.post(
        "/admin/articles/article/", {"action": "publish_selected", "_selected_action": [good.pk, bad.pk]}, follow=True
    )
    assert "saved and not published" in answer.content.decode()
    assert set(Article.objects.filter(state=State.PUBLISHED)) == {good}


def test_the_desk_pins_and_excludes_in_the_articles_form_and_takes_it_back(desk: Client) -> None:
    article, first, never = factories.draft(), factories.draft(), factories.draft()
    rows = {
        "pins-TOTAL_FORMS": "2",
        "pins-0-other": str(first.pk),
        "pins-0-position": "1",
        "pins-1-other": str(never.pk),
        "pins-1-position": "0",
        "pins-1-excluded": "on",
    }
    desk.post(change(article), article_form(desk, change(article), **rows, _save="Save draft"))
    pins = Pin.objects.filter(article=article).order_by("-position")
    assert list(pins.values_list("other", "position", "excluded")) == [(first.pk, 1, False), (never.pk, 0, True)]
    # The excluded one stands first in the form, by its position.
    again = article_form(desk, change(article), **{"pins-0-excluded": "on", "pins-1-DELETE": "on"}, _save="Save draft")
    desk.post(change(article), again)
    assert [pin.other for pin in pins] == [never]


def test_one_article_is_pinned_below_another_once(desk: Client) -> None:
    article, other = factories.draft(), factories.draft()
    twice = {f"pins-{n}-other": str(other.pk) for n in range(2)} | {f"pins-{n}-position": "1" for n in range(2)}
    rows = {"pins-TOTAL_FORMS": "2", **twice}
    page = desk.post(change(article), article_form(desk, change(article), **rows, _save="Save draft"))
    assert "Please correct the duplicate" in page.content.decode()
    assert not Pin.objects.exists()


def test_readers_do_not_enter_the_desk(client: Client) -> None:
    assert client.get("/admin/").url == "/accounts/login/?next=/admin/"
    assert "/accounts/login/" in client.get("/admin/login/?next=/admin/").url
    client.force_login(factories.reader())
    assert client.get("/admin/").status_code in {302, 403}
    assert client.get("/admin/articles/article/").status_code in {302, 403}

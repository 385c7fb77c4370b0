"""What was published stays readable as it was, and what changed is told in prose."""

import time
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from django.test import Client

from articles.changes import changes_between
from articles.citing import Cited, cite
from articles.comparing import Kind, Work, compare_words
from articles.models import Article, ArticleVersion
from articles.publishing import publish
from tests import factories

HTML = "{http://www.w3.org/1999/xhtml}"


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def tree(client: Client, path: str) -> Any:
    return html5lib.parse(client.get(path).content.decode())


def published_twice(**changes: Any) -> Article:
    """An article whose second version has these changes."""
    article = factories.published(override="for this test")
    for name, value in changes.items():
        setattr(article, name, value)
    article.save()
    publish(article, by=factories.editor("Ada"), override="for this test")
    article.refresh_from_db()
    return article


@pytest.mark.django_db
def test_all_versions_are_listed_newest_first_with_the_reason_and_name_of_an_override(client: Client) -> None:
    article = factories.published(
        source=False, override="Checked by hand", by=factories.editor("Ada"), ai_body="generated"
    )
    article.body += "\n\nOne more sentence."
    article.save()
    publish(article, by=factories.editor("Bo"), override="Still true")
    page = tree(client, f"{article.get_absolute_url()}versions/")
    (listed,) = [e for e in page.iter(f"{HTML}ol") if "ledger" in (e.get("class") or "")]
    newest, oldest = list(listed)
    assert "Still true" in words(newest) and "Bo" in words(newest) and "What readers see now" in words(newest)
    assert "Checked by hand" in words(oldest) and "Ada" in words(oldest) and "What it changed" not in words(oldest)
    assert "No source is linked" in words(oldest), "what was passed over"


@pytest.mark.django_db
def test_a_version_reads_as_it_was_frozen_and_says_that_it_is_an_earlier_one(client: Client) -> None:
    article = published_twice(headline="A new headline", body="Only this is left.")
    before, after = article.versions.order_by("number")
    page = client.get(f"{article.get_absolute_url()}versions/1/").content.decode()
    assert before.html in page
    assert f"<h1>{before.headline}</h1>" in page
    assert "This is an earlier version" in page
    assert "A new headline" not in page
    assert "Minutes of Monday" in page
    now = client.get(f"{article.get_absolute_url()}versions/2/").content.decode()
    assert after.html in now
    assert "This is an earlier version" not in now


@pytest.mark.django_db
def test_search_engines_keep_to_the_article(client: Client) -> None:
    article = published_twice(headline="A new headline")
    for path in ("versions/1/", "versions/2/", "versions/2/diff/", "evidence/1/"):
        page = client.get(f"{article.get_absolute_url()}{path}").content.decode()
        assert f'<link rel="canonical" href="{article.full_url()}">' in page, path
        assert '<meta name="robots" content="noindex' in page, path


@pytest.mark.django_db
def test_every_page_about_a_machine_written_article_carries_its_label_above_the_headline(client: Client) -> None:
    article = published_twice(ai_body="generated", body="Only this is left.")
    for path in ("versions/", "versions/2/", "versions/2/diff/", "evidence/1/", "how-it-was-made/"):
        page = client.get(f"{article.get_absolute_url()}{path}").content.decode()
        assert 0 < page.find('id="ai-label">AI-generated, not reviewed') < page.find("<h1>"), path
    first = client.get(f"{article.get_absolute_url()}versions/1/").content.decode()
    assert "ai-label" not in first, "people wrote that version"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["versions/0/", "versions/3/", "versions/1/diff/", "versions/3/diff/"])
def test_a_version_that_was_never_published_is_not_found(client: Client, path: str) -> None:
    article = published_twice(headline="A new headline")
    assert client.get(f"{article.get_absolute_url()}{path}").status_code == 404


@pytest.mark.django_db
def test_the_working_copy_is_no_version(client: Client) -> None:
    article = published_twice(headline="A new headline")
    Article.objects.filter(pk=article.pk).update(headline="Xqzzyvoid", body="Xqzzyvoid.")
    for path in ("versions/", "versions/2/", "versions/2/diff/", "how-it-was-made/", "provenance.json"):
        assert "Xqzzyvoid" not in client.get(f"{article.get_absolute_url()}{path}").content.decode(), path


@pytest.mark.django_db
def test_the_diff_shows_what_came_in_and_what_went_out_by_paragraph(client: Client) -> None:
    article = factories.published(override="for this test")
    article.headline = "Harbour board votes to widen the channel"
    article.dek = ""
    article.body = article.body.replace("40 million", "45 million").replace("The state pays half of it. ", "")
    article.save()
    cite(article, Cited("Port", "Notice", "https://example.org/notice"), 2)
    publish(article, by=None, override="for this test")
    page = tree(client, f"{article.get_absolute_url()}versions/2/diff/")
    body = next(e for e in page.iter(f"{HTML}section") if e.get("aria-labelledby") == "d-body")
    assert [words(e) for e in body.iter(f"{HTML}ins")] == ["45"]
    assert [words(e) for e in body.iter(f"{HTML}del")] == ["40", "The state pays half of it."]
    assert "paragraphs stayed as they were" in words(body)
    said = words(page)
    assert "Changed: the headline, the dek, the body and the sources." in said
    assert "Added: Port: Notice" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"headline": "Another"}, "the headline"),
        ({"notice": "Sample article"}, "the notice"),
        ({"ai_dek": "assisted"}, "what part a machine had"),
    ],
)
def test_a_change_outside_the_body_is_named(changes: dict[str, str], said: str) -> None:
    after, before = published_twice(**changes).versions.all()
    found = changes_between(before, after)
    assert found.said == said
    assert not found.body


def test_words_are_compared_as_a_reader_would() -> None:
    def compared(before: str, after: str) -> list[tuple[Kind, str]]:
        return [(run.kind, run.text) for run in compare_words(before, after, Work())]

    same, came, went = Kind.SAME, Kind.ADDED, Kind.GONE
    assert compared("It cost 40 crowns.", "It cost 45 crowns.") == [
        (same, "It cost "), (went, "40 "), (came, "45 "), (same, "crowns."),
    ]  # fmt: skip
    assert compared("A b.", "A b.") == [(same, "A b.")]
    assert compared("", "New.") == [(came, "New.")]
    assert compared("The state pays half of it", "The port owes all of that") == [
        (same, "The "), (went, "state pays half of it"), (came, "port owes all of that"),
    ]  # fmt: skip
    assert compared("It rained. Then sun.", "It rained. It snowed. Then sun.")[1] == (came, "It snowed. ")
    assert compared("Wet. It rained. Then sun.", "Wet. Then sun.")[1] == (went, "It rained. ")
    assert [run for run in compared("习近平致电金正恩祝贺连任", "习近平发电报给金正恩祝贺连任") if run[0] != same]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One two.\n\nThree four.", "One two.\n\nThree five.\n\nSix."),
        ("a  b\u3000c\u00a0d", "a b c d"),
        ("\n\nodd\n\n\n\nends ", " odd\n\nends\n\n"),
        ("“Curly” 👩‍👩‍👧 ok", "“curly” 👩‍👩‍👦 ok"),
    ],
)
def test_nothing_is_lost_or_invented(before: str, after: str) -> None:
    runs = compare_words(before, after, Work())
    assert "".join(run.text for run in runs if run.kind != Kind.GONE) == after
    assert "".join(run.text for run in runs if run.kind != Kind.ADDED).split() == before.split()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "texts",
    [
        lambda: ("word " * 40_000, "other word " * 20_000),
        lambda: ("\n\n".join("ab" * 33_000), "\n\n".join("ba" * 33_000)),
        lambda: (" ".join(map(str, range(30_000))), " ".join(map(str, range(30_000, 0, -1)))),
    ],
)
def test_huge_texts_are_compared_in_bounded_time(texts: Callable[[], tuple[str, str]]) -> None:
    before, after = (ArticleVersion.objects.create(**frozen(n), text=text) for n, text in enumerate(texts(), 1))
    begun = time.process_time()
    changes = changes_between(before, after)
    spent = time.process_time() - begun
    print(f"Compared in {spent:.2f} s of this process")
    assert changes.body
    assert spent < 5


def frozen(number: int) -> dict[str, Any]:
    """What a version has beside its text."""
    article = Article.objects.first() or factories.draft()
    return {"article": article, "number": number, "headline": "A", "body": "", "html": "", "words": 0}

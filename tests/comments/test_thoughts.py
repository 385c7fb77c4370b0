"""Thoughts are read by everybody, in their places, and only where they and their article are public."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from articles.publishing import withhold
from comments.reading.discussion import SHOWN
from newsroom.mail.models import Mail
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


def post(client: Client, article: Any, body: str, /, **values: str) -> Any:
    return client.post(
        f"{article.get_absolute_url()}thoughts/", {"body": body, "idempotency_key": str(uuid.uuid4())} | values
    )


@pytest.fixture
def article() -> Any:
    return factories.published()


@pytest.fixture
def signed_in(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def test_signed_out_readers_read_and_are_invited(client: Client, article: Any) -> None:
    factories.thought(article, factories.reader(), "The fish come first.")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "The fish come first." in page
    assert "Share your thoughts on this article" in page
    assert "Sign in to join the conversation" in page


def test_a_reply_stands_below_what_it_answers_and_threads_are_newest_first(signed_in: Client, article: Any) -> None:
    reader = factories.reader("ann")
    first = factories.thought(article, reader, "First.")
    factories.thought(article, reader, "Second.")
    post(signed_in, article, "Answer to first.", parent=first.ref)
    page = signed_in.get(article.get_absolute_url()).content.decode()
    order = [page.index(text) for text in ("<p>Second.", "<p>First.", "<p>Answer to first.")]
    assert order == sorted(order)
    composer = signed_in.get(f"{article.get_absolute_url()}?reply={first.ref}").content.decode()
    assert "You answer <b>ann</b>" in composer
    assert f'name="parent" value="{first.ref}"' in composer


def test_removed_thoughts_are_on_no_page(client: Client, article: Any, reader: Any) -> None:
    comment = factories.thought(article, reader, "Xqzzyvoid.")
    factories.removed(comment)
    for path in (article.get_absolute_url(), f"{article.get_absolute_url()}thoughts/"):
        assert "Xqzzyvoid" not in client.get(path).content.decode()
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_thoughts_of_a_withheld_article_can_not_be_read_or_answered(
    signed_in: Client, article: Any, reader: Any
) -> None:
    comment = factories.thought(article, reader)
    withhold(article)
    assert signed_in.get(comment.get_absolute_url()).status_code == 404
    assert post(signed_in, article, "Hello?").status_code == 404


def test_a_permalink_leads_to_its_thought(client: Client, article: Any, reader: Any) -> None:
    old = factories.thought(article, reader, "The oldest.")
    for _ in range(SHOWN + 5):
        factories.thought(article, reader)
    answer = client.get(old.get_absolute_url())
    assert answer.url.endswith(f"#thought-{old.ref}")
    assert f'id="thought-{old.ref}"' in client.get(answer.url).content.decode()


def test_the_words_of_a_reader_who_left_stay(client: Client, article: Any) -> None:
    reader = factories.reader()
    factories.thought(article, reader, "I was here.")
    reader.delete()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "I was here." in page
    assert "A reader who left" in page


def test_signing_up_by_mail_leads_back_to_the_article(client: Client, article: Any) -> None:
    back = f"{article.get_absolute_url()}#composer"
    client.post(
        f"/accounts/signup/?next={back}",
        {"email": "new@example.org", "password1": "a long enough secret", "next": back},
    )
    link = re.search(r"http://\S+/accounts/confirm-email/\S+", Mail.objects.get().text)
    assert link
    path = link.group().split("8000", 1)[1] if ":8000" in link.group() else "/" + link.group().split("/", 3)[3]
    answer = client.post(path)
    assert answer.status_code == 302
    assert answer.url == back
    assert post(client, article, "Here I am.").status_code == 302

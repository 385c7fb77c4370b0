"""A thought is posted once, kept whole, and never lost on the way."""

import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client

from articles.publishing import withhold
from comments.discussion import SHOWN
from comments.models import BODY_LIMIT, Comment
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


def test_a_signed_in_reader_posts_and_sees_the_thought(signed_in: Client, article: Any) -> None:
    answer = post(signed_in, article, "The fish come first.\n\nAnd the crews.")
    comment = Comment.objects.get()
    assert answer.url == f"{article.get_absolute_url()}#thought-{comment.ref}"
    page = signed_in.get(article.get_absolute_url()).content.decode()
    assert "<p>The fish come first.</p><p>And the crews.</p>" in page
    assert "Thought posted." in page


def test_signed_out_readers_read_and_are_invited(client: Client, article: Any) -> None:
    factories.thought(article, factories.reader(), "The fish come first.")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "The fish come first." in page
    assert "Share your thoughts on this article" in page
    assert "Sign in to join the conversation" in page


def test_the_same_form_sent_twice_is_one_thought(signed_in: Client, article: Any) -> None:
    key = str(uuid.uuid4())
    answers = [post(signed_in, article, "Once.", idempotency_key=key) for _ in range(3)]
    assert len({answer.url for answer in answers}) == 1
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "is empty"),
        (" \n\u200b\x00 ", "is empty"),
        ("a" * (BODY_LIMIT + 7), "Shorten it by 7"),
        ("a" * 1_000_000, "the limit is 5,000"),
    ],
)
def test_a_thought_that_can_not_be_posted_is_given_back_with_the_reason(
    signed_in: Client, article: Any, body: str, reason: str
) -> None:
    answer = post(signed_in, article, body)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert reason in page
    assert 'role="alert"' in page
    assert (body[:50].strip("\x00 \n") or "textarea") in page
    assert not Comment.objects.exists()


def test_a_thought_of_exactly_the_limit_is_posted(signed_in: Client, article: Any) -> None:
    assert post(signed_in, article, "ä" * BODY_LIMIT).status_code == 302


def test_the_database_refuses_what_the_form_would(article: Any, reader: Any) -> None:
    comment = factories.thought(article, reader)
    for body in ("", "a" * (BODY_LIMIT + 1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(body=body)


def test_what_was_typed_survives_signing_in(client: Client, article: Any) -> None:
    user = factories.reader()
    answer = post(client, article, "Typed while signed out.")
    assert answer.url == f"/accounts/login/?next={article.get_absolute_url()}%23composer"
    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    assert "Typed while signed out.</textarea>" in client.get(article.get_absolute_url()).content.decode()
    post(client, article, "Typed while signed out.")
    assert "Typed while signed out.</textarea>" not in client.get(article.get_absolute_url()).content.decode()


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


def test_very_deep_replies_join_the_deepest_level(article: Any, reader: Any) -> None:
    comment = None
    for _ in range(30):
        comment = factories.thought(article, reader, "Deeper.", comment)
    assert comment
    assert max(c.depth for c in Comment.objects.all()) == 7


def test_a_reply_to_a_thought_that_is_gone_or_elsewhere_is_given_back(
    signed_in: Client, article: Any, reader: Any
) -> None:
    elsewhere = factories.thought(factories.published(), reader)
    for ref in ("nowhere", elsewhere.ref):
        answer = post(signed_in, article, "Keep me.", parent=ref)
        assert answer.status_code == 400
        assert "Keep me.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("field", ["author", "state", "html", "created_at", "thread", "ref", "article"])
def test_a_form_can_not_set_what_is_not_the_readers(signed_in: Client, article: Any, reader: Any, field: str) -> None:
    post(signed_in, article, "Mine.", **{field: "1"})
    comment = Comment.objects.get()
    assert (comment.author, comment.article, comment.state, comment.html) == (reader, article, "none", "<p>Mine.</p>")
    assert comment.ref != "1"


def test_removed_thoughts_are_on_no_page(client: Client, article: Any, reader: Any) -> None:
    comment = factories.thought(article, reader, "Xqzzyvoid.")
    Comment.objects.update(state="rejected")
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


def test_a_long_discussion_is_read_to_its_end_page_by_page(client: Client, article: Any, reader: Any) -> None:
    threads = [factories.thought(article, reader, f"Thread {n}.") for n in range(30)]
    for n in range(15):
        factories.thought(article, reader, f"Reply {n}.", threads[12])
    seen: list[str] = []
    path = article.get_absolute_url()
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r"<p>((?:Thread|Reply) \d+)\.</p>", page)
        more = re.search(r'href="([^"]+after=\d+)"', page)
        path = more.group(1) if more else ""
    assert len(seen) == len(set(seen)) == 45
    assert seen[:2] == ["Thread 29", "Thread 28"]
    start = seen.index("Thread 12")
    assert seen[start + 1 : start + 16] == [f"Reply {n}" for n in range(15)]


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
        {"email": "new@example.org", "username": "newcomer", "password1": "a long enough secret", "next": back},
    )
    link = re.search(r"http://\S+/accounts/confirm-email/\S+", mail.outbox[0].body)
    assert link
    path = link.group().split("8000", 1)[1] if ":8000" in link.group() else "/" + link.group().split("/", 3)[3]
    answer = client.post(path)
    assert answer.status_code == 302
    assert answer.url == back
    assert post(client, article, "Here I am.").status_code == 302

"""A thought is posted once, keeps its words, and is never lost on the way."""

import html
import re
import time
import uuid
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.publishing import publish, withhold
from comments.models import BODY_LIMIT, Act, Comment, Decision, Notification, QuietThread, Rules, State, Wishes, Word
from comments.models.comment import DEEPEST
from comments.posting import post_thought
from comments.refusing import NotPostedError, Refused
from tests import factories
from tests.comments.acting import SCRIPT, aged, open_doors, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture(autouse=True)
def doors(db: None) -> None:
    open_doors()


@pytest.fixture
def article() -> Any:
    return factories.published()


@pytest.fixture
def signed_in(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def typed(answer: Any) -> str:
    """What stands in the page's text area."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", answer.content.decode(), re.DOTALL)
    return html.unescape(found[1]) if found else ""


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', answer.content.decode())
    return found[1] if found else ""


# One thought, once.


def test_a_thought_is_posted_and_its_author_is_led_to_it(signed_in: Client, article: Any, reader: Any) -> None:
    answer = post(signed_in, article, "The fish come first.\n\nAnd the crews.")
    comment = Comment.objects.get()
    assert answer.url == f"{article.get_absolute_url()}#thought-{comment.ref}"
    assert (comment.author, comment.state, comment.body) == (
        reader,
        State.NONE,
        "The fish come first.\n\nAnd the crews.",
    )
    assert comment.html == "<p>The fish come first.</p><p>And the crews.</p>"
    page = signed_in.get(article.get_absolute_url()).content.decode()
    assert comment.html in page
    assert "Thought posted." in page


def test_the_same_form_sent_again_is_the_same_thought(signed_in: Client, article: Any) -> None:
    key = str(uuid.uuid4())
    answers = [post(signed_in, article, "Once.", idempotency_key=key) for _ in range(3)]
    assert len({answer.url for answer in answers}) == 1
    assert Comment.objects.count() == 1


def test_the_same_form_with_other_words_is_given_back_with_a_new_key(signed_in: Client, article: Any) -> None:
    key = str(uuid.uuid4())
    post(signed_in, article, "Once.", idempotency_key=key)
    aged(Comment.objects.get(), minutes=1)
    answer = post(signed_in, article, "Something else, typed after going back.", idempotency_key=key)
    assert answer.status_code == 400
    assert typed(answer) == "Something else, typed after going back."
    fresh = hidden(answer, "idempotency_key")
    assert fresh not in {"", key}
    assert post(signed_in, article, typed(answer), idempotency_key=fresh).status_code == 302
    assert Comment.objects.count() == 2


def test_what_waits_for_a_moderator_is_said_to_wait_and_the_log_says_why(signed_in: Client, article: Any) -> None:
    Word.objects.create(text="flotsam", kind=Word.Kind.SUSPECT)
    post(signed_in, article, "Mere flotsam.")
    comment = Comment.objects.get()
    assert (comment.state, comment.held_by) == (State.WITHHELD, "words")
    assert comment.held_at is not None
    assert comment.held_because[0]["says"] == "The suspect word “flotsam”"
    assert comment.decisions.get().act == Act.HELD
    assert "A moderator reads it before others do" in signed_in.get("/me/").content.decode()
    assert "Mere flotsam" not in Client().get(article.get_absolute_url()).content.decode()


def test_a_banned_word_is_never_public_and_its_author_is_told(signed_in: Client, article: Any, reader: Any) -> None:
    Word.objects.create(text="bilgewater", kind=Word.Kind.BANNED)
    answer = post(signed_in, article, "What bilgewater.", headers=SCRIPT)
    comment = Comment.objects.get()
    assert comment.state == State.REJECTED
    assert "removed at once" in answer.json()["says"]
    assert comment.decisions.get().act == Act.REMOVED
    assert Notification.objects.filter(reader=reader, kind="decision", comment=comment).exists()


# What cannot be posted is given back.


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
    assert answer.status_code == 400
    assert reason in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert typed(answer).replace("\ufffd", "\x00") == body.replace("\r", "") or not body.strip("\x00 \n\u200b")
    assert not Comment.objects.exists()


def test_a_megabyte_is_refused_without_being_worked_on(article: Any, reader: Any) -> None:
    with CaptureQueriesContext(connection) as queries, pytest.raises(Refused) as refused:
        post_thought(article, reader, "e\u0301\u0301\u0301\u0301" * 200_000, uuid.uuid4())
    assert refused.value.status == 400
    assert len(queries) == 0


def test_a_thought_of_exactly_the_limit_is_posted(signed_in: Client, article: Any) -> None:
    assert post(signed_in, article, "ä" * BODY_LIMIT).status_code == 302


def test_the_database_refuses_what_the_form_would(article: Any, reader: Any) -> None:
    comment = factories.thought(article, reader)
    for body in ("", "a" * (BODY_LIMIT + 1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(body=body)


@pytest.mark.parametrize("text", ["a\u202eb", "a\u2066b", "a\u200bb", "a\ufeffb", "a\x00b", "a\u00adb", "a\U000e0041b"])
def test_invisible_characters_are_taken_out(signed_in: Client, article: Any, text: str) -> None:
    assert post(signed_in, article, text).status_code == 302
    assert Comment.objects.get().body == "ab"


@pytest.mark.parametrize("name", ["parent", "about", "idempotency_key"])
@pytest.mark.parametrize(
    "value", ["\x00", "\ud800".encode("utf-8", "replace").decode(), "%00", "1" * 5000, "'", "٣", "-1"]
)
def test_nonsense_beside_the_text_is_no_fault_of_ours(signed_in: Client, article: Any, name: str, value: str) -> None:
    answer = post(signed_in, article, "Kept.", **{name: value})
    assert answer.status_code in {302, 400}
    assert answer.status_code == 302 or typed(answer) == "Kept."


@pytest.mark.parametrize("closed_by", ["article", "section", "site", "days"])
def test_a_closed_conversation_shows_the_text_for_copying(
    signed_in: Client, article: Any, closed_by: str, client: Client
) -> None:
    before = Client().get(article.get_absolute_url()).content.decode()
    assert "Sign in to join the conversation" in before
    scope = {"article": {"article": article}, "section": {"section": article.section}}.get(closed_by, {})
    if closed_by == "days":
        article.published_at = "2020-01-01T00:00Z"
        article.save(update_fields=["published_at"])
        Rules.objects.create(closes_after_days=30)
    else:
        Rules.objects.create(closed=True, **scope)
    answer = post(signed_in, article, "Typed before it closed.")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "closed" in page
    assert typed(answer) == "Typed before it closed."
    assert "readonly" in page
    assert 'name="body"' not in page
    for reader in (signed_in, Client()):
        shown = reader.get(article.get_absolute_url()).content.decode()
        assert "You can still read what was said." in shown
        assert "Sign in to join the conversation" not in shown


def test_too_fast_is_refused_with_the_seconds_to_wait_and_the_text_kept(signed_in: Client, article: Any) -> None:
    post(signed_in, article, "First.")
    answer = post(signed_in, article, "Second.")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 5
    assert typed(answer) == "Second."
    assert answer["Cache-Control"].startswith("private") or "no-store" in answer["Cache-Control"]


def test_the_same_words_within_ten_minutes_are_refused(signed_in: Client, article: Any) -> None:
    post(signed_in, article, "Said once.")
    aged(Comment.objects.get(), minutes=9)
    answer = post(signed_in, article, "Said once.")
    assert answer.status_code == 400
    assert "say it once" in answer.content.decode()


def test_a_flood_is_refused_at_little_cost_and_keeps_nobody_else_from_posting(
    signed_in: Client, article: Any, reader: Any
) -> None:
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        statuses = [post(signed_in, article, f"Number {n}.", headers=SCRIPT).status_code for n in range(60)]
    # One in five seconds gets through, however long these sixty take on a machine with other work.
    assert set(statuses) == {201, 429}
    assert Comment.objects.count() == statuses.count(201) <= 1 + (time.monotonic() - began) / 5
    assert len(queries) <= 60 * 9 + statuses.count(201) * 40
    other = Client()
    other.force_login(factories.reader())
    assert post(other, article, "And I speak, too.", headers=SCRIPT).status_code == 201


def test_sixty_a_minute_from_one_address_are_enough_and_nobody_can_name_another(article: Any) -> None:
    known = factories.reader()
    for number in range(60):
        factories.thought(article, known, f"Number {number}.", sent_from="127.0.0.1")
    newcomer = Client()
    newcomer.force_login(factories.reader())
    answer = post(newcomer, article, "From the same place.", headers=SCRIPT | {"X-Forwarded-For": "198.51.100.7"})
    assert answer.status_code == 429
    assert "address" in answer.json()["error"]


def test_behind_a_proxy_each_client_counts_by_itself(article: Any, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for address, stored in {
        "10.9.9.9, 198.51.100.7": "198.51.100.7",
        "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::",
        "nonsense": None,
    }.items():
        client = Client()
        client.force_login(factories.reader())
        post(client, article, f"From {address}.", headers=SCRIPT | {"X-Forwarded-For": address})
        assert Comment.objects.latest("id").sent_from == stored


# Never lost.


def test_what_was_typed_survives_signing_in_with_what_it_answers_and_is_about(client: Client, article: Any) -> None:
    user = factories.reader()
    first = factories.thought(article, factories.reader("ann"), "First.")
    answer = post(client, article, "Typed while signed out.", parent=first.ref, about="1.2", mail_asked="1")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=")
    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    page = client.get(article.get_absolute_url())
    assert typed(page) == "Typed while signed out."
    assert hidden(page, "parent") == first.ref
    assert hidden(page, "about") == "1.2"
    assert 'name="mail" value="1">' in page.content.decode()
    post(client, article, "Typed while signed out.")
    assert typed(client.get(article.get_absolute_url())) == ""


def test_a_script_is_told_where_to_sign_in(client: Client, article: Any) -> None:
    answer = post(client, article, "Typed while signed out.", headers=SCRIPT)
    assert answer.status_code == 401
    assert answer.json()["sign_in"].startswith("/accounts/login/?next=/articles/")


def test_the_public_page_holds_no_token_and_no_draft(client: Client, article: Any) -> None:
    post(client, article, "Typed while signed out.")
    answer = client.get(article.get_absolute_url())
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "Typed while signed out." not in answer.content.decode()
    assert "public" in answer["Cache-Control"]


@pytest.mark.parametrize("signed", [True, False])
def test_a_form_that_grew_too_old_comes_back_with_its_text_ready_to_send(
    article: Any, reader: Any, signed: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    if signed:
        client.force_login(reader)
    first = factories.thought(article, factories.reader(), "First.")
    page = post(client, article, "Typed <b>long</b> ago.", headers={"Origin": "http://testserver"}, parent=first.ref)
    assert page.status_code == 403
    assert typed(page) == "Typed <b>long</b> ago."
    assert not Comment.objects.filter(parent=first).exists()
    values = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "parent", "idempotency_key")}
    assert values["parent"] == first.ref
    answer = post(client, article, typed(page), **values)
    assert answer.status_code == 302
    assert Comment.objects.filter(parent=first).exists() is signed


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_is_not_made_ready_to_send(article: Any, reader: Any, origin: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    page = post(client, article, "Put in my mouth.", headers=origin)
    assert page.status_code == 403
    assert "<form" not in page.content.decode().split('id="main"')[1].split("</main>")[0]


# Where it stands, and what it is about.


def test_a_reply_stands_below_what_it_answers(signed_in: Client, article: Any) -> None:
    ann = factories.reader("ann")
    first = factories.thought(article, ann, "First.")
    composer = signed_in.get(f"{article.get_absolute_url()}?reply={first.ref}")
    assert "You answer <b>ann</b>" in composer.content.decode()
    assert hidden(composer, "parent") == first.ref
    post(signed_in, article, "Answer to first.", parent=first.ref)
    reply = Comment.objects.get(parent=first)
    assert reply.path == [first.pk, reply.pk]
    assert Notification.objects.filter(reader=ann, kind="reply", comment=reply).exists()


def test_below_the_deepest_level_replies_stand_beside_each_other(article: Any) -> None:
    comment, depths = None, []
    for number in range(30):
        comment, _ = post_thought(article, factories.reader(), f"Number {number}.", uuid.uuid4(), comment)
        depths.append(comment.depth)
    assert depths == [*range(DEEPEST), *[DEEPEST - 1] * (30 - DEEPEST)]


def test_a_reply_to_a_thought_that_is_gone_or_elsewhere_is_given_back(signed_in: Client, article: Any) -> None:
    author = factories.reader()
    elsewhere = factories.thought(factories.published(), author)
    held = factories.thought(article, author, state=State.WITHHELD)
    for ref in ("nowhere", elsewhere.ref, held.ref):
        answer = post(signed_in, article, "Keep me.", parent=ref)
        assert answer.status_code == 400
        assert typed(answer) == "Keep me."
        assert "no longer there" in answer.content.decode()


def test_a_thought_quotes_the_sentence_it_is_about(signed_in: Client, article: Any) -> None:
    sentence = article.live.sentences.get(number=3)
    page = signed_in.get(f"{article.get_absolute_url()}?about=3")
    assert html.escape(sentence.text) in page.content.decode().split('id="composer"')[1]
    assert hidden(page, "about") == "1.3"
    article.body = article.body.replace(sentence.text, "Something else altogether.")
    article.save()
    publish(article, by=None, at=None)
    post(signed_in, article, "About that.", about="1.3")
    comment = Comment.objects.get()
    assert (comment.about_version.number, comment.about_sentence, comment.about_text) == (1, 3, sentence.text)


@pytest.mark.parametrize("name", ["999", "2.1", "0", "x"])
def test_a_sentence_that_is_not_there_is_not_quoted(signed_in: Client, article: Any, name: str) -> None:
    assert hidden(signed_in.get(f"{article.get_absolute_url()}?about={name}"), "about") == ""
    answer = post(signed_in, article, "Kept.", about=name)
    assert answer.status_code == 400
    assert typed(answer) == "Kept."


def test_signing_in_leads_back_to_what_the_composer_was_open_for(client: Client, article: Any) -> None:
    page = client.get(f"{article.get_absolute_url()}?reply=abc&about=2").content.decode()
    assert f"/accounts/login/?next={article.get_absolute_url()}%3Freply%3Dabc%26about%3D1.2%23composer" in page
    for nonsense in ('?reply="><b>', "?about=//evil.test", "?reply=%00&about=%00"):
        page = client.get(f"{article.get_absolute_url()}{nonsense}").content.decode()
        assert f'/accounts/login/?next={article.get_absolute_url()}%23composer"' in page


def test_replies_are_mailed_unless_the_author_says_otherwise(signed_in: Client, article: Any, reader: Any) -> None:
    post(signed_in, article, "Tell me.", mail_asked="1", mail="1")
    assert not QuietThread.objects.exists()
    first = aged(Comment.objects.get(), minutes=1)
    post(signed_in, article, "Do not tell me.", mail_asked="1", parent=first.ref)
    assert QuietThread.objects.get().thread_id == first.pk
    page = signed_in.get(f"{article.get_absolute_url()}?reply={first.ref}").content.decode()
    assert 'name="mail" value="1">' in page
    aged(Comment.objects.latest("id"), minutes=1)
    post(signed_in, article, "Tell me again.", mail_asked="1", mail="1", parent=first.ref)
    assert not QuietThread.objects.exists()
    Wishes.objects.create(reader=reader, replies="never")
    assert 'name="mail"' not in signed_in.get(article.get_absolute_url()).content.decode()


# What is not the reader's to say.

FREE = {"body", "parent"}


@pytest.mark.parametrize(
    "field", sorted({f.name for f in Comment._meta.concrete_fields} - FREE | {"author_id", "is_staff"})
)
def test_a_form_can_not_set_what_is_not_the_readers(signed_in: Client, article: Any, reader: Any, field: str) -> None:
    post(signed_in, article, "Mine.")
    plain = {f.attname: getattr(Comment.objects.get(), f.attname) for f in Comment._meta.concrete_fields}
    aged(Comment.objects.get(), hours=1)
    post(signed_in, article, "Mine again.", **({field: _other_value(field)} if field != "idempotency_key" else {}))
    posted = Comment.objects.latest("id")
    own = {"id", "ref", "thread", "path", "body", "html", "idempotency_key", "created_at"}
    for name, value in plain.items():
        if name not in own:
            assert getattr(posted, name) == value, name
    assert (posted.html, posted.path, posted.thread) == ("<p>Mine again.</p>", [posted.pk], posted.pk)
    assert re.fullmatch(r"[a-z0-9]{10}", posted.ref)
    assert posted.created_at > plain["created_at"]


def _other_value(field: str) -> str:
    try:
        kind = Comment._meta.get_field(field).get_internal_type()
    except FieldDoesNotExist:
        kind = ""
    known = {"state": "approved", "moved_as": "admin", "ref": "mine", "sent_from": "192.0.2.1", "about_version": "1"}
    by_kind = {"DateTimeField": "2020-01-01T00:00Z", "ArrayField": "{7}", "JSONField": "[]", "TextField": "<b>x</b>"}
    return known.get(field) or by_kind.get(kind, "7")


def test_thoughts_of_a_withheld_article_can_not_be_answered(signed_in: Client, article: Any) -> None:
    withhold(article)
    assert post(signed_in, article, "Hello?").status_code == 404
    with pytest.raises(NotPostedError):
        post_thought(article, factories.reader(), "", uuid.uuid4())


def test_two_forms_at_once_find_each_other_by_the_lock_on_their_reader(article: Any, reader: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        post_thought(article, reader, "Counted.", uuid.uuid4())
    statements = [query["sql"] for query in queries]
    lock = next(n for n, sql in enumerate(statements) if "FOR NO KEY UPDATE" in sql)
    counted = [n for n, sql in enumerate(statements) if '"created_at" >' in sql]
    insert = next(n for n, sql in enumerate(statements) if sql.startswith('INSERT INTO "comments_comment"'))
    assert any(lock < n < insert for n in counted)
    assert len(queries) <= 10, "\n".join(statements)
    assert not Decision.objects.exists()

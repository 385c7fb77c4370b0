"""Anybody can give notice of illegal content, gets a receipt at once and a decision by a person; nothing hides by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from comments.models import Act, Comment, Decision, Notice, State
from comments.moderation.undecided import AlreadyDecidedError, NotDecidedError
from comments.notices import MOST_IN_AN_HOUR, MOST_TO_A_MAILBOX_IN_A_DAY, decide_notice, thought_at
from newsroom.mail.models import Mail
from tests import factories
from tests.comments.moderating import check_log, mails_to, moderator, removed, thought_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
EMAIL = "ida@example.org"


def typed(comment: Comment, **other: str) -> dict[str, str]:
    return {
        "url": f"http://testserver{comment.get_absolute_url()}",
        "body": "It calls for arson, which section 126 forbids.",
        "name": "Ida Holm",
        "email": EMAIL,
        "good_faith": "on",
    } | other


def send(client: Client, comment: Comment, **other: str) -> Any:
    return client.post("/notices/", typed(comment, **other))


def filed(client: Client, comment: Comment, **other: str) -> Notice:
    assert send(client, comment, **other).status_code == 302
    return Notice.objects.latest("at")


@pytest.fixture
def comment() -> Comment:
    return thought_in(State.NONE, body="Xqzzyvoid to the harbour office!")


def test_anybody_gives_notice_and_has_a_receipt_with_its_number_at_once(client: Client, comment: Comment) -> None:
    page = client.get("/notices/")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    answered = send(client, comment)
    notice = Notice.objects.get()
    assert answered.url == f"/notices/{notice.ref}/"
    assert (notice.comment, notice.name, notice.email, notice.good_faith) == (comment, "Ida Holm", EMAIL, True)
    receipt = Mail.objects.get(to=EMAIL)
    assert notice.ref in receipt.subject
    assert f"/notices/{notice.ref}/" in receipt.text
    shown = client.get(answered.url).content.decode()
    assert notice.ref in shown
    assert "Ida Holm" not in shown
    assert "arson" not in shown


def test_a_notice_hides_nothing_by_itself(client: Client, comment: Comment) -> None:
    for number in range(MOST_IN_AN_HOUR):
        filed(client, comment, email=f"ida{number}@example.org")
    comment.refresh_from_db()
    assert (comment.state, comment.turn, comment.reports) == (State.NONE, 0, 0)
    assert "Xqzzyvoid" in client.get(comment.article.get_absolute_url()).content.decode()


def test_what_is_illegal_is_removed_and_both_sides_are_told_why(client: Client, comment: Comment) -> None:
    notice = filed(client, comment)
    by = moderator()
    outcome = decide_notice(notice, True, by=by, explanation="It calls for arson.", law="Section 126", seen_turn=0)
    check_log()
    comment.refresh_from_db()
    assert comment.state == State.REJECTED
    removal = Decision.objects.get(comment=comment, act=Act.REMOVED)
    assert (removal.ground, removal.ground_reference) == ("law", "Section 126")
    assert "notice of illegal content" in removal.facts
    assert mails_to(comment.author)
    assert outcome.act == Act.NOTICE
    told = list(Mail.objects.filter(to=EMAIL).order_by("id"))[-1]
    for part in ("Section 126", "It calls for arson.", "go to a court", "A person decided"):
        assert part in told.text, part
    page = client.get(f"/notices/{notice.ref}/").content.decode()
    assert "It calls for arson." in page
    assert "Section 126" in page
    author_mail = mails_to(comment.author)[-1].text
    assert "Ida Holm" not in author_mail
    assert EMAIL not in author_mail


def test_what_is_not_illegal_stays_and_the_sender_is_told_why(client: Client, comment: Comment) -> None:
    notice = filed(client, comment)
    decide_notice(notice, False, by=moderator(), explanation="It quotes a film.")
    comment.refresh_from_db()
    assert comment.is_public
    told = list(Mail.objects.filter(to=EMAIL).order_by("id"))[-1]
    assert "It quotes a film." in told.text
    assert "did not find" in told.text


def test_a_notice_is_answered_once_with_a_reason_and_a_law(client: Client, comment: Comment) -> None:
    notice = filed(client, comment)
    for illegal, reasons in ((True, {"explanation": "It is."}), (False, {"explanation": " "})):
        with pytest.raises(NotDecidedError, match="Say why"):
            decide_notice(notice, illegal, by=moderator(), **reasons)
    outcome = decide_notice(notice, False, by=moderator(), explanation="It is not.")
    with pytest.raises(AlreadyDecidedError) as told:
        decide_notice(notice, True, by=moderator(), explanation="It is.", law="Section 126")
    assert told.value.decision == outcome
    comment.refresh_from_db()
    assert comment.is_public


def test_a_thought_that_changed_while_the_notice_was_read_is_looked_at_again(client: Client, comment: Comment) -> None:
    notice = filed(client, comment)
    Comment.objects.filter(pk=comment.pk).update(turn=1, body="Other words.")
    with pytest.raises(AlreadyDecidedError):
        decide_notice(notice, True, by=moderator(), explanation="It is.", law="Section 126", seen_turn=0)
    notice.refresh_from_db()
    assert notice.outcome is None


def test_one_about_what_is_removed_already_or_about_an_article_is_answered_too(
    client: Client, comment: Comment
) -> None:
    removed(comment)
    first = filed(client, comment)
    assert decide_notice(first, True, by=moderator(), explanation="It was.", law="Section 126")
    second = filed(client, comment, url=f"http://testserver{comment.article.get_absolute_url()}")
    assert second.comment is None
    assert "desk" in decide_notice(second, True, by=moderator(), explanation="It is.", law="Section 5").restriction


def test_child_abuse_is_reported_without_a_name(client: Client, comment: Comment) -> None:
    assert send(client, comment, name="", email="").status_code == 400
    notice = filed(client, comment, name="", email="", child_abuse="on")
    assert (notice.name, notice.email, notice.child_abuse) == ("", "", True)
    assert not Mail.objects.filter(kind="notice").exists()
    shown = client.get(f"/notices/{notice.ref}/").content.decode()
    assert "keep the address of this page" in shown
    decide_notice(notice, False, by=moderator(), explanation="It shows a painting.")
    assert "It shows a painting." in client.get(f"/notices/{notice.ref}/").content.decode()


HOSTILE = [
    ({"url": ""}, "Give the address"),
    ({"url": "javascript:alert(1)"}, "not an address of this site"),
    ({"url": "https://elsewhere.example/thoughts/abc/"}, "not an address of this site"),
    ({"url": "//elsewhere.example/"}, "not an address of this site"),
    ({"url": "http://testserver@elsewhere.example/"}, "not an address of this site"),
    ({"url": "http://[::1/"}, "not an address of this site"),
    ({"url": "http://testserver/a\r\nBcc: x@example.org"}, "not an address of this site"),
    ({"url": "http://testserver/" + "a" * 3000}, "at most 2000"),
    ({"body": ""}, "somebody has to be able to check it"),
    ({"body": "bad"}, "at least 10"),
    ({"body": "a" * 10_001}, "at most 10000"),
    ({"body": "Null \x00 characters."}, "Null characters"),
    ({"name": ""}, "Give your name"),
    ({"email": ""}, "Give your email address"),
    ({"email": "ida@example.org\nBcc: x@example.org"}, "valid email"),
    ({"email": "nobody"}, "valid email"),
    ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org"}, "at most 254"),
    ({"name": "n" * 121}, "at most 120"),
    ({"name": "", "child_abuse": "false"}, "Give your name"),
    ({"good_faith": ""}, "good faith"),
]


@pytest.mark.parametrize(("other", "reason"), HOSTILE)
def test_what_cannot_be_acted_on_is_given_back_with_the_reason_and_nothing_typed_is_lost(
    client: Client, comment: Comment, other: dict[str, str], reason: str
) -> None:
    answered = client.post("/notices/", typed(comment) | {"name": "<script>Ida</script>"} | other)
    page = answered.content.decode()
    assert answered.status_code == 400
    assert reason in page
    assert "<script>Ida" not in page
    if "body" not in other:
        assert "It calls for arson" in page
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_nothing_that_was_typed_is_mailed_to_an_address_that_anybody_can_type(client: Client, comment: Comment) -> None:
    filed(client, comment, name="Buy pills http://pills.example", body="Buy pills at http://pills.example now")
    mail = Mail.objects.get(to=EMAIL)
    assert "pills" not in mail.subject + mail.text + mail.html


def test_five_an_hour_come_from_one_network_address(client: Client, comment: Comment) -> None:
    for number in range(MOST_IN_AN_HOUR):
        filed(client, comment, email=f"ida{number}@example.org")
    answered = send(client, comment, email="last@example.org")
    assert (answered.status_code, answered["Retry-After"]) == (429, "3600")
    assert "It calls for arson" in answered.content.decode(), "what was typed is kept"
    assert send(Client(REMOTE_ADDR="192.0.2.9"), comment).status_code == 302
    Notice.objects.update(at=timezone.now() - timedelta(hours=1, seconds=1))
    assert send(client, comment).status_code == 302


def test_the_addresses_of_one_household_are_one(comment: Comment) -> None:
    for number in range(MOST_IN_AN_HOUR):
        neighbour = Client(REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
        filed(neighbour, comment, email=f"ida{number}@example.org")
    assert send(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1"), comment).status_code == 429
    assert send(Client(REMOTE_ADDR="2001:db8:1:3::1"), comment).status_code == 302


def test_nobody_fills_anothers_mailbox_with_receipts(comment: Comment) -> None:
    for number in range(MOST_TO_A_MAILBOX_IN_A_DAY):
        filed(Client(REMOTE_ADDR=f"192.0.2.{number + 1}"), comment)
    assert send(Client(REMOTE_ADDR="192.0.2.99"), comment, email=EMAIL.upper()).status_code == 429
    assert Mail.objects.filter(kind="notice").count() == MOST_TO_A_MAILBOX_IN_A_DAY


def test_an_address_in_any_form_leads_to_its_thought(comment: Comment) -> None:
    article = comment.article.get_absolute_url()
    for address in (
        comment.get_absolute_url(), f"{comment.get_absolute_url()}report/", comment.place(),
        f"{article}thoughts/?after=9#thought-{comment.ref}",
    ):  # fmt: skip
        assert thought_at(f"http://testserver{address}") == comment, address
    for address in (article, "/", "/thoughts/", "/thoughts/nowhere/", "/#thought-", f"/x/{comment.ref}/"):
        assert thought_at(f"http://testserver{address}") is None, address


def test_the_database_keeps_no_notice_without_a_sender_or_good_faith(comment: Comment) -> None:
    for lacking in ({"good_faith": False, "name": "Ida", "email": EMAIL}, {"good_faith": True}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Notice.objects.create(url="/", explanation="x", **lacking)


def test_the_form_knows_the_thought_it_was_opened_from_and_is_linked_everywhere(
    client: Client, comment: Comment
) -> None:
    page = client.get("/notices/", {"url": 'http://testserver/thoughts/x/"><script>'}).content.decode()
    assert 'value="http://testserver/thoughts/x/&quot;&gt;&lt;script&gt;"' in page
    for place in ("/", comment.article.get_absolute_url(), "/terms/"):
        assert 'href="/notices/"' in client.get(place).content.decode(), place


def test_an_unknown_number_is_nowhere(client: Client) -> None:
    assert client.get("/notices/nowhere/").status_code == 404
    assert factories.reader()

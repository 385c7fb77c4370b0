"""Readers are told of replies, picks and decisions: once, only what they want, and never more than a mail an hour a thread."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.publishing import withhold
from comments.deleting import delete_thought
from comments.models import Act, Comment, Mover, Mute, Notification, Pace, QuietThread, Wishes
from comments.moderation.log import record
from comments.notifications import tell_of_decision, tell_of_pick, tell_of_reply
from comments.stopping import quiet_address, stop_address
from newsroom.mail.models import Mail
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    """What mails say stays on record, as in the demo."""
    settings.DEMO = True


@pytest.fixture
def talk() -> Any:
    """A thought by Hana that Aiko answered."""
    hana, aiko = factories.reader("Hana"), factories.reader("Aiko")
    article = factories.published(
        "Harbour deepened", ai_headline="generated", ai_body="generated", override="For the sake of this test."
    )
    thought = factories.thought(article, hana, "The phrase to watch is “open a new chapter”.")
    reply = factories.thought(article, aiko, "I read it the other way.", thought)
    return hana, aiko, thought, reply


def mails(kind: str = "reply") -> list[Mail]:
    work_off()
    return list(Mail.objects.filter(kind=kind).order_by("pk"))


def test_a_reply_is_told_once_on_the_site_and_by_mail(talk: Any) -> None:
    hana, _, thought, reply = talk
    told = tell_of_reply(reply)
    assert told is not None and told.reader == hana
    assert tell_of_reply(reply) == told
    (mail,) = mails()
    assert (mail.to, mail.subject) == (hana.email, "Aiko replied to your thought")
    for words in (
        'On "[AI-generated] Harbour deepened"',
        "> The phrase to watch is “open a new chapter”.",
        "I read it the other way.",
        reply.get_absolute_url(),
        "At most one email an hour.",
        "Mute this thread: http",
        "Change notifications: http",
        "Stop reply emails: http",
    ):
        assert words in mail.text, words
    assert "[AI-generated] Harbour deepened" in mail.html and "Mute this thread" in mail.html
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["In-Reply-To"] == mail.headers["References"] and thought.ref in mail.headers["References"]
    told.refresh_from_db()
    assert told.mailed_at is not None


def test_mails_of_one_thread_stand_together_and_come_once_an_hour(talk: Any) -> None:
    _hana, aiko, thought, reply = talk
    tell_of_reply(reply)
    assert len(mails()) == 1
    for words in ("And another thing.", "And one more."):
        tell_of_reply(factories.thought(thought.article, aiko, words, thought))
    assert len(mails()) == 1
    assert set(Job.objects.filter(kind="notification", state=State.RETRY).values_list("attempts", flat=True)) == {0}
    Notification.objects.filter(mailed_at__isnull=False).update(mailed_at=timezone.now() - timedelta(minutes=61))
    Job.objects.filter(state=State.RETRY).update(run_at=timezone.now() - timedelta(seconds=1))
    first, second = mails()
    assert second.subject == "Aiko and others replied to your thought"
    assert "And another thing." in second.text and "And one more." in second.text
    assert first.headers["References"] == second.headers["References"]
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_two_threads_are_two_mails(talk: Any) -> None:
    hana, aiko, thought, reply = talk
    other = factories.thought(thought.article, hana, "Something else.")
    tell_of_reply(reply)
    tell_of_reply(factories.thought(thought.article, aiko, "Yes.", other))
    assert len(mails()) == 2


def muted(hana: Any, aiko: Any, reply: Comment) -> None:
    Mute.objects.create(reader=hana, muted=aiko)


def quiet(hana: Any, aiko: Any, reply: Comment) -> None:
    QuietThread.objects.create(reader=hana, thread_id=reply.thread)


def gone(hana: Any, aiko: Any, reply: Comment) -> None:
    delete_thought(reply)


def withheld(hana: Any, aiko: Any, reply: Comment) -> None:
    withhold(reply.article)


def never(hana: Any, aiko: Any, reply: Comment) -> None:
    Wishes.objects.create(reader=hana, replies=Pace.NEVER)


def daily(hana: Any, aiko: Any, reply: Comment) -> None:
    Wishes.objects.create(reader=hana, replies=Pace.DAILY)


def silent(hana: Any, aiko: Any, reply: Comment) -> None:
    Wishes.objects.create(reader=hana, silent_since=timezone.now())


def inactive(hana: Any, aiko: Any, reply: Comment) -> None:
    type(hana).objects.filter(pk=hana.pk).update(is_active=False)


def unconfirmed(hana: Any, aiko: Any, reply: Comment) -> None:
    hana.emailaddress_set.update(verified=False)


@pytest.mark.parametrize("happens", [muted, quiet, gone, withheld, never, daily, silent, inactive, unconfirmed])
def test_what_happens_before_the_mail_goes_out_stops_it(talk: Any, happens: Any) -> None:
    hana, aiko, _, reply = talk
    told = tell_of_reply(reply)
    happens(hana, aiko, reply)
    assert told and not mails()
    told.refresh_from_db()
    assert told.mailed_at is None


@pytest.mark.parametrize("happens", [muted, quiet, inactive])
def test_who_does_not_want_to_hear_of_it_is_not_told_at_all(talk: Any, happens: Any) -> None:
    hana, aiko, _, reply = talk
    happens(hana, aiko, reply)
    assert tell_of_reply(reply) is None


def test_nobody_is_told_of_their_own_reply_or_of_one_that_waits(talk: Any) -> None:
    hana, aiko, thought, _ = talk
    assert tell_of_reply(factories.thought(thought.article, hana, "To add to that.", thought)) is None
    assert tell_of_reply(factories.thought(thought.article, aiko, "Held.", thought, state="premod")) is None
    assert tell_of_reply(thought) is None
    delete_thought(thought)
    assert tell_of_reply(factories.thought(thought.article, aiko, "Too late.", thought)) is None


def test_a_pick_is_told_unless_it_was_taken_back(talk: Any) -> None:
    hana, _aiko, thought, reply = talk
    for comment in (thought, reply):
        Comment.objects.filter(pk=comment.pk).update(picked_at=timezone.now())
        comment.refresh_from_db()
        assert tell_of_pick(comment)
    Comment.objects.filter(pk=reply.pk).update(picked_at=None)
    (mail,) = mails("pick")
    assert (mail.to, mail.subject) == (hana.email, "An editor picked your thought")
    assert "Stop emails about picks: http" in mail.text and "open a new chapter" in mail.text


def test_a_decision_is_told_on_the_site_and_a_later_one_again(talk: Any) -> None:
    _, aiko, _, reply = talk
    held = {"state_from": "", "state_to": "premod"}
    assert tell_of_decision(record(reply, Act.HELD, **held)) is None
    by = factories.editor()
    first = tell_of_decision(record(reply, Act.APPROVED, by=by, role=Mover.MODERATOR))
    assert first and first.reader == aiko
    Notification.objects.update(seen_at=timezone.now())
    again = tell_of_decision(record(reply, Act.APPROVED, by=by, role=Mover.MODERATOR))
    assert again == first and again.seen_at is None
    assert not mails("decision")


def test_the_link_in_the_mail_stops_such_mails_without_signing_in(client: Client, talk: Any) -> None:
    hana, _aiko, _thought, reply = talk
    tell_of_reply(reply)
    (mail,) = mails()
    address = re.search(r"<(http\S+)>", mail.headers["List-Unsubscribe"])[1]
    assert address == stop_address(hana, "replies")
    page = client.get(address)
    assert b"Stop" in page.content and not Wishes.objects.exists()
    assert "csrf" not in page.content.decode()
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Wishes.objects.get(reader=hana).replies == Pace.NEVER
    assert Wishes.objects.get(reader=hana).picks == Pace.AT_ONCE


def test_the_link_in_the_mail_mutes_the_thread(client: Client, talk: Any) -> None:
    hana, _aiko, thought, reply = talk
    address = quiet_address(hana, reply)
    client.get(address)
    assert not QuietThread.objects.exists()
    assert [client.post(address).status_code for _ in range(2)] == [200, 200]
    assert QuietThread.objects.get().thread == thought
    assert tell_of_reply(reply) is None


def test_forged_links_and_links_for_something_else_do_nothing(client: Client, talk: Any) -> None:
    hana, _, _, reply = talk
    stop, mute = stop_address(hana, "replies"), quiet_address(hana, reply)
    crossed = stop.rstrip("/").rsplit("/", 1)[1]
    for address in (f"{stop[:-3]}xx/", "/mails/stop/nonsense/", f"/mails/quiet/{crossed}/", f"{mute[:-3]}xx/"):
        assert client.post(address).status_code == 404, address
    assert not Wishes.objects.exists() and not QuietThread.objects.exists()


def test_the_subject_holds_no_line_break_and_the_page_no_markup_of_others(talk: Any) -> None:
    _hana, aiko, thought, _ = talk
    reply = factories.thought(
        thought.article, aiko, "<img src=x onerror=alert(1)>\n--\nStop: http://evil.test", thought
    )
    tell_of_reply(reply)
    (mail,) = mails()
    assert "\n" not in mail.subject
    assert "<img" not in mail.html and "&lt;img" in mail.html

"""Readers report; three different ones hold a thought that nobody decided on; each is told what became of it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments.deleting import delete_thought
from comments.models import Act, Comment, Notification, Penalty, Report, State, Thresholds
from comments.moderation.appealing import answer, ask
from comments.moderation.penalties import penalise
from comments.refusing import Refused
from comments.reporting import MOST_IN_AN_HOUR, outcome_of, report
from newsroom.models import User
from tests import factories
from tests.comments.moderating import approved, check_log, mails_to, moderator, removed, thought_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


def reported(comment: Comment, times: int = 1, reader: User | None = None) -> list[Report]:
    comment.refresh_from_db()
    return [report(comment, reader or factories.reader(), "uncivil", seen_turn=comment.turn) for _ in range(times)]


def send(client: Client, comment: Comment, **typed: str) -> Any:
    return client.post(f"{comment.get_absolute_url()}report/", {"turn": str(comment.turn), "reason": "uncivil"} | typed)


def test_the_third_reader_holds_a_thought_that_nobody_decided_on() -> None:
    author = factories.reader()
    comment = thought_in(State.NONE, author=author)
    reported(comment, 2)
    comment.refresh_from_db()
    assert (comment.state, comment.reports) == (State.NONE, 2)
    reported(comment)
    check_log()
    comment.refresh_from_db()
    assert (comment.state, comment.moved_as, comment.held_by, comment.reports) == (
        State.WITHHELD,
        "system",
        "reports",
        3,
    )
    assert comment.held_at
    decision = comment.decisions.get()
    assert (decision.act, decision.rule, decision.actor_mark) == (Act.HELD, "reports", None)
    assert "3 readers reported it." in decision.facts
    assert (decision.detected_automatically, decision.decided_automatically) == (False, True)
    assert Notification.objects.filter(reader=author, kind="decision").exists(), "it stood for all to read before"


def test_one_reader_counts_once_however_often() -> None:
    comment = thought_in(State.NONE)
    reader = factories.reader()
    first, *rest = reported(comment, 5, reader)
    assert all(one == first for one in rest)
    comment.refresh_from_db()
    assert (comment.state, comment.reports) == (State.NONE, 1)


def test_how_many_it_takes_stands_in_the_thresholds() -> None:
    Thresholds.objects.update_or_create(pk=1, defaults={"reports": 2})
    comment = thought_in(State.NONE)
    reported(comment, 2)
    comment.refresh_from_db()
    assert comment.state == State.WITHHELD


def test_what_a_moderator_approved_is_not_hidden_again_by_reports() -> None:
    comment = thought_in(State.NONE)
    reported(comment, 3)
    approved(comment)
    reported(comment, 5)
    comment.refresh_from_db()
    assert (comment.state, comment.reports) == (State.APPROVED, 5)
    assert comment.is_public


def test_reports_of_other_words_do_not_count_for_these() -> None:
    comment = thought_in(State.NONE)
    reported(comment, 2)
    Comment.objects.filter(pk=comment.pk).update(turn=1, body="Other words.")
    reported(comment)
    comment.refresh_from_db()
    assert comment.state == State.NONE


def test_the_form_leads_back_to_the_thought_and_the_report_has_a_page(client: Client) -> None:
    comment = thought_in(State.NONE, body="Nobody who writes like this.")
    reader = factories.reader()
    address = f"{comment.get_absolute_url()}report/"
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(reader)
    page = client.get(address).content.decode()
    assert "Nobody who writes like this." in page
    assert all(label in page for label in Report.Reason.labels)
    answered = send(client, comment, body="It calls <b>me</b> names.")
    assert answered.url == comment.place()
    made = Report.objects.get()
    assert (made.reader, made.reason, made.text) == (reader, "uncivil", "It calls <b>me</b> names.")
    again = client.get(address).content.decode()
    assert f"/reports/{made.ref}/" in again
    outcome = client.get(f"/reports/{made.ref}/")
    assert "Nobody has decided yet" in outcome.content.decode()
    assert "<b>me</b>" not in outcome.content.decode()


def test_the_outcome_is_for_who_reported_and_nobody_else(client: Client) -> None:
    comment = thought_in(State.NONE)
    reader = factories.reader()
    (made,) = reported(comment, 1, reader)
    removed(comment, rule="private")
    address = f"/reports/{made.ref}/"
    assert client.get(address).url.startswith("/accounts/login/")
    for other in (factories.reader(), comment.author, moderator()):
        client.force_login(other)
        assert client.get(address).status_code == 404
    client.force_login(reader)
    page = client.get(address).content.decode()
    assert "removed" in page
    assert "Community rule 3" in page
    (mail,) = mails_to(reader)
    assert "Community rule 3" in mail.text
    assert comment.body not in mail.text
    assert comment.author.public_name not in mail.text


def test_each_outcome_has_its_words() -> None:
    comment = thought_in(State.NONE)
    (stands,) = reported(comment)
    assert outcome_of(stands) == ""
    approved(comment)
    stands.refresh_from_db()
    assert "breaks no rule" in outcome_of(stands)
    (gone,) = reported(comment)
    decision = removed(comment)
    gone.refresh_from_db()
    assert "removed" in outcome_of(gone)
    answer(ask(decision, comment.author), False, by=moderator(), explanation="We misread it.")
    assert "restored" in outcome_of(Report.objects.get(pk=gone.pk))
    deleted = thought_in(State.NONE)
    (left,) = reported(deleted)
    delete_thought(deleted)
    assert "took the thought back" in outcome_of(Report.objects.get(pk=left.pk))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"reason": ""}, "Choose what is wrong"),
        ({"reason": "boring"}, "Choose what is wrong"),
        ({"reason": "other", "body": " "}, "Say in a few words"),
        ({"body": "a" * 2001}, "Shorten it"),
        ({"turn": "7"}, "has changed since"),
        ({"turn": "x" * 5000}, "has changed since"),
    ],
)
def test_what_cannot_be_reported_is_given_back_with_the_reason(
    client: Client, typed: dict[str, str], reason: str
) -> None:
    comment = thought_in(State.NONE)
    client.force_login(factories.reader())
    answered = send(client, comment, **({"body": "Keep me."} | typed))
    assert answered.status_code == 400
    assert reason in answered.content.decode()
    assert typed.get("body", "Keep me.") in answered.content.decode()
    assert not Report.objects.exists()


def test_nobody_reports_what_is_theirs_hidden_or_nowhere(client: Client) -> None:
    own = factories.reader()
    comment = thought_in(State.NONE, author=own)
    client.force_login(own)
    assert "yours" in client.get(f"{comment.get_absolute_url()}report/").content.decode()
    assert send(client, comment).status_code == 400
    for hidden in (thought_in(State.WITHHELD), thought_in(State.REJECTED)):
        assert send(client, hidden).status_code == 404
        with pytest.raises(Refused):
            report(hidden, own, "spam", seen_turn=hidden.turn)
    assert client.get("/thoughts/nowhere/report/").status_code == 404


def test_reports_have_a_pace_and_who_is_suspended_sends_none() -> None:
    reader = factories.reader()
    article = factories.published()
    for number in range(MOST_IN_AN_HOUR):
        comment = thought_in(State.NONE, article, body=f"{number}")
        report(comment, reader, "spam", seen_turn=0)
    with pytest.raises(Refused) as refused:
        report(thought_in(State.NONE, article), reader, "spam", seen_turn=0)
    assert (refused.value.status, refused.value.retry_after) == (429, 3600)
    banned = factories.reader()
    penalise(removed(thought_in(State.NONE, article, banned)), Penalty.Kind.BAN, by=moderator())
    with pytest.raises(Refused) as refused:
        report(thought_in(State.NONE, article), banned, "spam", seen_turn=0)
    assert refused.value.status == 403


def test_a_reporter_who_left_is_told_nothing() -> None:
    comment = thought_in(State.NONE)
    reader = factories.reader()
    reported(comment, 1, reader)
    reader.delete()
    removed(comment)
    assert Report.objects.get().settled
    assert timezone.now()

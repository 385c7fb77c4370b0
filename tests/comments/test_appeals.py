"""A second look: once, within six months, by somebody else, and a reversal gives back what was taken."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from comments.deleting import delete_thought
from comments.models import Act, Appeal, Decision, Penalty, Report, State, Tally
from comments.moderation.appealing import answer, ask, closes_at, why_not
from comments.moderation.penalties import penalise, standing
from comments.moderation.undecided import AlreadyDecidedError, NotDecidedError
from comments.refusing import Refused
from newsroom.models import User
from tests import factories
from tests.comments.moderating import approved, check_log, mails_to, moderator, removed, thought_in, triggers_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def author() -> User:
    return factories.reader("ann")


@pytest.fixture
def first() -> User:
    return moderator("first")


@pytest.fixture
def decision(author: User, first: User) -> Decision:
    return removed(thought_in(State.NONE, author=author, body="Xqzzyvoid."), by=first)


def test_the_author_asks_once_and_another_moderator_decides(
    client: Client, author: User, first: User, decision: Decision
) -> None:
    client.force_login(author)
    address = f"{decision.comment.get_absolute_url()}appeal/"
    assert "Ask for a second look" in client.get(address).content.decode()
    answered = client.post(address, {"decision": decision.ref, "body": "It was a quotation."})
    assert answered.url == f"{decision.comment.get_absolute_url()}statement/"
    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.reader, appeal.decision) == ("It was a quotation.", author, decision)
    again = client.post(address, {"decision": decision.ref, "body": "Please."})
    assert again.status_code == 400
    assert "already" in again.content.decode()
    assert "Please." in again.content.decode()
    with pytest.raises(NotDecidedError, match="Another moderator"):
        answer(appeal, True, by=first, explanation="I was right.")
    outcome = answer(appeal, True, by=moderator(), explanation="It names no source.")
    check_log()
    assert outcome.act == Act.UPHELD
    told = mails_to(author)[-1]
    assert told.subject == "After a second look: the decision stands"
    assert "It names no source." in told.text
    page = client.get(answered.url).content.decode()
    assert "It names no source." in page
    assert why_not(outcome, author), "there is no third look"


def test_a_reversal_restores_the_thought_in_its_place(client: Client, author: User) -> None:
    article = factories.published()
    older = thought_in(State.NONE, article, body="Older.")
    comment = thought_in(State.NONE, article, author, "Xqzzyvoid.")
    reply = factories.thought(article, factories.reader(), "A reply.", comment)
    thought_in(State.NONE, article, body="Newer.")
    before = client.get(article.get_absolute_url()).content.decode()
    decision = removed(comment)
    outcome = answer(ask(decision, author), False, by=moderator(), explanation="It is harsh, and about the article.")
    check_log()
    comment.refresh_from_db()
    assert (outcome.act, comment.state, outcome.state_to) == (Act.REVERSED, State.APPROVED, State.APPROVED)
    assert Tally.objects.get(article=article).public == 4
    after = client.get(article.get_absolute_url()).content.decode()
    for page in (before, after):
        places = [page.index(f'id="thought-{one.ref}"') for one in (comment, reply, older)]
        assert places == sorted(places)
    assert "Xqzzyvoid." in after
    mail = mails_to(author)[-1]
    assert "stands in its place again" in mail.text


def test_the_database_refuses_a_second_look_by_who_decided_first(author: User, first: User, decision: Decision) -> None:
    from comments.moderation.log import record

    appeal = ask(decision, author)
    own = record(decision.comment, Act.UPHELD, by=first, role="moderator")
    with pytest.raises(DatabaseError, match="somebody else"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(outcome=own)
    other = record(decision.comment, Act.UPHELD, by=moderator(), role="moderator")
    Appeal.objects.filter(pk=appeal.pk).update(outcome=other)
    with pytest.raises(DatabaseError, match="answered once"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(outcome=record(None, Act.UPHELD, by=moderator(), role="moderator"))


def test_of_two_who_answer_at_once_the_second_learns_it(author: User, decision: Decision) -> None:
    appeal = ask(decision, author)
    stale = Appeal.objects.get(pk=appeal.pk)
    outcome = answer(appeal, True, by=moderator(), explanation="So it is.")
    with pytest.raises(AlreadyDecidedError) as told:
        answer(stale, False, by=moderator(), explanation="Not at all.")
    assert told.value.decision == outcome


def test_an_answer_needs_a_reason_and_nobody_answers_about_themselves(first: User) -> None:
    colleague = moderator()
    decision = removed(thought_in(State.NONE, author=colleague), by=first)
    appeal = ask(decision, colleague)
    with pytest.raises(NotDecidedError, match="Say why"):
        answer(appeal, False, by=moderator(), explanation="  ")
    with pytest.raises(NotDecidedError, match="about you"):
        answer(appeal, False, by=colleague, explanation="I was right.")


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        ((2026, 1, 15), (2026, 7, 15)),
        ((2026, 8, 31), (2027, 2, 28)),
        ((2027, 8, 31), (2028, 2, 29)),
        ((2026, 6, 30), (2026, 12, 30)),
        ((2026, 12, 1), (2027, 6, 1)),
    ],
)
def test_six_months_are_six_months(decided: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    at = datetime(*decided, 10, 30, tzinfo=UTC)
    assert closes_at(Decision(at=at)) == datetime(*last, 10, 30, tzinfo=UTC)


def test_it_is_asked_for_within_six_months_and_not_later(author: User, decision: Decision) -> None:
    last = closes_at(decision)
    assert why_not(decision, author, last) == ""
    with pytest.raises(Refused, match="six months"):
        ask(decision, author, at=last.replace(year=last.year + 1))
    ask(decision, author, at=last)


def test_there_is_nothing_to_ask_where_nothing_is_taken(author: User, decision: Decision) -> None:
    assert why_not(decision, factories.reader())
    assert why_not(approved(thought_in(State.WITHHELD, author=author)), author)
    held = thought_in(State.WITHHELD, author=author).decisions.get()
    assert why_not(held, author)
    approved(decision.comment)
    fresh = Decision.objects.get(pk=decision.pk)
    assert "no longer removed" in why_not(fresh, author)
    deleted = removed(thought_in(State.NONE, author=author))
    delete_thought(deleted.comment)
    assert "took this thought back" in why_not(Decision.objects.get(pk=deleted.pk), author)


def test_what_came_with_a_removal_falls_with_it_and_open_reports_are_answered(author: User) -> None:
    comment = thought_in(State.NONE, author=author)
    decision = removed(comment)
    penalise(decision, Penalty.Kind.BAN, by=moderator())
    assert standing(author.pk)
    answer(ask(decision, author), False, by=moderator(), explanation="We misread it.")
    assert not standing(author.pk)
    assert not Report.objects.filter(settled=None).exists()


def test_a_penalty_alone_can_be_reversed(author: User, decision: Decision) -> None:
    penalty = penalise(decision, Penalty.Kind.BAN, by=moderator())
    answer(ask(penalty.decision, author), False, by=moderator(), explanation="Too much for a first time.")
    assert not standing(author.pk)
    decision.comment.refresh_from_db()
    assert decision.comment.state == State.REJECTED


def test_a_decision_of_the_program_can_be_looked_at_by_any_moderator(author: User) -> None:
    import uuid

    from comments.models import Word
    from comments.posting import post_thought

    Word.objects.create(text="popinjay", kind="banned")
    comment, _ = post_thought(factories.published(), author, "The word popinjay is old.", uuid.uuid4())
    outcome = answer(ask(comment.decisions.get(), author), False, by=moderator(), explanation="It speaks of the word.")
    comment.refresh_from_db()
    assert comment.is_public
    assert outcome.act == Act.REVERSED


@pytest.mark.parametrize("page", ["appeal", "statement"])
def test_the_pages_are_the_authors_alone(client: Client, author: User, decision: Decision, page: str) -> None:
    address = f"{decision.comment.get_absolute_url()}{page}/"
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(factories.reader())
    assert client.get(address).status_code == 404
    assert client.post(address, {"decision": decision.ref}).status_code == 404
    client.force_login(author)
    assert client.get(f"{address}?decision=nowhere").status_code == (404 if page == "appeal" else 200)
    assert client.get(address).status_code == 200


def test_a_thought_on_which_nothing_was_decided_has_nothing_to_appeal(client: Client, author: User) -> None:
    comment = thought_in(State.NONE, author=author)
    client.force_login(author)
    assert client.get(f"{comment.get_absolute_url()}appeal/").status_code == 404
    assert "Nothing was decided" in client.get(f"{comment.get_absolute_url()}statement/").content.decode()


def test_a_text_that_is_too_long_is_given_back(client: Client, author: User, decision: Decision) -> None:
    client.force_login(author)
    answered = client.post(
        f"{decision.comment.get_absolute_url()}appeal/", {"decision": decision.ref, "body": "<i>a</i>" * 1000}
    )
    assert answered.status_code == 400
    assert "Shorten it" in answered.content.decode()
    assert "&lt;i&gt;a&lt;/i&gt;" in answered.content.decode()
    assert not Appeal.objects.exists()


def test_the_log_that_was_tampered_with_is_found(author: User, decision: Decision) -> None:
    from comments.consistency import PROMISES

    (whole,) = [one for one in PROMISES if one.says.startswith("The log of moderation is whole")]
    approved(decision.comment)
    assert whole.broken(5) == []
    with triggers_off() as cursor:
        cursor.execute("UPDATE comments_decision SET rule = 'topic' WHERE id = %s", [decision.pk])
    assert whole.broken(5) == [f"decision {decision.ref}"]

"""A penalty is open, rests on a decision, ends by itself where it has an end, and never hides in the dark."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from comments.models import Act, Comment, Decision, Penalty, State
from comments.moderation import penalties
from comments.moderation.penalties import acknowledge, check_may_post, lift, penalise, standing
from comments.moderation.undecided import NotDecidedError
from comments.refusing import Refused
from newsroom.models import User
from tests import factories
from tests.comments.moderating import approved, check_log, mails_to, moderator, removed, thought_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
KIND = Penalty.Kind


@pytest.fixture
def author() -> User:
    return factories.reader("ann")


@pytest.fixture
def decision(author: User) -> Decision:
    return removed(thought_in(State.NONE, author=author))


def an_hour_later() -> None:
    """All that was posted lies an hour back, so that the pace of posting is no matter."""
    Comment.objects.update(created_at=timezone.now() - timedelta(hours=2))


def soon() -> Any:
    return timezone.now() + timedelta(days=1)


def post(client: Client, article: Any) -> Any:
    return client.post(
        f"{article.get_absolute_url()}thoughts/", {"body": "Again.", "idempotency_key": str(uuid.uuid4())}
    )


def ended(kind: str, until: Any = None) -> Any:
    return {KIND.SUSPENSION: until or soon()}.get(kind)


@pytest.mark.parametrize("kind", KIND)
def test_every_penalty_states_its_reasons_on_the_page_and_by_mail(
    client: Client, author: User, decision: Decision, kind: str
) -> None:
    penalty = penalise(decision, kind, by=moderator(), until=ended(kind), explanation="The third time this week.")
    check_log()
    said = penalty.decision
    for part in ("restriction", "scope", "duration", "facts", "ground_reference", "ground_explanation", "redress"):
        assert getattr(said, part), part
    mail = mails_to(author)[-1]
    assert said.restriction.split(".")[0] in " ".join(mail.text.split())
    client.force_login(author)
    page = client.get(f"{decision.comment.get_absolute_url()}statement/").content.decode()
    assert said.restriction in page
    assert "The third time this week." in page


def test_a_warning_is_read_and_confirmed_before_the_next_thought(
    client: Client, author: User, decision: Decision
) -> None:
    penalise(decision, KIND.WARNING, by=moderator())
    article = factories.published()
    client.force_login(author)
    answer = post(client, article)
    assert answer.status_code == 403
    statement = f"{decision.comment.get_absolute_url()}statement/"
    assert statement in answer.content.decode()
    assert "Again." in answer.content.decode(), "the text is kept"
    page = client.get(statement).content.decode()
    assert "I have read this warning" in page
    warning = Decision.objects.get(act=Act.WARNED)
    client.post(statement, {"decision": warning.ref})
    an_hour_later()
    assert post(client, article).status_code == 302
    assert "I have read this warning" not in client.get(statement).content.decode()


def test_nobody_confirms_another_readers_warning(client: Client, author: User, decision: Decision) -> None:
    penalty = penalise(decision, KIND.WARNING, by=moderator())
    client.force_login(factories.reader())
    assert (
        client.post(f"{decision.comment.get_absolute_url()}statement/", {"decision": penalty.decision.ref}).status_code
        == 404
    )
    client.force_login(moderator())
    client.post(f"{decision.comment.get_absolute_url()}statement/", {"decision": penalty.decision.ref})
    penalty.refresh_from_db()
    assert penalty.acknowledged_at is None


def test_a_suspended_reader_reads_and_cannot_post_until_it_lifts_by_itself(
    client: Client, author: User, decision: Decision
) -> None:
    penalty = penalise(decision, KIND.SUSPENSION, by=moderator(), until=soon())
    article = factories.published()
    client.force_login(author)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert post(client, article).status_code == 403
    Penalty.objects.filter(pk=penalty.pk).update(until=timezone.now())
    assert not standing(author.pk)
    an_hour_later()
    assert post(client, article).status_code == 302


def test_a_ban_ends_every_session_before_the_next_request_and_keeps_the_name(author: User, decision: Decision) -> None:
    phone, laptop = Client(), Client()
    for device in (phone, laptop):
        device.post("/accounts/login/", {"login": author.email, "password": "correct horse battery"})
        assert device.get("/me/").status_code == 200
    penalise(decision, KIND.BAN, by=moderator())
    for device in (phone, laptop):
        assert device.get("/me/").status_code == 302, "signed out"
    phone.post("/accounts/login/", {"login": author.email, "password": "correct horse battery"})
    statement = phone.get(f"{decision.comment.get_absolute_url()}statement/")
    assert statement.status_code == 200, "who is banned can read why and ask for a second look"
    assert post(phone, factories.published()).status_code == 403
    author.refresh_from_db()
    assert (author.public_name, author.is_active) == ("ann", True)


def test_the_gravest_counts_and_each_says_what_to_do(author: User, decision: Decision) -> None:
    assert not standing(author.pk)
    check_may_post(author)
    by = moderator()
    watched = penalise(decision, KIND.PREMODERATION, by=by)
    assert list(standing(author.pk)) == [watched]
    check_may_post(author)
    said = {}
    for kind in (KIND.WARNING, KIND.SUSPENSION, KIND.BAN):
        penalty = penalise(decision, kind, by=by, until=ended(kind))
        assert penalty in standing(author.pk)
        with pytest.raises(Refused) as refused:
            check_may_post(author)
        assert refused.value.status == 403
        said[kind] = str(refused.value)
        assert f"/thoughts/{decision.comment.ref}/statement/" in said[kind]
    assert len(set(said.values())) == 3
    for penalty in Penalty.objects.exclude(kind=KIND.PREMODERATION):
        assert lift(penalty, by=by)
        assert lift(penalty, by=by) is None
    assert list(standing(author.pk)) == [watched]


def test_thoughts_of_a_reader_who_is_read_first_wait(author: User, decision: Decision) -> None:
    from comments.posting import post_thought

    article = factories.published()
    for _ in range(4):
        approved(thought_in(State.WITHHELD, article, author, f"{uuid.uuid4()}"))
    penalise(decision, KIND.PREMODERATION, by=moderator())
    an_hour_later()
    comment, _ = post_thought(article, author, "Again, with other words.", uuid.uuid4())
    assert comment.state == State.PREMOD


def test_no_penalty_without_a_removal_and_none_in_secret(author: User, decision: Decision) -> None:
    by = moderator()
    kept = approved(thought_in(State.WITHHELD, author=author))
    with pytest.raises(NotDecidedError, match="thought that you remove"):
        penalise(kept, KIND.BAN, by=by)
    for kind, until, reason in (
        (KIND.SUSPENSION, None, "when the suspension ends"),
        (KIND.SUSPENSION, timezone.now() - timedelta(seconds=1), "in the past"),
        (KIND.WARNING, soon(), "has no end"),
    ):
        with pytest.raises(NotDecidedError, match=reason):
            penalise(decision, kind, by=by, until=until)
    with pytest.raises(DatabaseError), transaction.atomic():
        Penalty.objects.create(reader=author, decision=decision, kind=KIND.SUSPENSION)
    assert not Penalty.objects.exists()
    assert not {act for act in Act if "shadow" in act.label}
    assert set(KIND) == set(penalties.ACTS)


def test_a_penalty_for_somebody_who_left_is_refused(author: User, decision: Decision) -> None:
    author.delete()
    fresh = Decision.objects.get(pk=decision.pk)
    with pytest.raises(NotDecidedError, match="has left"):
        penalise(fresh, KIND.BAN, by=moderator())


def test_confirming_is_possible_once_and_only_for_warnings(author: User, decision: Decision) -> None:
    warning = penalise(decision, KIND.WARNING, by=moderator())
    assert acknowledge(warning.decision, author)
    assert not acknowledge(warning.decision, author)
    ban = penalise(decision, KIND.BAN, by=moderator())
    assert not acknowledge(ban.decision, author)
    assert ban in standing(author.pk)

"""Each phase of moderation in turn: what it holds, what it refuses, and that the first that decides wins."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from comments.models import Act, Comment, Mover, Penalty, Rules, State, Thresholds, Word
from comments.moderation import pipeline
from comments.moderation.draft import Draft
from comments.moderation.holding import note
from comments.moderation.log import record
from comments.moderation.phases import PHASES
from comments.refusing import Refused
from comments.rules import conversation_of
from tests import factories

pytestmark = pytest.mark.django_db
CALM = "The harbour board should publish the tide tables it used."


@pytest.fixture
def article() -> Any:
    return factories.published()


@pytest.fixture
def elsewhere() -> Any:
    return factories.published()


@pytest.fixture
def known(elsewhere: Any) -> Any:
    """A reader of whom moderators approved three thoughts some days ago."""
    reader = factories.reader()
    for number in range(3):
        _earlier(elsewhere, reader, f"An earlier thought, number {number}.", State.APPROVED)
    return reader


def _earlier(article: Any, author: Any, body: str, state: State, days: int = 3) -> Comment:
    thought = factories.thought(article, author, body)
    moderator = factories.editor()
    thought.state, thought.moved_as, thought.turn = state, Mover.MODERATOR, thought.turn + 1
    thought.created_at = timezone.now() - timedelta(days=days)
    thought.save()
    statement = dict.fromkeys(
        ("restriction", "scope", "duration", "facts", "ground", "ground_reference", "ground_explanation", "redress"),
        "x",
    )
    act = Act.APPROVED if state == State.APPROVED else Act.REMOVED
    record(
        thought,
        act,
        by=moderator,
        role=Mover.MODERATOR,
        state_to=state,
        **({} if state == State.APPROVED else statement),
    )
    return thought


def screen(article: Any, author: Any, body: str = CALM, **facts: Any) -> Any:
    return pipeline.screen(Draft(article, author, body, **facts))


def test_the_phases_stand_in_their_order() -> None:
    names = [phase.__name__.rpartition(".")[2] for phase in PHASES]
    assert names == [
        "length",
        "closed",
        "standing",
        "staff",
        "flood",
        "repeat",
        "words",
        "links",
        "history",
        "spam",
        "toxicity",
        "newcomer",
        "watched",
        "premoderation",
    ]


def test_a_known_readers_calm_thought_is_published(article: Any, known: Any) -> None:
    assert screen(article, known) == pipeline.Screening(State.NONE)


@pytest.mark.parametrize(("body", "says"), [("", "empty"), ("x" * 5001, "Shorten it by 1")])
def test_length(article: Any, known: Any, body: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        screen(article, known, body)
    assert refused.value.status == 400


def test_a_first_time_commenter_waits_until_two_were_approved(article: Any, elsewhere: Any) -> None:
    reader = factories.reader()
    _earlier(elsewhere, reader, "Published and never looked at.", State.NONE)
    for approved in range(2):
        first = screen(article, reader)
        assert (first.state, first.phase) == (State.WITHHELD, "newcomer")
        assert f"{approved} of 2" in first.grounds[0]["says"]
        _earlier(elsewhere, reader, f"Approved, number {approved}.", State.APPROVED)
    assert screen(article, reader).state == State.NONE


def test_banned_words_remove_and_suspect_ones_hold_and_the_words_are_shown(article: Any, known: Any) -> None:
    Word.objects.create(text="blunderbuss", kind=Word.Kind.BANNED)
    Word.objects.create(text="popinjay", kind=Word.Kind.SUSPECT)
    body = "What a B l u n d e r b u s s this is."
    removed = screen(article, known, body)
    assert (removed.state, removed.phase) == (State.REJECTED, "words")
    found = removed.grounds[0]
    assert body[found["start"] : found["end"]].replace(" ", "").lower() == "blunderbuss"
    assert screen(article, known, "What a p\u200bopinj\u0430y.").state == State.WITHHELD


@pytest.mark.parametrize("body", ["See https://example.org/x.", "See www.example.org", "Look at cheap-pills.shop now"])
def test_links_wait_until_three_thoughts_were_approved(article: Any, elsewhere: Any, body: str) -> None:
    reader = factories.reader()
    for number in range(2):
        _earlier(elsewhere, reader, f"Approved, number {number}.", State.APPROVED)
    held = screen(article, reader, body)
    assert (held.state, held.phase) == (State.WITHHELD, "links")
    _earlier(elsewhere, reader, "Approved, number 3.", State.APPROVED)
    Thresholds.objects.create(pk=1, spam=1.0, toxicity=1.0)
    assert screen(article, reader, body).state == State.NONE


def test_the_same_text_is_refused_within_minutes_and_held_later(article: Any, known: Any, elsewhere: Any) -> None:
    thought = factories.thought(elsewhere, known, CALM)
    Comment.objects.filter(pk=thought.pk).update(created_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(Refused, match="exactly this") as refused:
        screen(article, known)
    assert refused.value.status == 400
    Comment.objects.filter(pk=thought.pk).update(created_at=timezone.now() - timedelta(days=2))
    held = screen(article, known)
    assert (held.state, held.phase) == (State.WITHHELD, "repeat")


def test_three_removals_among_the_last_five_hold_the_next(article: Any, known: Any, elsewhere: Any) -> None:
    for number in range(3):
        _earlier(elsewhere, known, f"Removed, number {number}.", State.REJECTED, days=1)
    held = screen(article, known)
    assert (held.state, held.phase) == (State.WITHHELD, "history")


@pytest.mark.parametrize(("most", "ago"), [(1, 4), (5, 50), (30, 3500)])
def test_nobody_posts_faster_than_people_write(article: Any, known: Any, elsewhere: Any, most: int, ago: int) -> None:
    at = timezone.now() - timedelta(seconds=ago)
    for number in range(most):
        Comment.objects.filter(pk=factories.thought(elsewhere, known, f"Number {number}.").pk).update(created_at=at)
    with pytest.raises(Refused, match="faster") as refused:
        screen(article, known)
    assert refused.value.status == 429
    assert refused.value.retry_after in range(1, {1: 3, 5: 12, 30: 102}[most])


def test_sixty_thoughts_a_minute_from_one_address_are_enough(article: Any, elsewhere: Any) -> None:
    for number in range(60):
        thought = factories.thought(elsewhere, factories.reader(), f"Number {number}.")
        Comment.objects.filter(pk=thought.pk).update(sent_from="192.0.2.1")
    with pytest.raises(Refused, match="network address") as refused:
        screen(article, factories.reader(), sent_from="192.0.2.1")
    assert refused.value.status == 429
    assert screen(article, factories.reader(), sent_from="192.0.2.2").phase == "newcomer"


def test_readers_whom_a_moderator_watches_wait(article: Any, known: Any) -> None:
    why = record(None, Act.LIFTED, reader=known)
    Penalty.objects.create(reader=known, decision=why, kind=Penalty.Kind.PREMODERATION)
    held = screen(article, known)
    assert (held.state, held.phase) == (State.PREMOD, "watched")
    for over in ({"lifted_at": timezone.now()}, {"lifted_at": None, "until": timezone.now()}):
        Penalty.objects.update(**over)
        assert screen(article, known).state == State.NONE


@pytest.mark.parametrize("scope", ["site", "section", "article"])
def test_a_premoderated_conversation_holds_everything_but_moderators(article: Any, known: Any, scope: str) -> None:
    Rules.objects.create(
        premoderated=True,
        section=article.section if scope == "section" else None,
        article=article if scope == "article" else None,
    )
    held = screen(article, known)
    assert (held.state, held.phase) == (State.PREMOD, "premoderation")
    assert screen(article, factories.editor()).state == State.NONE


def test_the_nearest_rule_counts_and_the_site_closes_all(article: Any) -> None:
    site = Rules.objects.create(premoderated=True, closes_after_days=10)
    Rules.objects.create(section=article.section, premoderated=False)
    assert conversation_of(article) == ("", False)
    Rules.objects.create(article=article, closed=True)
    assert "on this article is closed" in conversation_of(article).closed
    Rules.objects.filter(article=article).update(closed=False)
    article.published_at = timezone.now() - timedelta(days=11)
    assert conversation_of(article).closed == ""
    Rules.objects.filter(article=article).update(closed=None)
    assert "on this article is closed" in conversation_of(article).closed
    site.closed = True
    site.save()
    assert "Conversations are closed" in conversation_of(article).closed


def test_a_closed_conversation_takes_no_thought_and_lets_one_be_mended(article: Any, known: Any) -> None:
    thought = factories.thought(article, known, "As it stood.")
    Rules.objects.create(article=article, closed=True)
    with pytest.raises(Refused, match="closed") as refused:
        screen(article, known)
    assert refused.value.status == 403
    assert screen(article, known, editing=thought).state == State.NONE


def test_a_phase_that_fails_holds(article: Any, known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(draft: Draft) -> None:
        raise ConnectionError("no answer")

    broken = SimpleNamespace(__name__="comments.moderation.phases.broken", judge=fail)
    monkeypatch.setattr(pipeline, "PHASES", (broken, *PHASES))
    held = screen(article, known)
    assert (held.state, held.phase) == (State.WITHHELD, "broken")
    assert "moderator looks first" in held.grounds[0]["says"]


def test_the_first_phase_that_decides_wins(article: Any) -> None:
    Word.objects.create(text="popinjay", kind=Word.Kind.SUSPECT)
    Rules.objects.create(premoderated=True)
    assert screen(article, factories.reader(), "A popinjay at https://example.org/").phase == "words"


def test_what_was_held_says_why_in_the_log(article: Any) -> None:
    reader = factories.reader()
    held = screen(article, reader)
    thought = factories.thought(article, reader, CALM)
    thought.state, thought.moved_as, thought.turn = held.state, Mover.SYSTEM, 1
    thought.save()
    decision = note(thought, held)
    assert decision is not None
    assert (decision.act, decision.rule, decision.actor_mark) == (Act.HELD, "newcomer", None)
    assert decision.detected_automatically
    assert "0 of 2" in decision.facts

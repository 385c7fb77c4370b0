"""The moderation queue: what waits, why, who looks at it, and that a decision is made once and with a reason."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.admin.marking import marked
from comments.models import Comment, Decision, Penalty, Report, Rules, State, Word
from comments.moderation.deciding import decide
from comments.moderation.queueing import PAGE, Wanted, claim, queue_for, waiting
from comments.posting import post_thought
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
QUEUE = "/admin/comments/comment/queue/"
MOST_QUERIES = 12


@pytest.fixture
def article() -> Any:
    return factories.published()


@pytest.fixture
def moderator() -> Any:
    return factories.editor("mia")


@pytest.fixture
def desk(client: Client, moderator: Any, settings: Any) -> Client:
    settings.DEMO = True  # the second factor has tests of its own
    client.force_login(moderator)
    return client


def held(article: Any, body: str = "The fish come first.", author: Any = None) -> Comment:
    """A new reader's thought, which waits."""
    import uuid

    return post_thought(article, author or factories.reader(), body, uuid.uuid4())[0]


def press(desk: Client, button: str, *thoughts: Comment, address: str = QUEUE, **typed: str) -> Any:
    turns = {f"turn-{thought.pk}": str(thought.turn) for thought in thoughts}
    return desk.post(address, {"act": button, **turns, **typed})


def test_a_card_shows_what_is_needed_to_decide(desk: Client, article: Any) -> None:
    Word.objects.create(text="popinjay", kind=Word.Kind.SUSPECT)
    parent = factories.thought(article, factories.reader("ada"), "The tide tables are old.")
    import uuid

    author = factories.reader("ben")
    post_thought(article, author, "You popinjay, they are new.", uuid.uuid4(), parent)
    page = desk.get(QUEUE).content.decode()
    assert "Reply to <b>ada</b>: “The tide tables are old.”" in page
    assert "<mark>popinjay</mark>" in page
    assert "Held by “words”." in page
    assert article.headline in page
    assert "First thought" in page


def test_publishing_and_picking_and_removing(desk: Client, article: Any, moderator: Any) -> None:
    one, two, three = (held(article, f"Thought number {number}.") for number in range(3))
    assert press(desk, f"approve-{one.pk}", one).status_code == 302
    assert press(desk, f"pick-{two.pk}", two).status_code == 302
    press(desk, f"remove-{three.pk}", three, **{f"rule-{three.pk}": "civil", f"why-{three.pk}": "An insult."})
    for thought in (one, two, three):
        thought.refresh_from_db()
    assert [thought.state for thought in (one, two, three)] == ["approved", "approved", "rejected"]
    assert two.picked_at
    decision = Decision.objects.get(comment=three, state_to=State.REJECTED)
    assert (decision.rule, decision.actor_mark) == ("civil", moderator.mark)
    assert "An insult." in decision.ground_explanation


def test_a_removal_without_a_rule_is_not_made_and_what_was_typed_stays(desk: Client, article: Any) -> None:
    one, other = held(article), held(article, "Another one.")
    answer = press(
        desk, f"remove-{one.pk}", one, other, **{f"why-{one.pk}": "Because.", f"why-{other.pk}": "Half typed"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Choose the rule that it breaks" in page
    assert "Because.</textarea>" in page
    assert "Half typed</textarea>" in page
    one.refresh_from_db()
    assert one.state == State.WITHHELD


def test_selected_thoughts_are_decided_together(desk: Client, article: Any) -> None:
    thoughts = [held(article, f"Thought number {number}.") for number in range(4)]
    answer = desk.post(
        QUEUE,
        {"act": "remove-selected", "rule-selected": "spam", "ids": [t.pk for t in thoughts[:3]]}
        | {f"turn-{t.pk}": t.turn for t in thoughts},
        follow=True,
    )
    assert "3 thoughts removed." in answer.content.decode()
    assert waiting().waiting == 1


def test_a_penalty_comes_with_the_removal(desk: Client, article: Any) -> None:
    thought = held(article)
    press(
        desk, f"remove-{thought.pk}", thought, **{f"rule-{thought.pk}": "civil", f"also-{thought.pk}": "suspension-7"}
    )
    penalty = Penalty.objects.get(reader=thought.author)
    assert penalty.kind == "suspension"
    assert timedelta(days=6) < penalty.until - timezone.now() < timedelta(days=8)


def test_a_penalty_that_can_not_be_imposed_leaves_the_thought_undecided(desk: Client, article: Any) -> None:
    thought = held(article)
    answer = press(
        desk, f"remove-{thought.pk}", thought, **{f"rule-{thought.pk}": "civil", f"also-{thought.pk}": "suspension"}
    )
    assert answer.status_code == 409
    thought.refresh_from_db()
    assert thought.state == State.WITHHELD
    assert not Decision.objects.filter(state_to=State.REJECTED).exists()


def test_what_somebody_else_decided_meanwhile_is_said(desk: Client, article: Any) -> None:
    thought = held(article)
    seen = Comment.objects.get(pk=thought.pk)
    press(desk, f"approve-{thought.pk}", thought)
    answer = press(
        desk, f"remove-{seen.pk}", seen, address=f"{QUEUE}?thought={seen.ref}", **{f"rule-{seen.pk}": "civil"}
    )
    assert answer.status_code == 409
    assert "Look at it again." in answer.content.decode()


def test_two_moderators_do_not_get_the_same_thoughts(article: Any, moderator: Any) -> None:
    for number in range(PAGE + 5):
        held(article, f"Thought number {number}.")
    other = factories.editor("ole")
    mine = queue_for(moderator, Wanted())
    theirs = queue_for(other, Wanted())
    assert len(mine.items) == PAGE
    assert len(theirs.items) == 5
    assert not {item.comment.pk for item in mine.items} & {item.comment.pk for item in theirs.items}
    assert theirs.elsewhere == PAGE
    everything = queue_for(other, Wanted(all=True))
    assert [item.claimed_by for item in everything.items] == ["mia"] * PAGE


def test_a_claim_ends_by_itself(article: Any, moderator: Any) -> None:
    thought = held(article)
    assert claim([thought.pk], moderator) == {thought.pk}
    other = factories.editor("ole")
    assert claim([thought.pk], other) == set()
    Comment.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert claim([thought.pk], other) == {thought.pk}


@pytest.mark.django_db(transaction=True)
def test_a_page_of_the_queue_takes_its_own_transaction(desk: Client, article: Any) -> None:
    thought = held(article)
    assert desk.get(QUEUE).status_code == 200
    thought.refresh_from_db()
    assert thought.claimed_by


def test_the_oldest_comes_first_and_pages_follow_one_another(article: Any, moderator: Any) -> None:
    thoughts = [held(article, f"Thought number {number}.") for number in range(PAGE + 3)]
    Comment.objects.filter(pk=thoughts[-1].pk).update(held_at=timezone.now() - timedelta(days=1))
    first = queue_for(moderator, Wanted(all=True))
    second = queue_for(moderator, Wanted(all=True), first.after)
    order = [item.comment.pk for item in (*first.items, *second.items)]
    assert order == [thoughts[-1].pk, *(thought.pk for thought in thoughts[:-1])]
    assert second.after == ""


def test_filters(article: Any, moderator: Any) -> None:
    known = factories.reader("kim")
    Rules.objects.create(premoderated=True)
    for number in range(2):
        earlier = held(article, f"Earlier {number}.", known)
        decide(earlier, approve=True, by=moderator, seen_turn=earlier.turn)
        Comment.objects.filter(pk=earlier.pk).update(created_at=timezone.now() - timedelta(hours=1))
    old, new = held(article, "Premoderated.", known), held(article, "By a new reader.")
    elsewhere = held(factories.published(section=factories.section("politics", "Politics")), "About politics.")

    def shown(**wanted: str) -> list[int]:
        return [item.comment.pk for item in queue_for(moderator, Wanted(all=True, **wanted)).items]

    assert shown() == [old.pk, new.pk, elsewhere.pk]
    assert shown(author="first") == [new.pk, elsewhere.pk]
    assert shown(section="politics") == [elsewhere.pk]
    assert shown(tab="reported") == []
    assert shown(thought=new.ref) == [new.pk]


def test_reports_are_counted_by_reason_and_quoted(desk: Client, article: Any) -> None:
    thought = factories.thought(article, factories.reader(), "Nobody who writes like this should post.")
    for reason, text in (("uncivil", ""), ("uncivil", "Rude."), ("off_topic", "")):
        Report.objects.create(comment=thought, reader=factories.reader(), turn=0, reason=reason, text=text)
    page = desk.get(f"{QUEUE}?tab=reported").content.decode()
    assert re.search(r"3 reports\.</b> Not civil \(2\), Not about the article \(1\)\. “Rude\.”", page)


def test_five_hundred_waiting_thoughts_cost_a_bounded_number_of_queries(
    desk: Client, article: Any, django_assert_max_num_queries: Any
) -> None:
    first = held(article)
    rows = [
        Comment(
            article=article, author=factories.reader() if number % 10 == 0 else first.author, thread=number, id=number,
            path=[number], body=f"Thought {number}.", html="<p>x</p>", idempotency_key=f"00000000-0000-4000-8000-{number:012}",
            reports=0,
        )
        for number in range(first.pk + 1, first.pk + 501)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    for thought in Comment.objects.filter(pk__gt=first.pk)[:40]:
        Report.objects.create(comment=thought, reader=first.author, turn=0, reason="spam")
    desk.get(QUEUE)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = desk.get(QUEUE).content.decode()
    assert page.count('class="mod"') == PAGE


def test_the_count_keeps_claims_alive(desk: Client, article: Any) -> None:
    thought = held(article)
    answer = desk.get(f"{QUEUE}count/", {"mine": f"{thought.pk},nonsense"}).json()
    assert (answer["review"], answer["waiting"], answer["reported"]) == (1, 1, 0)
    thought.refresh_from_db()
    assert thought.claimed_until > timezone.now()


@pytest.mark.parametrize("name", ["queue", "queue_count", "second_looks", "notices", "tuning"])
def test_only_moderators_come_in(client: Client, name: str, settings: Any) -> None:
    settings.DEMO = True
    client.force_login(factories.reader(is_staff=True))
    assert client.get(reverse(f"admin:comments_{name}")).status_code == 403


def test_hostile_words_are_text(desk: Client, article: Any) -> None:
    held(article, '<script>alert(1)</script> & "quotes" <img src=x onerror=alert(1)>')
    page = desk.get(QUEUE).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("grounds", "expected"),
    [
        ([], "<p>a &lt;b&gt; c</p>"),
        ([{"says": "x", "start": 2, "end": 5}], "<p>a <mark>&lt;b&gt;</mark> c</p>"),
        (
            [{"says": "x", "start": 0, "end": 3}, {"says": "y", "start": 2, "end": 99}],
            "<p><mark>a &lt;b&gt; c</mark></p>",
        ),
        ([{"says": "no words"}], "<p>a &lt;b&gt; c</p>"),
    ],
)
def test_the_words_that_held_it_are_marked(grounds: Any, expected: str) -> None:
    assert marked("a <b> c", grounds) == expected


def test_tuning_tells_what_a_word_would_have_caught(desk: Client, article: Any) -> None:
    held(article, "You popinjay!")
    held(article, "The tide tables are old.")
    page = desk.get("/admin/comments/comment/tuning/", {"word": "popinjay"}).content.decode()
    assert "1 of 2" in page
    assert "<mark>popinjay</mark>" in page
    assert (
        "between 0 and 1" in desk.get("/admin/comments/comment/tuning/", {"judge": "spam", "at": "x"}).content.decode()
    )
    assert "of 2" in desk.get("/admin/comments/comment/tuning/", {"judge": "spam", "at": "0"}).content.decode()


def test_the_log_is_read_and_checked_and_never_changed(desk: Client, article: Any, moderator: Any) -> None:
    thought = held(article)
    press(desk, f"approve-{thought.pk}", thought)
    address = reverse("admin:comments_decision_changelist")
    page = desk.get(f"{address}?check=1").content.decode()
    assert "The log is whole." in page
    assert "mia" in page
    decision = Decision.objects.first()
    assert desk.post(reverse("admin:comments_decision_change", args=[decision.pk]), {"rule": "x"}).status_code == 403


def test_a_penalty_is_lifted_at_the_desk(desk: Client, article: Any) -> None:
    thought = held(article)
    press(desk, f"remove-{thought.pk}", thought, **{f"rule-{thought.pk}": "civil", f"also-{thought.pk}": "ban"})
    penalty = Penalty.objects.get()
    address = reverse("admin:comments_penalty_changelist")
    for says in ("1 lifted.", "None of these was still in force."):
        answer = desk.post(address, {"action": "lift_selected", "_selected_action": [penalty.pk]}, follow=True)
        assert says in answer.content.decode()
    penalty.refresh_from_db()
    assert penalty.lifted_at
    assert desk.post(reverse("admin:comments_penalty_delete", args=[penalty.pk])).status_code == 403

"""A decision is made once, has its reasons, and takes effect everywhere at once."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from comments.models import PUBLIC, Act, Comment, Decision, Notification, Report, State
from comments.moderation.deciding import decide
from comments.moderation.house_rules import RULES
from comments.moderation.undecided import AlreadyDecidedError, NotDecidedError
from newsroom.outbox.models import Job
from tests import factories
from tests.comments.moderating import admin, approved, check_log, mails_to, moderator, removed, thought_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
WORDS = "Xqzzyvoid was here"
PARTS = ("restriction", "scope", "duration", "facts", "ground", "ground_reference", "ground_explanation", "redress")


@pytest.fixture
def article() -> Any:
    return factories.published()


def test_a_waiting_thought_is_approved_and_then_everybody_reads_it(client: Client, article: Any) -> None:
    comment = thought_in(State.WITHHELD, article, body=WORDS)
    assert WORDS not in client.get(article.get_absolute_url()).content.decode()
    decision = approved(comment)
    check_log()
    comment.refresh_from_db()
    assert (comment.state, comment.turn, comment.held_at, comment.held_by, comment.held_because) == (
        State.APPROVED, 1, None, "", [],
    )  # fmt: skip
    assert (decision.act, decision.state_from, decision.state_to) == (Act.APPROVED, State.WITHHELD, State.APPROVED)
    assert WORDS in client.get(article.get_absolute_url()).content.decode()


def test_a_removal_needs_a_rule_of_ours(article: Any) -> None:
    comment = thought_in(State.NONE, article)
    for rule in ("", "taste", "1"):
        with pytest.raises(NotDecidedError, match="Choose the rule"):
            decide(comment, False, by=moderator(), seen_turn=0, rule=rule)
    comment.refresh_from_db()
    assert (comment.state, comment.turn) == (State.NONE, 0)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("rule", RULES)
def test_the_author_is_told_every_part_of_the_reasons_on_the_page_and_by_mail_at_once(
    client: Client, article: Any, rule: str
) -> None:
    author = factories.reader()
    comment = thought_in(State.NONE, article, author, WORDS)
    decision = removed(comment, rule=rule, explanation="You call <b>her</b> a liar.")
    said = {part: getattr(decision, part) for part in PARTS}
    assert all(said.values())
    assert str(RULES[rule]) in decision.ground_reference
    (mail,) = mails_to(author)
    client.force_login(author)
    page = client.get(f"{comment.get_absolute_url()}statement/").content.decode()
    told = " ".join(mail.text.split())
    shown = " ".join(re.sub(r"<[^>]+>", " ", page).replace("&lt;", "<").replace("&gt;", ">").split())
    for part, text in said.items():
        if part != "ground":
            assert " ".join(text.split()) in told, part
            assert " ".join(text.split()) in shown, part
    assert "<b>her</b>" not in page
    assert WORDS in told, "which thought it is about"
    assert f"/thoughts/{comment.ref}/statement/" in mail.text
    assert "A person decided" in told


def test_a_removal_under_the_law_names_the_law_and_why_it_applies(article: Any) -> None:
    comment = thought_in(State.NONE, article)
    reasons = {"by": moderator(), "seen_turn": 0, "rule": "law", "ground": "law"}
    for lacking in ({}, {"law": "Section 130 of the Criminal Code"}, {"explanation": "It calls for arson."}):
        with pytest.raises(NotDecidedError, match="Name the law"):
            decide(comment, False, **reasons, **lacking)
    decision = decide(comment, False, **reasons, law="Section 130", explanation="It calls for arson.")
    assert (decision.ground, decision.ground_reference) == ("law", "Section 130")
    with pytest.raises(NotDecidedError, match="our terms or the law"):
        decide(comment, False, by=moderator(), seen_turn=1, rule="civil", ground="whim")


def test_who_decides_second_learns_what_the_first_decided(article: Any) -> None:
    comment = thought_in(State.WITHHELD, article)
    first, second = moderator(), moderator()
    decision = decide(comment, True, by=first, seen_turn=0)
    with pytest.raises(AlreadyDecidedError, match="Somebody else decided") as told:
        decide(comment, False, by=second, seen_turn=0, rule="civil")
    assert told.value.decision == decision
    with pytest.raises(AlreadyDecidedError, match="approved already"):
        decide(comment, True, by=second, seen_turn=1)
    removed(comment, by=second)
    with pytest.raises(AlreadyDecidedError, match="removed already"):
        removed(comment, by=first)


def test_a_thought_that_its_author_edited_or_took_back_is_not_decided_unread(article: Any) -> None:
    comment = thought_in(State.NONE, article)
    Comment.objects.filter(pk=comment.pk).update(turn=1, body="Other words.")
    with pytest.raises(AlreadyDecidedError, match="author edited it") as told:
        decide(comment, True, by=moderator(), seen_turn=0)
    assert told.value.decision is None
    from comments.deleting import delete_thought

    delete_thought(comment)
    with pytest.raises(AlreadyDecidedError, match="took this thought back"):
        decide(comment, True, by=moderator(), seen_turn=2)


def test_nobody_decides_on_their_own_thought(article: Any) -> None:
    author = moderator()
    comment = thought_in(State.NONE, article, author)
    with pytest.raises(NotDecidedError, match="yours"):
        decide(comment, True, by=author, seen_turn=0)


def test_an_administrator_decides_under_that_name(article: Any) -> None:
    assert removed(thought_in(State.NONE, article), by=admin()).actor_role == "admin"
    assert removed(thought_in(State.NONE, article)).actor_role == "moderator"


def test_removed_words_are_gone_at_once_from_every_page_and_their_place_reason_and_row_are_kept(
    client: Client, article: Any
) -> None:
    author = factories.reader("removed")
    comment = thought_in(State.NONE, article, author, WORDS)
    factories.thought(article, factories.reader(), "An answer that stays.", comment)
    page = article.get_absolute_url()
    places = [page, f"{page}thoughts/", f"{page}thoughts/?sort=newest", f"{page}provenance.json", "/", "/feed.json",
              "/feed.rss", author.get_absolute_url(), f"{page}thoughts/live/", "/sitemap.xml"]  # fmt: skip
    before = [client.get(place).content.decode() for place in places]
    assert WORDS in before[0]
    decision = removed(comment)
    for place in places:
        assert WORDS not in client.get(place).content.decode(), place
    shown = client.get(page).content.decode()
    assert "An answer that stays." in shown
    structured = " ".join(re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL))
    assert WORDS not in structured
    assert client.get(comment.get_absolute_url()).status_code == 404
    comment.refresh_from_db()
    assert (comment.body, comment.author) == (WORDS, author)
    assert (decision.rule, decision.turn) == ("civil", 1)
    assert decision.actor_mark
    assert decision.at


def test_shared_caches_keep_a_discussion_for_seconds_and_are_told_of_a_removal(
    client: Client, article: Any, settings: Any
) -> None:
    comment = thought_in(State.NONE, article)
    settings.CACHE_PURGE_URLS = ["http://127.0.0.1:1"]
    for place in (article.get_absolute_url(), f"{article.get_absolute_url()}thoughts/"):
        kept = client.get(place)["Cache-Control"]
        assert "max-age=0" in kept
        assert int(re.search(r"s-maxage=(\d+)", kept).group(1)) <= 10  # type: ignore[union-attr]
    removed(comment)
    paths = Job.objects.get(kind="purge", key__startswith="decision:").payload["paths"]
    for place in (article.get_absolute_url(), f"{article.get_absolute_url()}thoughts/", comment.get_absolute_url()):
        assert place in paths


def test_the_tally_and_the_answers_count_what_readers_see(article: Any) -> None:
    from comments.models import Tally

    parent = thought_in(State.NONE, article)
    child = factories.thought(article, factories.reader(), "Yes.", parent)
    assert Tally.objects.get(article=article).public == 2
    removed(child)
    parent.refresh_from_db()
    tally = Tally.objects.get(article=article)
    assert (tally.public, tally.rejected, parent.answers) == (1, 1, 0)
    approved(child)
    parent.refresh_from_db()
    assert (Tally.objects.get(article=article).public, parent.answers) == (2, 1)


def test_approving_with_a_pick_picks_and_removing_unpicks(article: Any) -> None:
    editor = moderator()
    comment = thought_in(State.PREMOD, article)
    approved(comment, by=editor, pick=True)
    comment.refresh_from_db()
    assert comment.picked_by == editor
    removed(comment)
    comment.refresh_from_db()
    assert (comment.picked_at, comment.picked_by) == (None, None)


def test_a_reply_that_becomes_public_is_told_of_once(article: Any) -> None:
    asked = factories.reader()
    parent = thought_in(State.NONE, article, asked)
    reply = factories.thought(article, factories.reader(), "Yes.", parent, state=State.WITHHELD)
    told = Notification.objects.filter(reader=asked, kind="reply")
    assert not told.exists()
    approved(reply)
    removed(reply)
    approved(reply)
    assert told.count() == 1


def test_the_author_is_told_on_the_site_of_every_decision_and_by_mail_of_what_takes_something(article: Any) -> None:
    author = factories.reader()
    comment = thought_in(State.WITHHELD, article, author)
    approved(comment)
    assert Notification.objects.filter(reader=author, kind="decision").count() == 1
    assert not mails_to(author)
    removed(comment)
    assert [mail.subject for mail in mails_to(author)] == ["Your thought was removed"]


def test_an_author_who_left_gets_no_mail(article: Any) -> None:
    author = factories.reader()
    comment = thought_in(State.NONE, article, author)
    author.delete()
    comment.refresh_from_db()
    assert removed(comment).reader_mark is None


def test_a_decision_answers_all_open_reports(article: Any) -> None:
    comment = thought_in(State.APPROVED, article)
    Report.objects.create(comment=comment, reader=factories.reader(), turn=1, reason="spam")
    comment.refresh_from_db()
    assert comment.reports == 1
    decision = approved(comment)
    comment.refresh_from_db()
    assert comment.reports == 0
    assert Report.objects.get().settled == decision


def test_what_pointed_a_moderator_to_a_thought_is_among_the_facts(article: Any) -> None:
    held = factories.thought(
        article, factories.reader(), state=State.WITHHELD, held_by="spam", held_because=[{"says": "It looks like spam"}]
    )
    decision = removed(held)
    assert "It looks like spam." in decision.facts
    assert (decision.detected_automatically, decision.decided_automatically) == (True, False)
    reported = thought_in(State.NONE, article)
    Report.objects.create(comment=reported, reader=factories.reader(), turn=0, reason="spam")
    decision = removed(reported)
    assert "reported by 1 reader." in decision.facts
    assert not decision.detected_automatically


def test_a_word_that_is_not_printed_is_removed_by_the_program_and_its_author_is_told_that(
    client: Client, article: Any
) -> None:
    from comments.models import Word
    from comments.posting import post_thought

    Word.objects.create(text="popinjay", kind="banned")
    author = factories.reader()
    import uuid

    comment, _ = post_thought(article, author, "You p o p i n j a y.", uuid.uuid4())
    check_log()
    assert comment.state == State.REJECTED
    decision = Decision.objects.get(comment=comment)
    assert (decision.detected_automatically, decision.decided_automatically, decision.actor_mark) == (True, True, None)
    (mail,) = mails_to(author)
    assert "A program found it and decided" in mail.text
    client.force_login(author)
    assert "A program found it and decided" in client.get(f"{comment.get_absolute_url()}statement/").content.decode()


@pytest.mark.parametrize("state", [State.PREMOD, State.WITHHELD])
def test_why_a_thought_waits_is_said_to_its_author_and_nobody_else(client: Client, article: Any, state: State) -> None:
    author = factories.reader()
    comment = thought_in(state, article, author)
    address = f"{comment.get_absolute_url()}statement/"
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(factories.reader())
    assert client.get(address).status_code == 404
    assert client.get("/thoughts/nowhere/statement/").status_code == 404
    client.force_login(author)
    page = client.get(address)
    assert "A new reader." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not mails_to(author), "a hold is told beside the thought, not by mail"
    client.force_login(moderator())
    assert client.get(address).status_code == 200


def test_each_decision_is_a_line_of_the_audit_log_without_words_or_names(
    article: Any, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    by = moderator("Mia\r\nForged: line")
    comment = thought_in(State.NONE, article, body=WORDS)
    with caplog.at_level("INFO", "newsroom.audit"), django_capture_on_commit_callbacks(execute=True):
        removed(comment, by=by, explanation="Rude\r\nForged: line")
    (entry,) = [one for one in caplog.records if one.name == "newsroom.audit"]
    line = json.loads(entry.getMessage())
    assert line == {
        "act": "removed", "actor": str(by.mark), "target": f"thought {comment.ref}", "network": None, "request": None,
    }  # fmt: skip


def test_every_state_that_readers_see_is_the_one_door(article: Any) -> None:
    thoughts = {state: thought_in(state, article) for state in State}
    public = set(Comment.objects.public())
    assert public == {thoughts[state] for state in PUBLIC}

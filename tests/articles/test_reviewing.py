"""A review is what it says: sources opened, each flagged sentence decided, three questions answered, on exactly one text."""

import time
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from articles.backing import NotBackedError, accept, put, reject
from articles.body import lay_out_body
from articles.checking import recalled
from articles.citing import Cited, cite
from articles.evidence.proposing import proposals_for_draft
from articles.freezing import hash_of
from articles.gate import Finding, Severity
from articles.models import Article, Backing, Decision, Evidence, GateRun, Opening, Review, SourceDocument
from articles.models.source import hash_text
from articles.passages import PassageError, find_passage
from articles.publishing import publish
from articles.reviewing import (
    NotReviewedError,
    ReviewIncompleteError,
    decide,
    finish,
    open_source,
    remaining,
)
from tests import factories

pytestmark = pytest.mark.django_db
# What the gate says of these texts is not the question here.
DESPITE = "for the test"
YES = {"accuracy": True, "sources": True, "could_reject": True}
WORK = "Work begins in June."
PAYS = "The state pays half of it."


def document(article: Article) -> SourceDocument:
    return SourceDocument.objects.filter(source__citation__article=article).latest("pk")


def flag(article: Article, *sentences: str, check: str = "Numbers", words: str = "") -> list[Finding]:
    """Puts on record that the gate flagged these sentences of the article as it stands."""
    found = [
        Finding(check, Severity.AMBER, "The source says otherwise.", "Change it.", part="body", text=text, words=words)
        for text in sentences
    ]
    stored = [finding.as_json() for finding in found]
    GateRun.objects.create(article=article, content_hash=hash_of(article), findings=stored)
    return found


def rewrite(article: Article, old: str, new: str) -> None:
    article.body = article.body.replace(old, new)
    article.save()


def test_a_review_needs_every_source_opened_every_flag_decided_and_three_times_yes(editor: Any) -> None:
    article = factories.draft()
    [finding] = flag(article, WORK, words="June")
    with pytest.raises(ReviewIncompleteError) as refused:
        finish(article, editor, **YES)
    assert refused.value.missing == [
        "Source 1 (Harbour board) is not opened yet.",
        f"“{WORK}” is not decided yet (Numbers).",
    ]
    open_source(article, document(article), editor)
    with pytest.raises(ReviewIncompleteError, match="is not decided yet"):
        finish(article, editor, **YES)
    decide(article, finding, "The board's own minutes say so.", editor)
    for name in YES:
        with pytest.raises(ReviewIncompleteError, match="Not answered yes"):
            finish(article, editor, **(YES | {name: False}))
    assert not Review.objects.exists()
    made = finish(article, editor, **YES)
    assert (made.by, made.content_hash) == (editor, hash_of(article))
    assert finish(article, editor, **YES) == made, "twice is once"


def test_another_persons_steps_are_not_mine(editor: Any) -> None:
    article, colleague = factories.draft(), factories.editor()
    [finding] = flag(article, WORK)
    open_source(article, document(article), colleague)
    decide(article, finding, "Fine.", colleague)
    left = remaining(article, editor)
    assert [reading.number for reading in left.unopened] == [1]
    assert left.undecided == [finding]
    assert not remaining(article, colleague).sentences()


def test_a_text_read_anew_is_opened_anew(editor: Any) -> None:
    article = factories.draft()
    old = document(article)
    open_source(article, old, editor)
    cite(article, Cited("Harbour board", "Minutes of Monday", old.source.url, text="Other minutes."), 1,
         article.citation_set.get())  # fmt: skip
    assert remaining(article, editor).unopened
    with pytest.raises(NotReviewedError):
        open_source(article, old, editor)


def test_where_nothing_can_be_compared_nothing_is_reviewed(editor: Any) -> None:
    article = factories.draft(source=False)
    GateRun.objects.create(article=article, content_hash=hash_of(article))
    with pytest.raises(ReviewIncompleteError, match="nothing to compare with"):
        finish(article, editor, **YES)
    cite(article, Cited("Own reporting", "A talk with the board", note="Interview, Monday"), 1)
    GateRun.objects.create(article=article, content_hash=hash_of(article))
    assert finish(article, editor, **YES)


def test_a_review_is_of_the_text_that_was_seen(editor: Any) -> None:
    article = factories.draft()
    flag(article)
    open_source(article, document(article), editor)
    seen = hash_of(article)
    rewrite(article, "40 million", "400 million")
    flag(article)
    with pytest.raises(ReviewIncompleteError, match="were changed while you read"):
        finish(article, editor, content_hash=seen, **YES)
    assert finish(article, editor, content_hash=hash_of(article), **YES)


def test_a_decision_carries_over_as_long_as_its_sentence_stands(editor: Any) -> None:
    article = factories.draft()
    [finding] = flag(article, WORK, words="June")
    decide(article, finding, "It does.", editor)
    rewrite(article, PAYS, "The state pays all of it.")
    flag(article, WORK, words="June")
    assert not remaining(article, editor).undecided
    rewrite(article, WORK, "Work begins in July.")
    flag(article, "Work begins in July.", words="July")
    assert [left.words for left in remaining(article, editor).undecided] == ["July"]


def test_a_decision_names_a_finding_that_stands_and_a_reason(editor: Any) -> None:
    article = factories.draft()
    [finding] = flag(article, WORK, words="June")
    for reason in ("", "  \n"):
        with pytest.raises(NotReviewedError, match="Say why"):
            decide(article, finding, reason, editor)
    with pytest.raises(NotReviewedError, match="are enough"):
        decide(article, finding, "x" * 1001, editor)
    for gone in ((hash_text(PAYS), "Numbers", "June"), (hash_text(WORK), "Dates", "June"), ("", "", "")):
        with pytest.raises(NotReviewedError, match="no longer find this"):
            decide(article, gone, "So be it.", editor)
    decide(article, (hash_text(WORK), "Numbers", "June"), "First.", editor)
    decide(article, finding, "Second.", editor)
    assert Decision.objects.get().reason == "First.", "what is on record stands"


def test_what_a_reviewer_put_on_record_is_not_changed_by_anybody(editor: Any) -> None:
    article = factories.draft()
    [finding] = flag(article, WORK)
    open_source(article, document(article), editor)
    decide(article, finding, "It does.", editor)
    finish(article, editor, **YES)
    for model, change in (
        (Decision, {"reason": "No."}),
        (Opening, {"article": factories.draft()}),
        (Review, {"content_hash": ""}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)


def test_the_version_says_who_reviewed_what_and_a_changed_text_says_nothing(editor: Any) -> None:
    article = factories.draft()
    [finding] = flag(article, WORK, words="June")
    open_source(article, document(article), editor)
    decide(article, finding, "It does.", editor)
    finish(article, editor, **YES)
    version, _ = publish(article, by=editor, override=DESPITE)
    assert version.reviewed_by == editor
    assert [made["reason"] for made in version.review["decisions"]] == ["It does."]
    assert [made["sha256"] for made in version.review["opened"]] == [document(article).sha256]
    rewrite(article, "nine more calls", "ten more calls")
    later, _ = publish(article, by=editor, override=DESPITE)
    assert (later.reviewed_by, later.review) == (None, {})


def test_that_nobody_reviewed_a_text_is_not_recalled_once_somebody_has(editor: Any) -> None:
    article = factories.draft()
    nobody = Finding("Review", Severity.RED, "Not reviewed.", "Review it.")
    other = Finding("Sources", Severity.AMBER, "One is thin.", "Add one.")
    assert recalled(article, hash_of(article)) is None
    stored = [nobody.as_json(), other.as_json()]
    GateRun.objects.create(article=article, content_hash=hash_of(article), findings=stored)
    assert recalled(article, hash_of(article)) == [nobody, other]
    Review.objects.create(article=article, content_hash=hash_of(article), by=editor, **YES)
    assert recalled(article, hash_of(article)) == [other]


# What a sentence rests on.


def proposed(article: Article, sentence: str = WORK, quote: str = WORK) -> Backing:
    text = document(article)
    start = text.text.index(quote)
    values = {"document": text, "start": start, "end": start + len(quote), "quote": quote}
    return Backing.objects.create(article=article, sentence_hash=hash_text(sentence), score=0.9, **values)


def sentences(article: Article) -> list[str]:
    body = lay_out_body(article.body)
    return [body.text[s.start : s.end] for s in body.sentences]


def test_an_accepted_passage_goes_out_with_the_name_of_who_accepted_it(editor: Any) -> None:
    article = factories.draft()
    backing = proposed(article)
    assert accept(article, backing, editor)
    assert not accept(article, backing, editor), "twice is once"
    publish(article, by=editor, override=DESPITE)
    evidence = Evidence.objects.get()
    assert (evidence.sentence.text, evidence.state, evidence.by) == (WORK, "accepted", editor)


def test_a_rejected_passage_does_not_go_out_and_is_not_proposed_again(editor: Any) -> None:
    article = factories.draft()
    again = proposals_for_draft(article, sentences(article), [document(article)])
    Backing.objects.bulk_create(again)
    assert again, "the source carries a sentence, so there is something to reject"
    for backing in Backing.objects.all():
        reject(article, backing, editor)
    renewed = proposals_for_draft(article, sentences(article), [document(article)])
    Backing.objects.bulk_create(renewed, ignore_conflicts=True)
    assert set(Backing.objects.values_list("state", flat=True)) == {"rejected"}
    publish(article, by=editor, override=DESPITE)
    assert not Evidence.objects.exists()


def test_a_passage_of_another_article_is_out_of_reach(editor: Any) -> None:
    mine, other = factories.draft(), factories.draft()
    backing = proposed(other)
    assert not accept(mine, backing, editor)
    backing.refresh_from_db()
    assert backing.state == "proposed"


def test_an_editor_puts_a_passage_and_the_code_holds_it_to_the_text(editor: Any) -> None:
    article = factories.draft()
    text = document(article)
    start, end = find_passage(text.text, "voted to deepen the channel")
    put(article, hash_text(PAYS), text, start, end, by=editor)
    backing = put(article, hash_text(PAYS), text, start, end, by=editor)
    assert Backing.objects.get() == backing
    assert (backing.quote, backing.state, backing.by) == ("voted to deepen the channel", "accepted", editor)
    for hash_, where, span in (
        (hash_text("Not in the text."), text, (0, 5)),
        (hash_text(PAYS), document(factories.draft()), (0, 5)),
        (hash_text(PAYS), text, (0, len(text.text) + 1)),
        (hash_text(PAYS), text, (5, 5)),
    ):
        with pytest.raises(NotBackedError):
            put(article, hash_, where, *span, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Backing.objects.filter(pk=backing.pk).update(quote="voted to fill the channel")


def test_putting_what_was_rejected_takes_it_back(editor: Any) -> None:
    article = factories.draft()
    backing = proposed(article)
    reject(article, backing, editor)
    assert put(article, hash_text(WORK), backing.document, backing.start, backing.end, by=editor).state == "accepted"


# Finding what was pasted.

SOURCE = (
    "서울 - The minister said: “We shall not… yield to anyone,” and left.\n\nLater — much later — he’d "
    "yield after all.  Two   spaces\nand a line. 中国国家主席习近平致电祝贺。 😀 The end, the end."
)


@pytest.mark.parametrize(
    ("pasted", "quote"),
    [
        ("The minister said:", "The minister said:"),
        ('"We shall not... yield to anyone,"', "“We shall not… yield to anyone,”"),
        ("“The minister said:”", "The minister said:"),
        ("Later - much later – he'd\nyield", "Later — much later — he’d yield"),
        ("two spaces and a   line", "Two   spaces\nand a line"),
        ("the minister […] and left", "The minister said: “We shall not… yield to anyone,” and left"),
        ("习近平致电祝贺", "习近平致电祝贺"),
        ("😀 the end, the end.", "😀 The end, the end."),
        ("서울", "서울"),
    ],
)
def test_a_pasted_passage_is_found_though_marks_and_spaces_differ(pasted: str, quote: str) -> None:
    start, end = find_passage(SOURCE, pasted)
    assert SOURCE[start:end] == quote


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("   ", "Paste the passage"),
        ("…", "do not stand"),
        ("the end", "2 times"),
        ("The minister denied it", "do not stand"),
        (
            "The minister said: “We will not yield",
            "agrees up to “The minister said: “We” and goes on “shall not… yield",
        ),
        ("later [...] 😀 [...] the minister", "do not stand"),
        ("x" * 2001, "2,001 characters"),
    ],
)
def test_what_is_not_found_once_says_what_to_do(pasted: str, says: str) -> None:
    with pytest.raises(PassageError) as refused:
        find_passage(SOURCE, pasted)
    assert says in str(refused.value)


def test_an_ellipsis_does_not_reach_across_the_whole_source() -> None:
    far = f"It began here. {'word ' * 400} It ended there."
    with pytest.raises(PassageError):
        find_passage(far, "It began here … It ended there")


def test_hostile_text_is_searched_in_time() -> None:
    begun = time.monotonic()
    for text, pasted in (
        ("a " * 100_000, "a " * 900 + "b"),
        ("a" + " " * 200_000, "a b … c"),
        ("“" * 100_000, "“ " * 500),
        ("a " * 100_000, "a … b … c"),
    ):
        with pytest.raises(PassageError):
            find_passage(text, pasted)
    assert time.monotonic() - begun < 5

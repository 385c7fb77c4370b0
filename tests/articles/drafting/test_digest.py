"""The digest: the sources' own sentences, each with who says it, and nothing that no source says."""

import pytest

from articles import gate
from articles.body import lay_out_body
from articles.citing import Cited, cite
from articles.drafting.asking import ask_for_draft, latest_run
from articles.drafting.digest import NothingToDraftError, digest
from articles.drafting.runs import draft_of
from articles.drafting.statements import material_for, short_title
from articles.gate import Severity
from articles.gate.quotations import quotations
from articles.gate.verbatim import Wording
from articles.models import AiRole, Article, Backing, GenerationRun
from articles.models.source import hash_text
from articles.publishing import NotPublishedError, publish
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.drafting.seeds import SUBJECTS, bare

pytestmark = pytest.mark.django_db(transaction=True)


def drafted(article: Article, by=None) -> Article:
    assert ask_for_draft(article, by)
    work_off()
    article.refresh_from_db()
    return article


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_sentence_quotes_a_source_word_for_word_and_rests_on_that_span(subject, editor):
    article = drafted(bare(subject), editor)
    texts = [Wording(document.text) for document in material_for(article).documents]
    body = lay_out_body(article.body)
    assert len(body.sentences) >= (1 if subject == "one" else 6) and len(body.headings) >= 1
    for span in body.sentences:
        sentence = body.text[span.start : span.end]
        [quotation] = quotations(sentence)
        assert any(text.find(quotation.parts) for text in texts), quotation.text
        rows = Backing.objects.filter(article=article, sentence_hash=hash_text(sentence))
        rows = [row for row in rows if row.score == 1]
        assert rows and all(row.document.text[row.start : row.end] == row.quote for row in rows)
        words = "".join(c for c in quotation.text if c.isalnum())
        assert "".join(c for row in rows for c in row.quote if c.isalnum()).find(words) >= 0


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_gate_finds_nothing_red_but_the_missing_review(subject, editor):
    article = drafted(bare(subject), editor)
    red = [found for found in gate.run_on(article) if found.severity == Severity.RED]
    assert [found.check for found in red] == ["Review"], red
    with pytest.raises(NotPublishedError, match="Not reviewed"):
        publish(article, by=editor)


def test_it_is_called_a_digest_and_marked_as_generated(editor):
    article = drafted(bare("treaties"), editor)
    assert article.headline.endswith(": a digest of what the sources say")
    assert "A program chose the sentences" in article.dek
    assert (article.ai_headline, article.ai_dek, article.ai_body) == (AiRole.GENERATED,) * 3
    assert (article.ai_provider, article.ai_model) == ("extractive", "digest, 1")
    run = latest_run(article)
    assert (run.provider, run.asked_by, run.cost) == ("extractive", editor, 0)
    assert [one["sha256"] for one in run.inputs[:3]] == [d.sha256 for d in material_for(article).documents]


def test_a_report_of_two_papers_stands_once_with_both_names():
    article = factories.draft("Working title", body="", source=False, dek="")
    same = "The harbour board of Port Ellery voted on Monday to deepen the main channel by two metres."
    near = "The harbour board of Port Ellery voted on Monday to deepen the channel by two metres."
    extra = "Work on the dredging begins in June and is to be finished by the end of April. "
    cite(article, Cited("Harbour Gazette", "Board votes", "https://a.example/1", text=f"{same} {extra}"), 1)
    cite(
        article,
        Cited(
            "Evening Post",
            "Channel to be deepened",
            "https://b.example/1",
            text=f"{near} The state pays half of the forty million crowns that the work costs.",
        ),
        2,
    )
    draft = digest(material_for(article))
    [both] = [one for one in draft.sentences if "main channel" in one.text or "the channel" in one.text]
    assert "Harbour Gazette" in both.text and "Evening Post" in both.text and "nearly the same words" in both.text
    assert len({rest.document for rest in both.rests}) == 2
    assert sum("Port Ellery" in one.text for one in draft.sentences) == 1


def test_no_character_of_a_source_becomes_markup():
    article = factories.draft("Working title", body="", source=False, dek="")
    text = (
        "The *minister* of [trade](https://evil.example) told <b>parliament</b> on Tuesday that `tariffs` would &lt;rise&gt; in May. "
        "A second _reading_ of the #bill is planned for the autumn | as the ~~speaker~~ of the house said on Friday."
    )
    cite(article, Cited("Gazette *and* <i>Post</i>", "Tariffs", "https://a.example/1", text=text), 1)
    drafted(article)
    body = lay_out_body(article.body)
    assert "<b>" not in body.html and "<a " not in body.html and "<i>" not in body.html
    assert "The *minister* of [trade](https://evil.example) told <b>parliament</b>" in body.text
    assert "&lt;rise&gt;" in body.text


def test_a_quotation_inside_a_sentence_keeps_its_words():
    article = factories.draft("Working title", body="", source=False, dek="")
    text = 'The chair of the board, Ana Ruiz, said on Monday that the vote was "a good day for the whole port" and its workers.'
    cite(article, Cited("Gazette", "Vote", "https://a.example/1", text=text), 1)
    [one] = digest(material_for(article)).sentences
    assert "‘a good day for the whole port’" in one.text
    drafted(article)
    assert not [f for f in gate.run_on(article) if f.severity == Severity.RED and f.check != "Review"]


def test_sources_without_a_whole_sentence_are_named_as_the_reason():
    article = factories.draft("Working title", body="", source=False)
    with pytest.raises(NothingToDraftError, match="No linked source has a text"):
        ask_for_draft(article, None)
    cite(article, Cited("Gazette", "Headlines", "https://a.example/1", text="Board votes\n\nWeather\n\nSport"), 1)
    assert ask_for_draft(article, None)
    work_off()
    job = Job.objects.get(kind="draft")
    assert job.state == State.NEEDS_REVIEW and "no whole sentences" in job.last_error
    article.refresh_from_db()
    assert article.body == "" and not GenerationRun.objects.exists()


def test_asking_twice_makes_one_run():
    article = bare("one")
    assert ask_for_draft(article, None)
    assert not ask_for_draft(article, None)
    work_off()
    assert not ask_for_draft(article, None)
    work_off()
    assert GenerationRun.objects.count() == 1


def test_a_source_that_was_read_anew_makes_another_draft():
    article = bare("one")
    drafted(article)
    source = article.sources.get()
    cite(
        article,
        Cited(
            source.publisher,
            source.title,
            source.url,
            text="The second edition of the book says that the age came to an end in August 1914.",
        ),
        1,
        article.citation_set.get(),
    )
    drafted(article)
    assert "second edition" in article.body
    assert GenerationRun.objects.count() == 2


def test_sources_changed_after_asking_end_the_job_and_asking_again_works():
    article = bare("one")
    ask_for_draft(article, None)
    citation = article.citation_set.get()
    text = citation.source.documents.get().text
    article.citation_set.all().delete()
    work_off()
    assert Job.objects.get(kind="draft").state == State.SUPERSEDED
    cite(article, Cited(citation.source.publisher, citation.source.title, citation.source.url, text=text), 1)
    drafted(article)
    assert article.body


def test_an_editors_text_is_never_overwritten(editor):
    article = bare("treaties")
    ask_for_draft(article, editor)
    Article.objects.filter(pk=article.pk).update(body="Mine.", headline="Mine", revision=article.revision + 1)
    work_off()
    article.refresh_from_db()
    assert (article.headline, article.body, article.ai_body) == ("Mine", "Mine.", AiRole.NONE)
    job = Job.objects.get(kind="draft")
    assert job.state == State.NEEDS_REVIEW and "changed while" in job.last_error
    assert draft_of(latest_run(article)).markdown


def test_a_text_that_stood_there_when_asked_is_not_overwritten_either(editor):
    article = bare("treaties")
    Article.objects.filter(pk=article.pk).update(body="Mine from before.")
    ask_for_draft(article, editor)
    work_off()
    article.refresh_from_db()
    assert article.body == "Mine from before."
    assert "has a text already" in Job.objects.get(kind="draft").last_error


def test_titles_lose_volume_date_and_part():
    assert (
        short_title("On the Economy of Machinery and Manufactures (1832): Chapter 14, sections 172 to 175")
        == "On the Economy of Machinery and Manufactures"
    )
    assert short_title("The Federalist, No. 51") == "The Federalist"
    assert short_title("“Peace”: Article 5") == "Peace"


def test_a_hundred_long_sources_are_digested_in_bounded_time():
    import time

    article = factories.draft("Working title", body="", source=False)
    sentence = (
        "The {0} report of the harbour board says that channel {1} will be deepened by the crew of ship {2} in June. "
    )
    for number in range(20):
        text = "".join(sentence.format(number, place, place * 7 % 31) for place in range(400))
        cite(article, Cited(f"Paper {number}", "Report", f"https://a.example/{number}", text=text), number)
    started = time.monotonic()
    draft = digest(material_for(article))
    assert time.monotonic() - started < 30
    assert len(list(draft.sentences)) <= 18

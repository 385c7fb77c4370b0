"""Publishing freezes a text, and nothing goes out by another way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles.models import Article, ArticleVersion, Evidence, Sentence, SourceDocument, State
from articles.publishing import NotPublishedError, publish, withhold
from newsroom.outbox.models import Job
from tests import factories

pytestmark = pytest.mark.django_db


def test_publishing_freezes_the_text_and_splits_it_into_sentences() -> None:
    article = factories.published()
    version = article.live
    assert version and version.number == 1
    sentences = list(version.sentences.all())
    assert [s.number for s in sentences] == list(range(1, 9))
    assert sentences[0].text == "The harbour board met on Monday and voted to deepen the channel by two metres."
    assert all(version.text[s.start : s.end] == s.text for s in sentences)


def test_version_sentences_and_jobs_come_together() -> None:
    article = factories.published()
    assert set(Job.objects.values_list("kind", flat=True)) == {"summary", "neighbours", "evidence"}
    assert {job.subject for job in Job.objects.all()} == {f"article:{article.pk}"}


def test_publishing_the_same_text_again_changes_nothing() -> None:
    article = factories.published()
    version, fresh = publish(article, by=None)
    assert (version, fresh) == (article.live, False)
    assert ArticleVersion.objects.count() == 1
    assert Job.objects.count() == 3


def test_a_changed_text_becomes_a_second_version_and_the_first_stays_as_it_was() -> None:
    article = factories.published()
    first = article.live
    Article.objects.filter(pk=article.pk).update(body="One sentence only.")
    version, fresh = publish(article, by=None)
    assert fresh and version.number == 2
    assert first
    first.refresh_from_db()
    assert "harbour board" in first.text


@pytest.mark.parametrize(
    "change", ["UPDATE articles_articleversion SET headline = 'x'", "DELETE FROM articles_sentence"]
)
def test_the_database_refuses_to_change_what_was_published(change: str) -> None:
    factories.published()
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_refuses_a_sentence_that_is_not_in_its_text() -> None:
    version = factories.published().live
    with pytest.raises(DatabaseError, match="not the text given"), transaction.atomic():
        Sentence.objects.create(version=version, number=99, paragraph=1, start=0, end=5, text="Nope.")


def test_the_database_refuses_a_version_with_a_red_finding_and_no_reason() -> None:
    version = factories.published().live
    assert version
    version.pk, version.number, version.findings = None, 2, [{"severity": "amber"}, {"severity": "red"}]
    with pytest.raises(DatabaseError, match="version_red_only_with_reason"), transaction.atomic():
        version.save(force_insert=True)
    version.override_reason = "The minister confirmed it by telephone."
    version.save(force_insert=True)


@pytest.mark.parametrize("body", ["", "## Only a heading", "   \n\n  "])
def test_an_article_without_a_sentence_is_not_published_and_the_desk_is_told_why(body: str) -> None:
    article = factories.draft(body=body)
    with pytest.raises(NotPublishedError, match="no sentence yet"):
        publish(article, by=None)
    article.refresh_from_db()
    assert (article.state, article.live) == (State.DRAFT, None)


def test_a_machine_written_body_without_sources_needs_a_reason_that_readers_see() -> None:
    article = factories.draft(source=False, ai_body="generated")
    with pytest.raises(NotPublishedError, match="No source is linked"):
        publish(article, by=None)
    version, _ = publish(article, by=None, override="Sent to us as it is")
    assert version.override_reason == "Sent to us as it is"
    assert version.findings[0]["severity"] == "red"


def test_a_human_body_without_sources_goes_out_with_a_warning_on_record() -> None:
    article = factories.published(source=False)
    assert article.live and article.live.findings[0]["severity"] == "amber"


def test_a_reason_is_not_recorded_where_nothing_was_overridden() -> None:
    article = factories.published(override="just in case")
    assert article.live and article.live.override_reason == ""


def test_a_picture_without_a_description_stops_publication() -> None:
    from articles.pictures import take_in

    article = factories.draft(hero=take_in(factories.picture()))
    with pytest.raises(NotPublishedError, match="no description"):
        publish(article, by=None)


def test_a_withheld_article_is_gone_for_readers_and_kept_for_the_desk() -> None:
    article = factories.published()
    assert withhold(article)
    assert not withhold(article)
    assert not Article.objects.published().exists()
    assert ArticleVersion.objects.count() == 1


def test_an_embargoed_article_is_seen_from_its_time_on_and_not_before() -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    factories.published(at=at)
    assert not Article.objects.published(at=at - timedelta(microseconds=1)).exists()
    assert Article.objects.published(at=at).exists()
    assert not Article.objects.published().exists()


def test_an_embargo_holds_and_one_that_has_passed_does_not_date_the_article_back() -> None:
    now = timezone.now()
    ahead = factories.published(publish_at=now + timedelta(days=1))
    passed = factories.published(publish_at=now - timedelta(days=1))
    assert ahead.published_at == ahead.publish_at
    assert passed.published_at and passed.published_at >= now
    assert list(Article.objects.published()) == [passed]


def test_the_database_refuses_evidence_that_is_not_in_its_source_and_a_changed_source_text() -> None:
    version = factories.published().live
    assert version
    document, sentence = version.cited.get().document, version.sentences.first()
    assert document
    assert sentence
    quote = "voted to deepen the channel"
    start = document.text.index(quote)
    span = {"sentence": sentence, "document": document, "start": start, "end": start + len(quote)}
    with pytest.raises(DatabaseError, match="not the text given"), transaction.atomic():
        Evidence.objects.create(**span, quote="voted to close the channel")
    Evidence.objects.create(**span, quote=quote)
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        SourceDocument.objects.update(text="Something else.")

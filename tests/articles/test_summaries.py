"""Key points are the article's own words, shown as soon as that is verified, and never beside another text."""

import pytest
from django.db import DatabaseError, transaction

from articles.models import Article, KeyPoint, Summary
from articles.publishing import publish
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_worker_writes_three_to_five_points_each_letter_by_letter_from_the_article() -> None:
    article = factories.published()
    work_off()
    version = article.live
    assert version
    points = list(KeyPoint.objects.filter(summary__version=version).exclude(position=KeyPoint.DEK))
    assert 3 <= len(points) <= 5
    for point in points:
        assert version.text[point.start : point.end] == point.text
        assert point.text in point.sentence.text


def test_points_are_on_the_page_with_their_label_and_lead_to_their_sentence(client: object) -> None:
    article = factories.published()
    assert "key-points" not in page(client, article)
    work_off()
    html = page(client, article)
    assert "AI-selected from this article, not reviewed" in html
    number = KeyPoint.objects.exclude(position=KeyPoint.DEK).first().sentence.number
    assert f'href="#s-{number}"' in html


def test_an_article_without_a_dek_gets_one_of_its_own_sentences_and_says_so(client: object) -> None:
    article = factories.published(dek="")
    work_off()
    dek = KeyPoint.objects.get(position=KeyPoint.DEK)
    html = page(client, article)
    assert f'<p class="dek dek--lead">{dek.text}</p>' in html
    assert 'id="ai-label">AI-generated dek, not reviewed' in html


def test_running_a_job_twice_makes_one_summary() -> None:
    factories.published()
    work_off()
    job = Job.objects.get(kind="summary")
    Job.objects.create(kind="summary", key="again", payload=job.payload)
    work_off()
    assert Summary.objects.count() == 1
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


def test_a_summary_of_an_older_text_is_never_made_or_shown(client: object) -> None:
    article = factories.published()
    Article.objects.filter(pk=article.pk).update(body="A wholly new text stands here now. It has two sentences.")
    publish(article, by=None)
    work_off()
    assert Job.objects.filter(kind="summary").order_by("id").first().state == State.SUPERSEDED
    assert "harbour board met" not in page(client, article)


def test_the_database_refuses_a_point_that_is_not_in_the_article() -> None:
    factories.published()
    work_off()
    point = KeyPoint.objects.exclude(position=KeyPoint.DEK).first()
    with pytest.raises(DatabaseError, match="not the text given"), transaction.atomic():
        KeyPoint.objects.filter(pk=point.pk).update(text="The board denied everything.")


def page(client: object, article: Article) -> str:
    """The article as an anonymous reader gets it."""
    return client.get(article.get_absolute_url()).content.decode()

"""A page shows all that is known of its article, whichever job was last."""

import threading

import pytest
from django.db import connection, transaction

from articles.laying_out import lay_out
from articles.models import Page
from articles.summaries.summarize import summarize
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_a_job_that_lays_out_at_the_same_time_does_not_undo_the_key_points() -> None:
    article = factories.published()
    assert article.live
    laid_out, go_on = threading.Event(), threading.Event()

    def write_key_points() -> None:
        assert article.live
        with transaction.atomic():
            summarize(article.live).save()
            laid_out.set()
            go_on.wait(5)
        connection.close()

    def lay_out_for_another_reason() -> None:
        lay_out(article)
        connection.close()

    first = threading.Thread(target=write_key_points)
    first.start()
    assert laid_out.wait(5)
    second = threading.Thread(target=lay_out_for_another_reason)
    second.start()
    second.join(0.5)
    assert second.is_alive(), "it waits for the one that was first"
    go_on.set()
    first.join()
    second.join()
    assert Page.objects.get().points

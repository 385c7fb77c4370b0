"""summarize: what lacks key points gets them, the command sees it through, and says so when it could not."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Summary
from articles.reconciling import evidence, neighbours, summaries
from articles.summaries.approving import approve
from newsroom.outbox.models import Job, Lane, State
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.test_written_summaries import GOOD, points_on, stub  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def summarize(*words: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("summarize", *words, stdout=out)
    return out.getvalue()


def test_what_lacks_key_points_gets_them_without_any_worker() -> None:
    articles = [factories.published() for _ in range(3)]
    assert "3 of 3" in summarize()
    assert Summary.objects.filter(version__in=[article.live_id for article in articles]).count() == 3
    assert "0 of 0" in summarize(), "nothing lacks them now"


def test_one_article_is_named_by_its_slug() -> None:
    factories.published()
    article = factories.published()
    assert "1 of 1" in summarize("--article", article.slug)
    assert Summary.objects.filter(version=article.live).exists()


def test_a_slug_that_readers_do_not_see_is_named() -> None:
    draft = factories.draft()
    with pytest.raises(CommandError, match=f"/articles/{draft.slug}/: check the slug"):
        summarize("--article", draft.slug)


def test_all_makes_key_points_anew_by_the_method_of_today() -> None:
    factories.published()
    summarize()
    summary = Summary.objects.get()
    kept = [point.text for point in summary.points.all()]
    summary.points.filter(position=1).delete()
    assert "1 of 1" in summarize("--all")
    assert [point.text for point in Summary.objects.get().points.all()] == kept


def test_another_provider_rewrites_nothing_unless_it_is_told_to(stub: Any, settings: Any) -> None:  # noqa: F811
    provider, settings.SUMMARY_PROVIDER = settings.SUMMARY_PROVIDER, "extractive"
    factories.published()
    summarize()
    settings.SUMMARY_PROVIDER = provider
    assert "0 of 0" in summarize()
    said = summarize("--stale")
    assert "1 of 1" in said
    assert "Waiting for an editor: 1" in said
    assert stub.calls == 1
    assert "0 of 0" in summarize("--all"), "what waits for an editor is not paid again"
    assert stub.calls == 1


def test_all_pays_for_no_text_twice(stub: Any, editor: Any, client: Any) -> None:  # noqa: F811
    article = factories.published()
    summarize()
    approve(Summary.objects.get(), editor)
    shown = points_on(client, article)
    assert "1 of 1" in summarize("--all")
    assert (stub.calls, points_on(client, article)) == (1, shown)


def test_a_failure_ends_in_one_line_with_its_reason_and_the_next_run_tries_again(stub: Any) -> None:  # noqa: F811
    stub.behave("auth")
    factories.published()
    with pytest.raises(CommandError, match=r"1 of 1 failed. The provider does not do this.*/admin/outbox/job/"):
        summarize()
    stub.behave("good", answer={"points": GOOD})
    assert "1 of 1" in summarize()


def test_a_spent_budget_is_not_waited_for(stub: Any, settings: Any) -> None:  # noqa: F811
    settings.SUMMARY_DAILY_BUDGET = "0.001"
    factories.published()
    with pytest.raises(CommandError, match=r"1 of 1 wait until .* UTC.*budget"):
        summarize()


def test_what_calls_a_provider_waits_in_a_lane_of_its_own(stub: Any, settings: Any) -> None:  # noqa: F811
    factories.published()
    assert Job.objects.get(kind="summary").lane == Lane.PROVIDER
    assert Job.objects.get(kind="neighbours").lane == Lane.DESK
    settings.SUMMARY_PROVIDER = "extractive"
    factories.published()
    assert Job.objects.filter(kind="summary").latest("pk").lane == Lane.DESK


# What nobody posted


def test_an_article_whose_jobs_were_lost_gets_them_once() -> None:
    article = factories.published()
    Job.objects.all().delete()
    assert (summaries(), neighbours(), evidence()) == (1, 1, 1)
    assert (summaries(), neighbours(), evidence()) == (0, 0, 0)
    work_off()
    assert Summary.objects.get().version == article.live
    assert (summaries(), neighbours(), evidence()) == (0, 0, 0)


def test_an_article_that_has_its_jobs_is_no_fault_whatever_became_of_them() -> None:
    factories.published()
    assert (summaries(), neighbours(), evidence()) == (0, 0, 0)
    Job.objects.update(
        state=State.RUNNING, lease_until="2100-01-01T00:00Z", token="7b1d7a6e-4f0b-4f43-9a85-1a0e7f8a5f10"
    )
    Job.objects.update(state=State.DEAD, lease_until=None, token=None)
    assert (summaries(), neighbours()) == (0, 0)


def test_drafts_and_withheld_articles_lack_nothing() -> None:
    factories.draft()
    article = factories.published()
    Job.objects.all().delete()
    type(article).objects.filter(pk=article.pk).update(state="withheld")
    assert (summaries(), neighbours(), evidence()) == (0, 0, 0)

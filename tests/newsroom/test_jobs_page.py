"""The jobs page: how the post stands, what failed and why, and a way to try again."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from newsroom.llm.clock import now
from newsroom.llm.models import Breaker, BudgetDay
from newsroom.outbox.models import Job, Lane, State
from newsroom.outbox.overview import overview
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "admin:outbox_job_changelist"


@pytest.fixture
def desk(client: Client, editor: Any) -> Client:
    """An editor who may see the jobs."""
    editor.user_permissions.add(Permission.objects.get(codename="view_job"))
    client.force_login(editor)
    return client


def shown(desk: Client, query: str = "") -> str:
    """The page."""
    answer = desk.get(f"{reverse(LIST)}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_is_due_and_how_long_the_oldest_has_waited() -> None:
    for seconds in (90, 20):
        Job.objects.create(kind="note", key=f"{seconds}", run_at=Now() - timedelta(seconds=seconds))
    Job.objects.create(kind="note", key="later", state=State.RETRY, run_at=Now() + timedelta(hours=1))
    Job.objects.create(kind="ask", key="a", lane=Lane.PROVIDER)
    desk, mail, fetch, provider = overview().lanes
    assert (desk.due, desk.later, desk.running) == (2, 1, 0)
    assert desk.waited and 89 < desk.waited < 100
    assert (mail.due, fetch.due, fetch.waited) == (0, 0, None)
    assert provider.due == 1


def test_it_says_what_the_day_has_cost_and_which_provider_rests(desk: Client, settings: Any) -> None:
    settings.SUMMARY_DAILY_BUDGET = "2.00"
    BudgetDay.objects.create(day=now().date(), spent=Decimal("0.50"), reserved=Decimal("0.10"))
    Breaker.objects.create(provider="openai", opened_at=now())
    html = shown(desk)
    assert "0.6000 spent of 2.0000 (30 %)" in html
    assert "Openai rests" in html


def test_a_failed_job_says_why_and_is_tried_again(desk: Client) -> None:
    job = Job.objects.create(kind="summary", key="a", state=State.DEAD, attempts=5, last_error="The provider is gone.")
    done = Job.objects.create(kind="summary", key="b", state=State.DONE)
    html = shown(desk)
    assert "1 failed" in html
    assert "The provider is gone." in html
    desk.post(reverse(LIST), {"action": "try_again", "_selected_action": [job.pk, done.pk]})
    job.refresh_from_db()
    done.refresh_from_db()
    assert (job.state, job.attempts, done.state) == (State.PENDING, 0, State.DONE)


def test_the_states_are_those_that_people_read(desk: Client) -> None:
    Job.objects.create(kind="neighbours", key="a", state=State.RETRY)
    Job.objects.create(kind="omega", key="b", state=State.NEEDS_REVIEW)
    html = shown(desk, "?state=queued")
    assert "Related Articles</" in html
    assert "omega</" not in html
    assert "omega</" in shown(desk, "?state=needs+review")


def test_a_job_leads_to_what_it_is_about(desk: Client) -> None:
    article = factories.draft()
    Job.objects.create(kind="gate", key="a", subject=f"article:{article.pk}")
    Job.objects.create(kind="gate", key="b", subject="nothing:1")
    html = shown(desk)
    assert reverse("admin:articles_article_change", args=[article.pk]) in html
    assert "nothing:1" in html


def test_nobody_edits_a_job(desk: Client) -> None:
    job = Job.objects.create(kind="gate", key="a", payload={"x": 1})
    address = reverse("admin:outbox_job_change", args=[job.pk])
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"state": "done"}).status_code == 403
    assert desk.get(reverse("admin:outbox_job_add")).status_code == 403
    assert desk.get(reverse("admin:outbox_job_delete", args=[job.pk])).status_code == 403


def test_who_may_not_see_jobs_sees_none(client: Client) -> None:
    client.force_login(factories.reader(is_staff=True))
    assert client.get(reverse(LIST)).status_code == 403

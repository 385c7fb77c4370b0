"""The front page says of its lead's key points what the article's page says: who chose or wrote them, and who let them stand."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Page
from articles.summaries.approving import approve
from newsroom.outbox.working import work_off
from tests import factories
from tests.articles.test_written_summaries import stub, written  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def said(client: Client, path: str) -> list[str]:
    """The words at the head of the key points."""
    page = client.get(path).content.decode()
    return re.findall(r'class="(?:hint|ai-label)"[^>]*>([^<]*from this article[^<]*)<', page)


def test_points_that_a_program_chose_are_called_selected(client: Client) -> None:
    article = factories.published()
    work_off()
    assert said(client, "/") == ["AI-selected from this article, not reviewed"]
    assert said(client, "/") == said(client, article.get_absolute_url())


def test_a_models_approved_points_name_the_model_and_who_approved_them(client: Client, stub: Any, editor: Any) -> None:  # noqa: F811
    summary = written()
    assert said(client, "/") == []
    approve(summary, editor)
    work_off()
    assert said(client, "/")[0].startswith("AI-generated from this article, approved by ")
    assert said(client, "/") == said(client, summary.version.article.get_absolute_url())


def test_points_without_words_on_their_origin_are_not_shown(client: Client) -> None:
    factories.published()
    work_off()
    assert "lead-points" in client.get("/").content.decode()
    Page.objects.update(points_label="")
    assert "lead-points" not in client.get("/").content.decode()

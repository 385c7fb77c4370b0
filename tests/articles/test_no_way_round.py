"""No path to readers goes round the gate: whatever publishes, an unsupported text stays a draft unless there is a reason."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from articles import seeding
from articles.models import Article, State
from articles.publishing import NotPublishedError, publish
from newsroom.outbox.reconciling import reconcile_all
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db


def unsupported() -> Article:
    """Machine-written, without a source, with a quotation that nobody can find."""
    body = 'The minister said on Monday: "We shall dig until the money is gone".'
    return factories.draft(body=body, source=False, slug="unsupported", ai_body="generated")


def by_verb(client: Client, folder: Path) -> None:
    with pytest.raises(NotPublishedError):
        publish(unsupported(), by=None)


def by_verb_with_a_blank_reason(client: Client, folder: Path) -> None:
    with pytest.raises(NotPublishedError):
        publish(unsupported(), by=None, override="  \n ")


def by_the_form(client: Client, folder: Path) -> None:
    from tests.articles.test_desk import article_form, change

    article = unsupported()
    client.force_login(factories.editor())
    client.post(change(article), article_form(client, change(article), _publish="Publish"))


def by_bulk_action(client: Client, folder: Path) -> None:
    article = unsupported()
    client.force_login(factories.editor())
    chosen = {"action": "publish_selected", "_selected_action": [article.pk]}
    client.post("/admin/articles/article/", chosen, follow=True)


def by_autosave(client: Client, folder: Path) -> None:
    article = unsupported()
    client.force_login(factories.editor())
    values = {"based_on": article.revision, "body": article.body, "state": "published", "_publish": "Publish"}
    client.post(f"/admin/articles/article/{article.pk}/autosave/", values)


def by_its_time_coming(client: Client, folder: Path) -> None:
    article = unsupported()
    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now() - timedelta(hours=1))
    reconcile_all()
    work_off()


def by_import(client: Client, folder: Path) -> None:
    article = unsupported()
    line = {
        "external_id": "x-1",
        "slug": "imported",
        "headline": article.headline,
        "body": article.body,
        "section": "world",
        "language": "en",
        "state": "published",
        "ai": {"body": "generated"},
        "sources": [],
    }
    file = folder / "articles.jsonl"
    file.write_text(json.dumps(line))
    call_command("import_articles", str(file), "--publish", stdout=StringIO(), stderr=StringIO())
    assert Article.objects.get(slug="imported").state == State.DRAFT


def by_seeds(client: Client, folder: Path) -> None:
    seeds = folder / "seeds"
    shutil.copytree(settings.BASE_DIR / "seeds", seeds)
    for path in (seeds / "articles").glob("*.md"):
        text = path.read_text()
        path.write_text("\n".join(line for line in text.splitlines() if not line.startswith("override:")))
    unsupported()
    with pytest.raises(NotPublishedError):
        list(seeding.load(seeds))


def by_a_state_of_its_own(client: Client, folder: Path) -> None:
    article = unsupported()
    with pytest.raises(DatabaseError, match="article_public_only_with_version"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(state=State.PUBLISHED, published_at=timezone.now())


PATHS = [by_verb, by_verb_with_a_blank_reason, by_the_form, by_bulk_action, by_autosave, by_its_time_coming, by_import,
         by_seeds, by_a_state_of_its_own]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_an_unsupported_text_stays_a_draft(
    path: Callable[[Client, Path], None], client: Client, tmp_path: Path
) -> None:
    path(client, tmp_path)
    assert not Article.objects.published().exists()
    client.logout()
    assert client.get("/articles/unsupported/").status_code == 404


def test_with_a_reason_it_is_out_and_the_reason_stands_in_the_public_history(client: Client, editor: object) -> None:
    article = unsupported()
    publish(article, by=editor, override="The minister's office confirmed the words by telephone.")  # type: ignore[arg-type]
    page = client.get("/articles/unsupported/versions/1/").content.decode()
    assert "confirmed the words by telephone" in page
    assert str(editor) in page

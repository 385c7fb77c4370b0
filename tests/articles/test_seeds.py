"""The seeds come in word for word, through the desk's own verbs, and loading them again changes nothing."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from articles.models import Article, ArticleVersion, Source, SourceDocument
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off

SEEDS = settings.BASE_DIR / "seeds"
STARTING = [
    "xis-congratulations-to-kim-more-than-diplomatic-courtesy",
    "xis-congratulations-to-kim-what-china-really-wants-from-north-korea",
]


def facts(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text().split("---\n")[1])


@pytest.mark.django_db
def test_the_seeds_are_what_was_promised(client: Client) -> None:
    call_command("loadseeds", stdout=StringIO())
    assert Article.objects.published().count() == len(list(SEEDS.glob("articles/*.md"))) >= 26
    assert set(Article.objects.values_list("section__slug", flat=True)) == {
        "world", "politics", "business", "technology", "science", "culture",
    }  # fmt: skip
    samples = ArticleVersion.objects.exclude(article__slug__in=STARTING)
    assert set(samples.values_list("notice", flat=True)) == {"Sample article"}
    assert all(len(v.cited.all()) or v.override_reason for v in ArticleVersion.objects.all())

    call_command("loadseeds", stdout=StringIO())
    assert ArticleVersion.objects.count() == Article.objects.count()

    assert work_off(1000) == Job.objects.count()
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    for slug in STARTING:
        page = client.get(f"/articles/{slug}/").content.decode()
        cards = page.split('id="related"')[1].split("</section>")[0]
        for other in facts(SEEDS / "articles" / f"{slug}.md")["related"]:
            dek = Article.objects.get(slug=other).dek
            assert dek.replace("'", "&#x27;") in cards
        assert cards.count("<article") == 4
    assert not ArticleVersion.objects.filter(reviewed_by__isnull=False).exists(), "no reviewer is invented"


@pytest.mark.usefixtures("seeds")
def test_the_starting_pages_keep_even_their_faults_and_get_no_invented_source() -> None:
    texts = [Article.objects.get(slug=slug).live for slug in STARTING]
    assert "A economically dependent but stable North Korea" in texts[1].text
    assert "Kim's reselection" in texts[1].text
    for version in texts:
        assert not version.cited.exists()
        assert version.override_reason == "Starting document, published word for word"
        assert version.article.published_at.isoformat() == "2026-02-24T09:14:00+00:00"
        assert version.article.date_note == "set by the desk: the pages carry no date"


@pytest.mark.usefixtures("seeds")
def test_no_source_text_is_an_articles_own_text() -> None:
    texts = set(ArticleVersion.objects.values_list("text", flat=True))
    documents = set(SourceDocument.objects.values_list("text", flat=True))
    assert Source.objects.exists()
    assert not texts & documents

"""provenance.json says what the page says, in a form that its published schema describes."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from articles.models import Article, ArticleVersion, Evidence, Review, SourceDocument
from articles.publishing import publish
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db
FILE = Path(settings.BASE_DIR) / "static" / "schemas" / "provenance.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text())


def provenance(client: Client, article: Article) -> dict[str, Any]:
    answer = client.get(f"{article.get_absolute_url()}provenance.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def faults(record: dict[str, Any]) -> list[str]:
    found = Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(record)
    return [f"{list(error.absolute_path)}: {error.message}" for error in found]


def test_every_seed_validates_and_each_quotation_is_its_source_letter_by_letter(client: Client, seeds: None) -> None:
    work_off()
    texts = dict(SourceDocument.objects.values_list("sha256", "text"))
    quoted = 0
    for article in Article.objects.published():
        record = provenance(client, article)
        assert not faults(record), article.slug
        assert [record["text"][s["start"] : s["end"]] for s in record["sentences"]] == [
            s["text"] for s in record["sentences"]
        ]
        for row in record["evidence"]:
            assert texts[row["document_sha256"]][row["start"] : row["end"]] == row["quote"]
            assert record["sources"][row["source"] - 1]["sha256"] == row["document_sha256"]
            quoted += 1
    assert quoted, "no article has evidence, so nothing was compared"


def test_a_faulty_record_does_not_validate(client: Client) -> None:
    record = provenance(client, factories.published(override="so"))
    assert not faults(record)
    for name in list(record):
        assert faults({key: value for key, value in record.items() if key != name}), name
    assert faults(record | {"more": 1})
    record["sentences"][0]["kind"] = "true"
    assert faults(record)


def test_every_field_of_the_schema_is_described() -> None:
    def bare(node: Any, path: str = "") -> list[str]:
        if not isinstance(node, dict):
            return []
        fields = {**node.get("properties", {}), **node.get("$defs", {})}
        found = [f"{path}/{name}" for name, field in fields.items() if not ({"description", "$ref"} & set(field))]
        inner = [*fields.items(), ("items", node.get("items"))]
        return found + [fault for name, field in inner for fault in bare(field, f"{path}/{name}")]

    Draft202012Validator.check_schema(SCHEMA)
    assert not bare(SCHEMA)


def test_the_record_names_its_schema_and_the_schema_is_served(client: Client) -> None:
    record = provenance(client, factories.published(override="so"))
    path = record["$schema"].removeprefix(settings.SITE_URL)
    assert json.loads((Path(settings.BASE_DIR) / path.lstrip("/")).read_text()) == SCHEMA


def test_anybodys_page_may_read_it(client: Client) -> None:
    answer = client.get(f"{factories.published(override='so').get_absolute_url()}provenance.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"


def test_it_says_who_accepted_what_a_program_proposed_and_who_overrode_the_gate(client: Client) -> None:
    ada = factories.editor("Ada")
    article = factories.published(
        override="Known to us", by=ada, source=True, ai_body="generated", body="Work begins in June. So be it."
    )
    document = article.live.cited.get().document
    start = document.text.index("Work begins")
    quote = document.text[start : start + 20]
    first, second = article.live.sentences.all()
    values = {"document": document, "start": start, "end": start + 20, "quote": quote}
    Evidence.objects.create(sentence=first, state="accepted", by=ada, **values)
    Evidence.objects.create(sentence=second, score=0.7, **values)
    record = provenance(client, article)
    assert not faults(record)
    said = [(row["sentence"], row["state"], row["by"], row["score"]) for row in record["evidence"]]
    assert said == [(1, "accepted", "Ada", None), (2, "proposed", None, 0.7)]
    if any(finding["severity"] == "red" for finding in record["findings"]):
        assert record["override"] == {
            "reason": "Known to us", "by": "Ada", "at": article.live.published_at.isoformat(),
        }  # fmt: skip
    assert record["disclosure"]["mode"] == "ai-generated"
    assert {run["part"] for run in record["runs"]} == {"body"}


def test_a_review_is_in_the_record_as_it_was_made(client: Client) -> None:
    from articles.freezing import hash_of

    ada = factories.editor("Ada")
    article = factories.draft()
    yes = {"accuracy": True, "sources": True, "could_reject": True}
    Review.objects.create(article=article, content_hash=hash_of(article), by=ada, **yes)
    publish(article, by=ada, override="so")
    record = provenance(client, article)
    assert not faults(record)
    assert record["review"]["by"] == record["disclosure"]["reviewed_by"] == "Ada"


def test_versions_are_listed_oldest_first_and_the_record_is_of_the_live_one(client: Client) -> None:
    article = factories.published(override="so", at=timezone.now() - timedelta(days=1))
    article.headline = "Another headline"
    article.save()
    publish(article, by=None, override="so")
    record = provenance(client, article)
    assert not faults(record)
    assert [version["number"] for version in record["versions"]] == [1, 2]
    assert (record["headline"], record["version"]["number"]) == ("Another headline", 2)
    hashes = list(ArticleVersion.objects.order_by("number").values_list("content_hash", flat=True))
    assert [version["content_hash"] for version in record["versions"]] == hashes

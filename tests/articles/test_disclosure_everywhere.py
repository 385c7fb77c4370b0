"""Whatever a reader or a machine opens, it says the same about who wrote an article; and nothing of a machine where people did."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from articles.disclosure import DISCLAIMER, disclose, disclose_all
from articles.models import Article, Pin
from articles.related.neighbours import relate
from newsroom.outbox.working import work_off
from tests import factories
from tests.rows import Rows, put_back, take

pytestmark = pytest.mark.django_db
ROLES = ("generated", "assisted", "none")
POINTS_LABEL = "AI-selected from this article, not reviewed"
LABELS = {"generated": "AI-generated", "assisted": "AI-assisted", "none": ""}
TERMS = {"generated": "trainedAlgorithmicMedia", "assisted": "compositeWithTrainedAlgorithmicMedia", "none": ""}
MODES = {"generated": "ai-generated", "assisted": "ai-assisted", "none": "none"}
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@dataclass
class Case:
    """An article and everything that the site says of it."""

    article: Article
    role: str
    points: bool
    client: Client
    folder: Path

    def page(self, path: str = "") -> str:
        answer = self.client.get(path or self.article.get_absolute_url())
        assert answer.status_code == 200, path
        return answer.content.decode()

    def card(self, path: str) -> str:
        """The label on the article's card in a list, in the words that stand there; empty where there is none."""
        cards = re.findall(r"<article.*?</article>", self.page(path), re.DOTALL)
        mine = [card for card in cards if f'href="{self.article.get_absolute_url()}"' in card]
        assert mine, f"{path} does not show the article"
        labels = {"".join(re.findall(r'class="badge[^"]*">([^<]*)<', card)) for card in mine}
        assert len(labels) == 1, path
        return labels.pop()

    def graph(self) -> list[dict[str, Any]]:
        data = self.page().split('application/ld+json">')[1].split("</script>")[0]
        graph: list[dict[str, Any]] = json.loads(data)["@graph"]
        return graph

    def feed_entry(self, kind: str) -> Any:
        feed = feedparser.parse(self.client.get(f"/feed.{kind}").content)
        assert not feed.bozo
        return next(entry for entry in feed.entries if entry.link == self.article.full_url())

    def feed_item(self) -> dict[str, Any]:
        items = json.loads(self.page("/feed.json"))["items"]
        return next(item for item in items if item["url"] == self.article.full_url())

    def exported(self, name: str) -> dict[str, Any]:
        file = self.folder / name
        call_command("export_articles", str(file), stdout=StringIO())
        text = file.read_text()
        rows = json.loads(text) if name.endswith(".json") else [json.loads(line) for line in text.splitlines()]
        return next(row for row in rows if row.get("slug", row.get("slugline")) == self.article.slug)


@pytest.fixture(params=[(role, points) for role in ROLES for points in (True, False)], ids=str)
def case(request: Any, client: Client, tmp_path: Path, db: None) -> Case:
    """An article between others, written by a machine, with one's help or by people, with and without key points."""
    role, points = request.param
    put_back(rows(role, points))
    article = Pin.objects.get().other
    return Case(article, role, points, client, tmp_path)


@cache
def rows(role: str, points: bool) -> Rows:
    """The articles of such a case, made once: its jobs take a second."""
    return take(lambda: make(role, points))


def make(role: str, points: bool) -> None:
    written = dict.fromkeys(("ai_headline", "ai_dek", "ai_body"), role)
    factories.published()
    article = factories.published(
        override="So that it is out", **written, ai_model="not recorded" if role != "none" else ""
    )
    other = factories.published()
    Pin.objects.create(article=other, other=article)
    if points:
        work_off()
    else:
        relate(article.live)


def test_every_list_says_the_same(case: Case) -> None:
    at = case.article.published_at
    assert at
    other = Pin.objects.get().article
    lists = ["/", "/sections/world/", f"/archive/{at:%Y/%m/%d}/", other.get_absolute_url(), "/search/?q=harbour"]
    assert {case.card(path) for path in lists} == {LABELS[case.role]}


def test_the_lead_says_the_same(case: Case) -> None:
    Article.objects.exclude(pk=case.article.pk).update(state="withheld")
    assert case.card("/") == LABELS[case.role]


def test_the_page_says_it_above_its_headline_and_at_its_end(case: Case) -> None:
    page = case.page()
    labels = re.findall(r'id="ai-label">([^<]*)', page)
    if case.role == "none":
        assert [label.strip() for label in labels] == ([POINTS_LABEL] if case.points else [])
    else:
        assert labels == [f"{LABELS[case.role]}, not reviewed. "]
        assert page.index('id="ai-label"') < page.index("<h1>")
    assert (POINTS_LABEL in page) == case.points
    assert page.count(DISCLAIMER) - page.split("</script>")[0].count(DISCLAIMER) <= 1
    machine = case.role != "none" or case.points
    assert ('id="ai-disclaimer"' in page) == machine
    assert (f'id="ai-disclaimer">{DISCLAIMER}<' in page) == machine


def test_the_three_feeds_say_the_same(case: Case) -> None:
    mark = f"[{LABELS[case.role]}] " if case.role != "none" else ""
    dek = case.article.dek
    rss, atom, item = case.feed_entry("rss"), case.feed_entry("atom"), case.feed_item()
    assert {unescape(rss.summary), unescape(atom.summary), item["content_text"]} == {f"{mark}{dek}"}
    terms = [{tag.term for tag in entry.tags if tag.scheme == IPTC} for entry in (rss, atom)]
    assert terms == [{TERMS[case.role]} - {""}] * 2
    assert rss.id == atom.id == item["id"]


def test_every_record_for_machines_says_the_same(case: Case) -> None:
    records = {
        "feed": case.feed_item()["_ai"],
        "export": case.exported("all.jsonl")["disclosure"],
        "computed": disclose_all([case.article.live])[case.article.live_id].as_json(),
    }
    assert records["feed"] == records["export"] == records["computed"]
    record = records["feed"]
    parts = {part: said["role"] for part, said in record["parts"].items()}
    assert parts == {
        **dict.fromkeys(("headline", "dek", "body"), case.role),
        "summary": "generated" if case.points else "none",
    }
    body = record["parts"]["body"]["digital_source_type"]
    assert body == (f"{IPTC}{TERMS[case.role]}" if case.role != "none" else None)
    assert record["label"] == (f"{LABELS[case.role]}, not reviewed" if case.role != "none" else None)
    assert record["summary"]["label"] == (POINTS_LABEL if case.points else None)
    assert record["reviewed_by"] is record["reviewed_at"] is None


def test_meta_share_card_and_structured_data_say_the_same(case: Case) -> None:
    page, node = case.page(), case.graph()[0]
    meta = re.findall(r'<meta name="ai-disclosure" content="([^"]*)"', page)
    assert meta == ["ai-assisted" if case.role == "none" and case.points else MODES[case.role]]
    shared = re.findall(r'property="og:description" content="([^"]*)"', page)[0]
    assert shared.startswith(f"[{LABELS[case.role]}] ") if case.role != "none" else not shared.startswith("[")
    term = TERMS[case.role]
    assert node.get("digitalSourceType", "") == (
        f"https://schema.org/{term[0].upper()}{term[1:]}DigitalSource" if term else ""
    )
    assert node.get("creditText", "") == (DISCLAIMER if case.role != "none" or case.points else "")
    parts = node.get("hasPart", [])
    selectors = [part["cssSelector"] for part in (parts if isinstance(parts, list) else [parts])]
    assert selectors == (["#key-points"] if case.points else [])


def test_provenance_says_the_same(case: Case) -> None:
    answer = case.client.get(f"{case.article.get_absolute_url()}provenance.json")
    said = json.loads(answer.content)["disclosure"]
    assert (said["label"] or "") == (f"{LABELS[case.role]}, not reviewed" if case.role != "none" else "")
    assert (said["disclaimer"] or "") == (DISCLAIMER if case.role != "none" or case.points else "")


def test_ninjs_says_the_same(case: Case) -> None:
    item = case.exported("all.json")
    term = TERMS[case.role]
    assert item.get("digitalSourceType", {}).get("uri", "") == (f"{IPTC}{term}" if term else "")
    machine = case.role != "none" or case.points
    assert item.get("usageTerms") == (DISCLAIMER if machine else None)
    assert bool(item.get("edNote")) == machine


def test_where_people_wrote_all_nothing_speaks_of_a_machine(client: Client, tmp_path: Path) -> None:
    article = factories.published()
    case = Case(article, "none", False, client, tmp_path)
    at = article.published_at
    paths = ["/", "/sections/world/", f"/archive/{at:%Y/%m/%d}/", "/feed.rss", "/feed.atom", article.get_absolute_url()]
    for path in paths:
        page = case.page(path)
        assert not re.search(r"AI-(generated|assisted|selected)|algorithmicMedia|AlgorithmicMedia", page), path
        assert DISCLAIMER not in page, path
    assert case.feed_item()["_ai"]["mode"] == "none"


@pytest.mark.parametrize(
    ("roles", "label", "mode"),
    [
        ({"ai_headline": "generated"}, "AI-generated headline", "ai-assisted"),
        ({"ai_dek": "assisted"}, "AI-assisted dek", "ai-assisted"),
        ({"ai_headline": "generated", "ai_dek": "generated"}, "AI-generated headline and dek", "ai-assisted"),
        (
            {"ai_headline": "generated", "ai_dek": "assisted"},
            "AI-generated headline and AI-assisted dek",
            "ai-assisted",
        ),
        ({"ai_body": "assisted", "ai_headline": "generated"}, "AI-assisted", "ai-assisted"),
        ({"ai_body": "generated"}, "AI-generated", "ai-generated"),
    ],
)
def test_the_body_names_the_whole_else_the_part_is_named(roles: dict[str, str], label: str, mode: str) -> None:
    version = factories.published(override="So that it is out", **roles).live
    assert version
    said = disclose(version, None)
    assert (said.short, said.mode) == (label, mode)
    assert said.label == f"{label}, not reviewed"
    assert said.mark("News.") == f"[{label}] News."


def test_a_dek_chosen_from_a_human_text_is_marked_and_the_text_is_not(client: Client, tmp_path: Path) -> None:
    article = factories.published(dek="")
    work_off()
    article.refresh_from_db()
    case = Case(article, "none", True, client, tmp_path)
    node = case.graph()[0]
    assert "digitalSourceType" not in node
    assert [part["cssSelector"] for part in node["hasPart"]] == [".dek--lead", "#key-points"]
    assert {part["digitalSourceType"] for part in node["hasPart"]} == {
        "https://schema.org/AlgorithmicMediaDigitalSource"
    }
    assert case.card("/sections/world/") == "AI-generated dek"


def test_points_in_a_models_own_words_are_called_so_and_name_who_let_them_stand() -> None:
    article = factories.published()
    work_off()
    version = article.live
    assert version
    summary = version.summaries.get()
    assert disclose(version, summary).points == POINTS_LABEL
    assert disclose(version, summary).as_json()["parts"]["summary"]["digital_source_type"] == f"{IPTC}algorithmicMedia"
    summary.points.update(wording="In other words.")
    summary.provider, summary.state, summary.approved_by = "example", "approved", factories.editor("ada")
    said = disclose(version, summary)
    assert said.points == "AI-generated from this article, approved by ada"
    assert said.as_json()["parts"]["summary"]["digital_source_type"] == f"{IPTC}trainedAlgorithmicMedia"


REVIEW = {"by": "Ada", "answers": {"accuracy": True, "sources": True, "could_reject": True}}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({}, True),
        ({"reviewed_by": None, "reviewed_at": None}, False),
        ({"review": {}}, False),
        ({"review": {"by": "Ada", "answers": {}}}, False),
        ({"review": {"by": "Ada", "answers": {**REVIEW["answers"], "sources": False}}}, False),
    ],
)
def test_a_reviewer_is_named_only_after_a_review_on_record(change: dict[str, Any], named: bool) -> None:
    version = factories.published(override="So that it is out", ai_body="generated").live
    assert version
    at = datetime.fromisoformat("2026-11-20T10:00:00+00:00")
    for name, value in {"reviewed_by": factories.editor("ada"), "reviewed_at": at, "review": REVIEW, **change}.items():
        setattr(version, name, value)
    said = disclose(version, None)
    assert said.label == f"AI-generated, {'reviewed by Ada' if named else 'not reviewed'}"
    assert said.as_json()["reviewed_by"] == ("Ada" if named else None)
    assert bool(said.as_json()["reviewed_at"]) == named


def structured(client: Client, make: Callable[[], Article]) -> list[dict[str, Any]]:
    article = make()
    return Case(article, "", False, client, Path()).graph()


def test_structured_data_has_what_search_engines_ask_for(client: Client) -> None:
    from articles.pictures import take_in

    hero = take_in(factories.picture())
    editor = factories.editor("jane")
    article = factories.draft(hero=hero, hero_alt="A grey field.")
    factories.desk(article)
    from articles.publishing import publish

    publish(article, by=editor)
    article.refresh_from_db()
    node, publisher, trail = Case(article, "", False, client, Path()).graph()
    assert node["@id"].startswith(node["url"])
    assert node["url"] == node["mainEntityOfPage"] == article.full_url()
    assert (
        re.search(r'rel="canonical" href="([^"]*)"', client.get(article.get_absolute_url()).content.decode())[1]
        == node["url"]
    )
    assert node["headline"] == article.headline
    assert node["image"] and all(address.startswith(settings.SITE_URL) for address in node["image"])
    for author in node["author"]:
        assert author["@type"] in {"Person", "Organization"} and author["name"] and author["url"]
        assert not author["name"].lower().startswith("by ")
    published, modified = (datetime.fromisoformat(node[name]) for name in ("datePublished", "dateModified"))
    assert published.tzinfo and modified >= published
    assert node["editor"] == {"@type": "Person", "name": "jane"}
    assert node["isAccessibleForFree"] is True
    assert node["publisher"]["@id"] == publisher["@id"]
    assert publisher["@type"] == "NewsMediaOrganization"
    steps = trail["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert all(step["name"] for step in steps) and all(step["item"] for step in steps[:-1])
    assert node["isBasedOn"][0]["url"] in node["citation"]


def test_nobody_is_invented(client: Client) -> None:
    node = structured(client, factories.published)[0]
    assert "editor" not in node
    assert node["author"][0]["@type"] == "Organization"
    assert node["author"][0]["url"] == f"{settings.SITE_URL}/"


def test_times_are_the_same_in_page_feeds_sitemaps_and_structured_data(client: Client, tmp_path: Path) -> None:
    from articles.publishing import publish

    article = factories.published()
    Article.objects.filter(pk=article.pk).update(headline="The channel will be deeper")
    publish(article, by=None)
    article.refresh_from_db()
    case = Case(article, "none", False, client, tmp_path)
    node, item, entry = case.graph()[0], case.feed_item(), case.feed_entry("atom")
    assert node["datePublished"] == item["date_published"]
    assert node["dateModified"] == item["date_modified"] > node["datePublished"]
    assert entry.updated[:19] == node["dateModified"][:19]
    assert f"<lastmod>{node['dateModified']}</lastmod>" in case.page("/sitemap.xml")
    assert f"<news:publication_date>{node['datePublished']}<" in case.page("/news-sitemap.xml")
    assert f'datetime="{node["datePublished"][:16]}Z"' in case.page()

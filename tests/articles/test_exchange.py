"""What is exported comes back as it was, and no file gets anything past the gate or breaks what is there."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.citing import Cited, cite
from articles.models import (
    Article,
    ArticleVersion,
    Backing,
    Contributor,
    Image,
    Pin,
    Section,
    SourceDocument,
    State,
    Story,
    StoryProposal,
)  # fmt: skip
from articles.pictures import take_in
from articles.publishing import publish, withhold
from articles.stories.finding import story_at
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db
LINE: dict[str, Any] = {
    "external_id": "harbour-1",
    "slug": "harbour-channel",
    "headline": "Harbour board votes to deepen the channel",
    "dek": "Two metres more.",
    "body": "The board voted to deepen the channel by two metres.\n\n## When\n\nWork begins in June.",
    "section": "world",
    "language": "en",
    "byline": ["Ada Berg", "Newsroom desk"],
    "published_at": "2026-02-24T09:14:00Z",
    "state": "published",
    "ai": {"body": "none", "summary": "none", "dek": "none"},
    "sources": [
        {
            "url": "https://example.org/minutes",
            "title": "Minutes",
            "publisher": "Harbour board",
            "text": "The Harbour board met. The board voted to deepen the channel by two metres. Work begins in June.",
        }
    ],
    "images": [],
}
BEES = "Beekeepers count their hives after a hard winter. Mites and cold took a third of the colonies."
Take = Callable[..., str]
ADDRESSES = ["begun", "begun-before", "merged", "merged-before"]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Imports lines (objects, or text as it is) and returns what the command says."""

    def run(*lines: Any, name: str = "in.jsonl", **options: Any) -> str:
        out = StringIO()
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        (tmp_path / name).write_bytes(text.encode(errors="surrogatepass"))
        call_command("import_articles", str(tmp_path / name), stdout=out, **options)
        return out.getvalue()

    return run


def export(folder: Path, name: str = "all.jsonl") -> Path:
    """Exports everything into a folder of its own."""
    folder.mkdir(exist_ok=True)
    call_command("export_articles", str(folder / name), stdout=StringIO())
    return folder / name


def empty() -> None:
    """A newsroom without articles, sections, sources, contributors, stories and jobs."""
    tables = "article, section, source, contributor, story, image"
    names = ", ".join(f"articles_{table}" for table in tables.split(", "))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {names}, outbox_job CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def of_every_kind() -> None:
    """Articles in every state and of every making, with all that a line can hold."""
    story = factories.story()
    hero = take_in(factories.picture())
    machine = factories.published(
        override="Sent to us as it is", ai_body="generated", ai_dek="assisted", ai_provider="Example", ai_model="m-1",
        story=story, angle="The ships", hero=hero, hero_alt="A grey field.", hero_caption="Grey.", hero_credit="Newsroom",
    )  # fmt: skip
    factories.desk(machine)
    document = SourceDocument.objects.get(source__citation__article=machine)
    Backing.objects.create(
        article=machine, sentence_hash="a" * 64, document=document, start=0, end=7, quote=document.text[:7],
        state=Backing.State.ACCEPTED,
    )  # fmt: skip
    human = factories.published(
        "한국어 제목 🗞 & <b>",
        "항만 위원회가 월요일에 모였다. 공사는 유월에 시작된다.",
        language="ko",
        notice="A notice",
        source=False,
        override="As it was sent",
    )
    cite(human, Cited("Own reporting", "An interview", note="Talked to the harbour master."), 1)
    Pin.objects.create(article=human, other=machine, position=1)
    edited = factories.published(story=story, external_id="elsewhere-7", date_note="set by the desk")
    Article.objects.filter(pk=edited.pk).update(body="Begun anew. Not out yet.", ai_body="assisted")
    apart, third = factories.published("Hives lost", BEES), factories.published("Hives counted", BEES)
    begun = Story.objects.create(slug="begun", name="Grouped", named_by="program", named_after=apart)
    Story.objects.filter(pk=begun.pk).update(former_slugs=["begun-before"])
    Story.objects.create(slug="merged", name="Merged", former_slugs=["merged-before"], merged_into=begun)
    Article.objects.filter(pk__in=[apart.pk, third.pk]).update(story=begun, grouped_into=begun)
    Article.objects.filter(pk=third.pk).update(angle_order=2)
    alone = factories.published("Taken out of a story by the desk", BEES)
    Article.objects.filter(pk=alone.pk).update(grouped_into=begun)
    Pin.objects.create(article=human, other=alone, excluded=True)
    StoryProposal.objects.create(article=apart, other=alone, state=StoryProposal.State.APART)
    factories.draft("Only begun", source=False, section=factories.section("science", "Science & Space"))
    withheld = factories.published()
    withhold(withheld)
    factories.published(publish_at="2030-01-01T00:00:00Z")


def held() -> list[Any]:
    """What the newsroom holds of each article, asked of the rows themselves, without their keys."""
    return [
        {
            **Article.objects.filter(pk=a.pk)
            .values(
                "uid", "slug", "state", "headline", "dek", "body", "language", "notice", "angle", "date_note", "hero_alt",
                "hero_caption", "hero_credit", "ai_headline", "ai_dek", "ai_body", "ai_provider", "ai_model", "publish_at",
                "published_at", "section__slug", "section__name", "story__slug", "story__name", "story__named_by",
                "story__named_after__uid", "grouped_into__slug", "angle_order", "hero__width",
            )
            .get(),
            "name": a.external_id or str(a.uid),
            "byline": list(a.contributors.order_by("byline__position").values_list("slug", "name", "kind")),
            "sources": list(
                a.sources.order_by("citation__position").values_list(
                    "kind", "url", "title", "publisher", "note", "published_on", "documents__text", "documents__extent",
                    "documents__fetched_at",
                )
            ),
            "live": a.is_public
            and ArticleVersion.objects.filter(pk=a.live_id)
            .values("headline", "dek", "text", "html", "ai_body", "override_reason", "byline", "hero_alt", "notice")
            .get(),
            "passages": list(a.backings.filter(state="accepted").values_list("sentence_hash", "start", "end", "quote")),
            "pinned": list(a.pins.values_list("other__slug", "excluded", "position")),
            "apart": list(a.story_proposals.filter(state="apart").values_list("other__slug")),
            "addresses": [slug for slug in ADDRESSES if a.story and story_at(slug) == a.story],
        }
        for a in Article.objects.order_by("pk")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["all.jsonl", "all.json"])
def test_a_round_trip_loses_nothing(tmp_path: Path, name: str) -> None:
    of_every_kind()
    work_off()
    before = export(tmp_path / "before")
    between, rows = export(tmp_path / "between", name), held()
    empty()
    call_command("import_articles", str(between), publish=True, stdout=StringIO())
    work_off()
    after = export(tmp_path / "after")
    assert before.read_bytes() == after.read_bytes()
    assert rows == held()
    assert Article.objects.count() == 9
    assert len(list((tmp_path / "after" / "all-images").iterdir())) == 1


@pytest.mark.parametrize("name", ["all.jsonl", "all.json"])
def test_taking_back_what_was_exported_changes_nothing(tmp_path: Path, name: str) -> None:
    of_every_kind()
    file = export(tmp_path / "out", name)
    models = (Article, ArticleVersion, SourceDocument, Image, Story, StoryProposal, Pin)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    out = StringIO()
    call_command("import_articles", str(file), publish=True, stdout=out)
    assert "0 new, 0 changed, 9 unchanged, 0 published, 0 stopped by the gate, 0 skipped." in out.getvalue()
    assert before == [list(model.objects.order_by("pk").values()) for model in models]


def test_a_story_in_a_file_is_the_one_that_its_address_leads_to_here(take: Take) -> None:
    here = Story.objects.create(slug="ships", name="The ships", former_slugs=["channel"])
    take({**LINE, "story": {"slug": "channel", "name": "As it was called", "named_by": "program"}})
    assert Article.objects.get().story == here
    assert Article.objects.get().is_filed_by_desk
    assert Story.objects.get().name == "The ships"


def test_a_new_story_takes_no_address_that_another_has(take: Take) -> None:
    Story.objects.create(slug="ships", name="The ships")
    take({**LINE, "story": {"slug": "channel", "name": "Channel", "former_slugs": ["ships", "pier"]}})
    assert Story.objects.get(slug="channel").former_slugs == ["pier"]


def test_what_the_desk_here_pinned_an_import_does_not_exclude(take: Take) -> None:
    take(LINE, {**LINE, "external_id": "harbour-2"})
    one, other = Article.objects.order_by("pk")
    Pin.objects.create(article=one, other=other, position=1)
    take({**LINE, "excluded": ["harbour-2", "unknown", "harbour-1"]})
    assert list(Pin.objects.values_list("other", "excluded")) == [(other.pk, False)]


def test_an_import_makes_drafts(take: Take) -> None:
    assert "1 new, 0 changed, 0 unchanged, 0 published" in take(LINE)
    article = Article.objects.get()
    assert (article.state, article.live, article.external_id) == (State.DRAFT, None, "harbour-1")
    assert (article.slug, article.section.slug, article.dek) == ("harbour-channel", "world", "Two metres more.")
    assert [person.name for person in article.contributors.order_by("byline__position")] == [
        "Ada Berg",
        "Newsroom desk",
    ]
    source = article.sources.get()
    assert (source.url, source.documents.get().text) == ("https://example.org/minutes", LINE["sources"][0]["text"])
    assert not Article.objects.published().exists()


def test_with_publish_it_goes_through_the_gate_under_its_own_date(take: Take) -> None:
    assert "1 published" in take(LINE, publish=True)
    article = Article.objects.published().get()
    assert article.published_at and article.published_at.isoformat() == "2026-02-24T09:14:00+00:00"
    assert article.live and article.live.responsible == ""


def test_who_imports_for_the_public_can_answer_for_it(take: Take) -> None:
    editor = factories.editor("jane")
    take(LINE, publish=True, by=editor.email)
    live = Article.objects.get().live
    assert live and live.responsible == "jane"
    with pytest.raises(CommandError, match="no editor here"):
        take(LINE, by=factories.reader().email)


def test_what_the_gate_stops_stays_a_draft_and_is_named(take: Take) -> None:
    out = take({**LINE, "ai": {"body": "generated"}, "sources": []}, publish=True)
    assert "line 1: harbour-1: The gate stopped it, it stays a draft." in out
    assert "No source is linked." in out
    assert "0 published, 1 stopped by the gate" in out
    assert Article.objects.get().state == State.DRAFT
    assert "1 unchanged, 0 published, 1 stopped" in take(
        {**LINE, "ai": {"body": "generated"}, "sources": []}, publish=True
    )


def test_a_reason_in_the_file_is_public_like_any_other(take: Take) -> None:
    line = {**LINE, "ai": {"body": "generated"}, "sources": [], "override": "Sent to us as it is"}
    assert "1 published" in take(line, publish=True)
    live = Article.objects.get().live
    assert live and live.override_reason == "Sent to us as it is"


def test_taking_the_same_lines_again_changes_nothing(take: Take) -> None:
    take(LINE, publish=True)
    before = Article.objects.values().get()
    assert "0 new, 0 changed, 1 unchanged, 0 published" in take(LINE, publish=True)
    assert before == Article.objects.values().get()


def test_a_changed_line_changes_the_working_copy_and_with_publish_becomes_a_version(take: Take) -> None:
    take(LINE, publish=True)
    changed = {**LINE, "headline": "Harbour board votes again"}
    assert "1 changed" in take(changed)
    article = Article.objects.get()
    assert article.live and (article.headline, article.live.headline) == (changed["headline"], LINE["headline"])
    assert "1 unchanged, 1 published" in take(changed, publish=True)
    article.refresh_from_db()
    assert article.live and (article.live.number, article.live.headline) == (2, changed["headline"])
    assert article.published_at and article.published_at.isoformat().startswith("2026-02-24")


def test_what_the_desk_has_begun_stays_where_the_file_says_nothing_new(take: Take) -> None:
    take(LINE, publish=True)
    Article.objects.update(headline="Begun at the desk")
    assert "1 unchanged, 0 published" in take(LINE, publish=True)
    assert Article.objects.get().headline == "Begun at the desk"


def test_fields_that_a_line_leaves_out_stay_as_they_are(take: Take) -> None:
    take(LINE)
    assert "1 changed" in take({"external_id": "harbour-1", "dek": "Three metres more."})
    article = Article.objects.get()
    assert (article.dek, article.headline, article.sources.count()) == ("Three metres more.", LINE["headline"], 1)


def test_sources_are_exchanged_as_a_whole_and_read_again_where_their_text_changed(take: Take) -> None:
    take(LINE)
    source = LINE["sources"][0]
    take({**LINE, "sources": [{**source, "text": "Read again. The board voted."}, {"note": "A talk", "title": "Talk"}]})
    article = Article.objects.get()
    assert [s.title for s in article.sources.order_by("citation__position")] == ["Minutes", "Talk"]
    assert article.sources.get(title="Minutes").documents.count() == 2
    take({**LINE, "sources": []})
    assert not article.sources.exists()


def test_a_source_is_shared_where_its_text_is_the_same_and_only_there(take: Take) -> None:
    other = {**LINE["sources"][0], "text": "Another reading of the minutes."}
    take(LINE, {**LINE, "external_id": "2"}, {**LINE, "external_id": "3", "sources": [other]})
    texts = {a.external_id: a.sources.get().documents.get().text for a in Article.objects.all()}
    assert texts == {"harbour-1": LINE["sources"][0]["text"], "2": LINE["sources"][0]["text"], "3": other["text"]}
    assert "3 unchanged" in take(LINE, {**LINE, "external_id": "2"}, {**LINE, "external_id": "3", "sources": [other]})


def test_a_slug_that_is_taken_gets_a_number_and_a_missing_one_comes_from_the_headline(take: Take) -> None:
    factories.draft(slug="harbour-channel")
    take(LINE, {**LINE, "external_id": "2", "slug": "../../etc"}, {**LINE, "external_id": "3", "slug": None})
    slugs = dict(Article.objects.exclude(external_id=None).values_list("external_id", "slug"))
    assert slugs == {"harbour-1": "harbour-channel-2", "2": "etc", "3": "harbour-board-votes-to-deepen-the-channel"}


def test_sections_are_found_by_slug_or_name_and_made_where_there_is_none(take: Take) -> None:
    factories.section("science", "Science & Space")
    take({**LINE, "section": "science & space"}, {**LINE, "external_id": "2", "section": "new-media"})
    assert dict(Section.objects.values_list("slug", "name")) == {"science": "Science & Space", "new-media": "New media"}


def test_names_are_found_again(take: Take) -> None:
    take(LINE, {**LINE, "external_id": "2", "byline": "Ada Berg"})
    assert Contributor.objects.filter(name="Ada Berg").count() == 1


def test_what_was_withdrawn_here_is_not_brought_back(take: Take) -> None:
    take(LINE, publish=True)
    withhold(Article.objects.get())
    assert "withheld here, and an import does not bring it back" in take({**LINE, "dek": "New."}, publish=True)
    assert not Article.objects.published().exists()


@pytest.mark.parametrize("state", ["draft", "withheld", "spiked", "killed", "retracted"])
def test_only_what_the_file_calls_published_is_published(take: Take, state: str) -> None:
    assert " 0 published" in take({**LINE, "state": state}, publish=True)
    assert Article.objects.get().state == ("draft" if state == "retracted" else state)


BAD: list[tuple[Any, str]] = [
    ("{", "This is not JSON"),
    ("[1]", "no JSON object"),
    ("7", "no JSON object"),
    ("[" * 100_000, "This is not JSON"),
    ({**LINE, "external_id": None}, "“line.external_id” is empty"),
    ({k: v for k, v in LINE.items() if k != "external_id"}, "“external_id” is missing"),
    ({k: v for k, v in LINE.items() if k != "body"} | {"external_id": "2"}, "“body” is missing"),
    ({k: v for k, v in LINE.items() if k != "section"} | {"external_id": "2"}, "“section” is missing"),
    ({**LINE, "headline": ""}, "“line.headline” is empty"),
    ({**LINE, "headline": 7}, "“line.headline” is a number"),
    ({**LINE, "headline": "x" * 251}, "250 are the limit"),
    ({**LINE, "headline": "nul \x00"}, "characters that are no text"),
    ({**LINE, "body": "half \ud800"}, "characters that are no text"),
    ({**LINE, "body": "x" * 200_001}, "200,000 are the limit"),
    ({**LINE, "language": "xx"}, "“line.language” is “xx”"),
    ({**LINE, "state": "out"}, "“line.state” is “out”"),
    ({**LINE, "ai": {"body": "robot"}}, "“line.ai.body” is “robot”"),
    ({**LINE, "ai": ["generated"]}, "“line.ai” is a list"),
    ({**LINE, "published_at": "yesterday"}, "“line.published_at” is “yesterday”"),
    ({**LINE, "published_at": 20260101}, "“line.published_at” is a number"),
    ({**LINE, "published_at": "0001-01-01T00:00:00+14:00"}, "“line.published_at” is"),
    ({**LINE, "sources": [{"title": "No address"}]}, "neither “url” nor “note”"),
    ({**LINE, "sources": [{"url": "javascript:alert(1)"}]}, "begins with http"),
    ({**LINE, "sources": [{"url": "https://user@example.org/"}]}, "begins with http"),
    ({**LINE, "sources": [{}] * 101}, "100 are the limit"),
    ({**LINE, "sources": "https://example.org"}, "“line.sources” is a text"),
    ({**LINE, "uid": "x"}, "give a UUID"),
    ({**LINE, "images": [{"alt": "?"}]}, "has no “file”"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=[reason[:40] for _, reason in BAD])
def test_a_bad_line_is_named_with_its_number_and_the_rest_is_kept(take: Take, bad: Any, reason: str) -> None:
    out = take(LINE, bad, {**LINE, "external_id": "3"})
    (line,) = [line for line in out.splitlines() if line.startswith("line ")]
    assert line.startswith("line 2: skipped.")
    assert reason in line
    assert "2 new, 0 changed, 0 unchanged, 0 published, 0 stopped by the gate, 1 skipped." in out
    assert set(Article.objects.values_list("external_id", flat=True)) == {"harbour-1", "3"}


def test_a_line_that_is_too_long_is_skipped_and_not_read_into_memory(take: Take) -> None:
    out = take(LINE, json.dumps({"external_id": "x" * 17_000_000}), {**LINE, "external_id": "3"})
    assert "line 2: skipped. The line has more than" in out
    assert Article.objects.count() == 2


def test_bytes_that_are_no_text_are_named(take: Take, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"external_id": "\xff"}\n' + json.dumps(LINE).encode())
    out = StringIO()
    call_command("import_articles", str(tmp_path / "in.jsonl"), stdout=out)
    assert "line 1: skipped. This is not UTF-8" in out.getvalue()
    assert Article.objects.count() == 1


def test_a_file_of_which_nothing_can_be_taken_is_a_failure(take: Take) -> None:
    with pytest.raises(CommandError, match="No line of"):
        take("{", "[]")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_articles", "/nowhere/at/all")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_articles", "/nowhere/at/all")


def test_pictures_come_from_beside_the_file_and_from_nowhere_else(take: Take, tmp_path: Path) -> None:
    (tmp_path / "field.png").write_bytes(factories.picture())
    (tmp_path / "torn.png").write_bytes(b"\x89PNG torn")
    (tmp_path / "link.png").symlink_to("/etc/passwd")
    lines = [
        {**LINE, "external_id": name, "images": [{"file": name, "alt": "A grey field."}]}
        for name in (
            "field.png",
            "torn.png",
            "link.png",
            "/etc/passwd",
            "../x.png",
            "gone.png",
            "https://example.org/a.png",
        )
    ]
    out = take(*lines, {**LINE, "external_id": "two", "images": [{"file": "field.png"}] * 2})
    heroes = dict(Article.objects.values_list("external_id", "hero__width"))
    assert {name for name, width in heroes.items() if width} == {"field.png", "two"}
    assert out.count("is left out") == 7
    assert Article.objects.get(external_id="field.png").hero_alt == "A grey field."


def test_items_of_another_house_come_as_ninjs(take: Take) -> None:
    item = {
        "uri": "https://agency.example/items/1",
        "type": "text",
        "firstCreated": "2026-02-24T09:14:00Z",
        "language": "en-GB",
        "by": "By Ada Berg",
        "headlines": [{"value": "Board votes"}],
        "bodies": [
            {"contentType": "text/plain", "value": "Plain."},
            {
                "contentType": "text/html",
                "value": "<h1>One</h1><p>The *board* voted.<br>Twice.</p><ul><li>1. First</ul><script>x()</script>",
            },
        ],
        "subjects": [{"name": "Politics"}],
        "digitalSourceType": {"uri": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"},
        "associations": [
            {"name": "Minutes", "rel": "source", "uri": "https://example.org/m", "bodies": [{"value": "T"}]}
        ],
    }
    hostile = {"uri": 7, "headlines": "x", "bodies": [None, {"value": 3}], "people": [{"rel": "author", "name": {}}]}
    file = json.dumps([item, hostile, {**item, "uri": "urn:2"}], indent=2)
    out = take(file, name="items.json")
    assert "line 2: skipped." in out
    article = Article.objects.get(external_id="https://agency.example/items/1")
    assert article.body == "## One\n\nThe \\*board\\* voted. Twice.\n\n- 1\\. First"
    assert (article.headline, article.language, article.ai_body) == ("Board votes", "en", "generated")
    assert (article.section.slug, article.contributors.get().name) == ("politics", "Ada Berg")
    assert article.sources.get().documents.get().text == "T"
    assert Article.objects.count() == 2


def test_an_export_that_is_interrupted_leaves_nothing_under_its_name(tmp_path: Path) -> None:
    from articles.exchange.exporting import export_articles

    factories.draft()
    factories.draft()
    going = export_articles(tmp_path / "all.jsonl")
    next(going)
    going.close()
    assert list(tmp_path.iterdir()) == []


def test_an_export_says_what_the_pages_say_and_names_no_reviewer_that_was_none(tmp_path: Path) -> None:
    article = factories.draft(ai_body="generated")
    publish(article, by=factories.editor("jane"), override="So that it is out")
    (line,) = [json.loads(line) for line in export(tmp_path / "out").read_text().splitlines()]
    assert line["disclosure"]["label"] == "AI-generated, not reviewed"
    assert line["disclosure"]["responsible"] == "jane"
    assert line["disclosure"]["reviewed_by"] is None


def test_an_export_asks_for_what_a_hundred_articles_need_at_once(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        factories.published()
    with django_assert_max_num_queries(20):
        export(tmp_path / "out")

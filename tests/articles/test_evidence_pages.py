"""A reader opens any sentence and sees what it rests on, in its context, and who says so."""

import re
import time
from typing import Any

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from articles.citing import Cited, cite
from articles.excerpting import excerpt
from articles.laying_out import PASSAGES_ON_PAGE, lay_out
from articles.models import Article, Evidence, Sentence, State
from articles.models.source import SourceDocument
from articles.publishing import publish
from tests import factories

pytestmark = pytest.mark.django_db
HTML = "{http://www.w3.org/1999/xhtml}"
MINUTES = (
    "The harbour board met. It was cold.\n\n"
    "The board voted to deepen the channel by two metres. Nobody spoke against it. Work begins in June.\n\n"
    "The meeting closed at nine."
)
BODY = "The board voted to deepen the channel. Work begins in June. It was *a long night*. That is no coincidence."


@pytest.fixture
def article() -> Article:
    """Four sentences over one source, none of them with evidence yet."""
    made = factories.draft(body=BODY, source=False)
    cite(made, Cited("Harbour board", "Minutes", "https://example.org/minutes", text=MINUTES, extent="excerpt"), 1)
    publish(made, by=None, override="for this test")
    made.refresh_from_db()
    return made


def rest(article: Article, number: int, quote: str, **values: Any) -> Evidence:
    """Puts a passage behind a sentence and lays the page out, as the desk and the job do."""
    version = article.live
    document = next(c.document for c in version.cited.all() if c.document and quote in c.document.text)
    start = document.text.index(quote)
    row = Evidence.objects.create(
        sentence=version.sentences.get(number=number),
        document=document,
        start=start,
        end=start + len(quote),
        quote=quote,
        **values,
    )
    lay_out(article)
    return row


def tree(client: Client, path: str) -> Any:
    return html5lib.parse(client.get(path).content.decode(), namespaceHTMLElements=True)


def by_id(page: Any, name: str) -> Any:
    return next((e for e in page.iter() if e.get("id") == name), None)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def markers(page: Any) -> list[Any]:
    return [e for e in page.iter(f"{HTML}a") if "data-sentence" in e.attrib]


def evidence_of(article: Article, number: int) -> str:
    return reverse("articles:evidence", args=[article.slug, number])


def test_behind_each_sentence_stands_its_marker_and_the_sentence_itself_stays_as_it_was(
    client: Client, article: Article
) -> None:
    rest(article, 2, "Work begins in June.")
    page = client.get(article.get_absolute_url()).content.decode()
    behind = re.findall(r'<span id="s-(\d+)">(.*?)</span><a class="marker[^>]* data-sentence="(\d+)"', page)
    assert [(n, m) for n, _, m in behind] == [(str(n), str(n)) for n in range(1, 5)]
    assert [re.sub("<[^>]+>", "", text) for _, text, _ in behind] == [s.text for s in article.live.sentences.all()]
    assert article.live.html.count("marker") == 0, "the frozen version stays without marks"


def test_a_marker_leads_to_its_passage_and_the_passage_leads_back(client: Client, article: Article) -> None:
    rest(article, 2, "Work begins in June.")
    page = tree(client, article.get_absolute_url())
    marker = next(m for m in markers(page) if m.get("data-sentence") == "2")
    assert (marker.text, marker.get("href")) == ("1", "#source-1-1")
    passage = by_id(page, "source-1-1")
    assert "Work begins in June." in words(passage)
    links = {words(a): a.get("href") for a in passage.iter(f"{HTML}a")}
    assert links == {"Back to sentence 2": "#s-2", "In context": evidence_of(article, 2)}
    assert any(e.get("id") == "source-1-1" for e in by_id(page, "sources").iter())


def test_a_sentence_without_a_passage_is_marked_so_and_the_mark_is_explained(client: Client, article: Article) -> None:
    rest(article, 2, "Work begins in June.")
    page = tree(client, article.get_absolute_url())
    bare = [m for m in markers(page) if m.get("data-sentence") != "2"]
    assert {m.get("aria-label") for m in bare} == {"No source passage found for this sentence"}
    assert {m.get("href") for m in bare} == {"#no-passage"}
    assert not any(m.text for m in bare), "what is read aloud or copied is the text"
    said = by_id(page, "no-passage")
    assert "No passage of a source was found for 3 sentences" in words(said)
    assert [a.get("href") for a in said.iter(f"{HTML}a")] == ["#s-1", "#s-3", "#s-4"]


def test_a_passage_stands_once_for_all_the_sentences_that_rest_on_it(client: Client, article: Article) -> None:
    for number in (1, 2):
        rest(article, number, "Work begins in June.")
    page = tree(client, article.get_absolute_url())
    passages = [e for e in by_id(page, "sources").iter() if re.fullmatch(r"source-\d+-\d+", e.get("id") or "")]
    assert len(passages) == 1
    assert "Back to sentences 1, 2" in words(passages[0])


def test_a_sentence_has_one_marker_a_source_and_the_accepted_passage_comes_first(
    client: Client, article: Article, editor: Any
) -> None:
    cite(article, Cited("Port", "Notice", note="Read at the gate.", text="Work begins in June, says the port."), 2)
    version = publish(article, by=None, override="for this test")[0]
    article.refresh_from_db()
    assert article.live == version
    rest(article, 2, "Work begins in June, says the port.", score=0.7)
    rest(article, 2, "Nobody spoke against it.", score=0.99)
    rest(article, 2, "Work begins in June.", state="accepted", by=editor)
    page = tree(client, article.get_absolute_url())
    shown = [(m.text, m.get("href"), m.get("class")) for m in markers(page) if m.get("data-sentence") == "2"]
    assert [(text, look) for text, _, look in shown] == [("1", "marker"), ("2", "marker marker--proposed")]
    assert "Work begins in June." in words(by_id(page, shown[0][1][1:]))


def test_the_passage_is_marked_in_its_own_paragraph_with_publisher_address_and_extent(
    client: Client, article: Article
) -> None:
    rest(article, 2, "Work begins in June.")
    page = tree(client, evidence_of(article, 2))
    assert "Work begins in June." in words(next(e for e in page.iter() if e.get("class") == "evidence-claim"))
    (item,) = [e for e in page.iter(f"{HTML}li") if e.find(f".//{HTML}mark") is not None]
    assert [words(mark) for mark in item.iter(f"{HTML}mark")] == ["Work begins in June."]
    assert "Nobody spoke against it. Work begins in June." in words(item)
    assert "The meeting closed" not in words(item), "the next paragraph is not its context"
    for said in ("Harbour board", "Read as an excerpt"):
        assert said in words(item)
    assert item.find(f".//{HTML}a").get("href") == "https://example.org/minutes"
    back = [a.get("href") for a in page.iter(f"{HTML}a") if words(a) == "Back to the sentence"]
    assert back == [f"{article.get_absolute_url()}#s-2"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"score": 0.91}, "Found by a program (close match, score 0.91); no editor has accepted it."),
        ({"score": 0.65}, "Found by a program (fair match, score 0.65); no editor has accepted it."),
        ({}, "Found by a program; no editor has accepted it."),
        ({"state": "accepted"}, "Put here by the desk."),
        ({"state": "accepted", "by": True}, "Put here by Ada."),
        ({"state": "accepted", "by": True, "score": 0.65}, "Found by a program, accepted by Ada."),
    ],
)
def test_what_a_program_found_is_told_apart_from_what_a_person_stands_behind(
    client: Client, article: Article, values: dict[str, Any], said: str
) -> None:
    values = values | ({"by": factories.editor("Ada")} if values.get("by") else {})
    rest(article, 2, "Work begins in June.", **values)
    for path in (evidence_of(article, 2), f"{article.get_absolute_url()}how-it-was-made/"):
        assert said.removesuffix(".") in words(tree(client, path)), path


def test_a_sentence_that_concludes_says_so_where_it_is_opened(client: Client, article: Article) -> None:
    whole = article.live.text
    for number, kind in enumerate(Sentence.Kind, 11):
        Sentence.objects.create(
            version=article.live, number=number, paragraph=9, start=0, end=9, text=whole[:9], kind=kind
        )
        page = words(tree(client, evidence_of(article, number)))
        assert ("This sentence draws a conclusion" in page) == (kind == Sentence.Kind.INFERENCE), kind


def test_what_the_gate_found_on_a_sentence_stands_with_its_evidence(client: Client) -> None:
    made = factories.published(body='He said "never again in this harbour". Work begins in June.', override="so")
    found = [finding for finding in made.live.findings if finding.get("sentence")]
    assert found
    for finding in found:
        assert finding["message"] in words(tree(client, evidence_of(made, finding["sentence"])))


@pytest.mark.parametrize("ask", [{"query": {"part": "1"}}, {"headers": {"x-requested-with": "fetch"}}])
def test_a_script_gets_the_part_that_stands_beside_the_article(
    client: Client, article: Article, ask: dict[str, Any]
) -> None:
    rest(article, 2, "Work begins in June.")
    answer = client.get(evidence_of(article, 2), ask.get("query"), headers=ask.get("headers"))
    part = answer.content.decode()
    assert "<mark>Work begins in June.</mark>" in part
    assert "<html" not in part
    assert "X-Requested-With" in answer["Vary"]
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("number", [0, 5, 10**30])
def test_a_sentence_that_is_not_there_is_not_found(client: Client, article: Article, number: int) -> None:
    assert client.get(evidence_of(article, number)).status_code == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHHELD, State.SPIKED, State.KILLED])
def test_what_is_not_public_opens_nothing(client: Client, article: Article, state: State) -> None:
    Article.objects.filter(pk=article.pk).update(state=state)
    for rest_of_path in ("evidence/1/", "how-it-was-made/", "provenance.json", "versions/", "versions/1/"):
        assert client.get(f"{article.get_absolute_url()}{rest_of_path}").status_code == 404, rest_of_path


def test_hostile_source_text_stays_text(client: Client) -> None:
    attack = "</span></mark><script>alert(1)</script><img src=x onerror=alert(1)>"
    made = factories.draft(body="Work begins in June.", source=False)
    cite(made, Cited(attack, attack, "https://example.org/x", text=f"{attack} Work begins in June. {attack}"), 1)
    publish(made, by=None, override="for this test")
    made.refresh_from_db()
    rest(made, 1, f"Work begins in June. {attack}")
    for path in ("", "evidence/1/", "evidence/1/?part=1", "how-it-was-made/", "versions/", "versions/1/"):
        page = client.get(f"{made.get_absolute_url()}{path}").content.decode()
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path


def test_the_record_holds_every_sentence_and_each_source_as_it_was_read(client: Client, article: Article) -> None:
    rest(article, 2, "Work begins in June.")
    page = tree(client, f"{article.get_absolute_url()}how-it-was-made/")
    whole = words(page)
    for sentence in article.live.sentences.all():
        line = words(by_id(page, f"sentence-{sentence.number}"))
        assert sentence.text in line.replace("’", "'")
        assert ("No passage found" in line) == (sentence.number != 2)
    assert SourceDocument.objects.get(source__title="Minutes").sha256 in whole
    assert "Not reviewed by an editor" in whole
    assert "For 3 of 4 sentences" in whole


def test_a_long_article_stays_light_and_every_marker_leads_somewhere(client: Client) -> None:
    made = long_article(sentences=PASSAGES_ON_PAGE + 10, sources=1)
    page, record = tree(client, made.get_absolute_url()), tree(client, f"{made.get_absolute_url()}how-it-was-made/")
    passages = [e.get("id") for e in page.iter() if re.fullmatch(r"source-\d+-\d+", e.get("id") or "")]
    assert len(passages) == PASSAGES_ON_PAGE
    away = [m.get("href") for m in markers(page) if not m.get("href").startswith("#")]
    assert len(away) == 10
    for address in (m.get("href") for m in markers(page)):
        path, _, anchor = address.partition("#")
        assert path in {"", f"{made.get_absolute_url()}how-it-was-made/"}
        assert by_id(record if path else page, anchor) is not None, address


def test_a_page_with_evidence_costs_no_more_queries(
    client: Client, article: Article, django_assert_max_num_queries: Any
) -> None:
    rest(article, 2, "Work begins in June.")
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(6):
        assert b'href="#source-1-1"' in client.get(article.get_absolute_url()).content


def test_three_thousand_words_over_twelve_sources_are_laid_out_well_within_a_second() -> None:
    made = long_article(sentences=200, sources=12)
    assert made.live.words >= 3000
    begun = time.process_time()
    lay_out(made)
    spent = time.process_time() - begun
    print(f"Laid out in {spent:.2f} s of this process")
    assert spent < 1


def long_article(sentences: int, sources: int) -> Article:
    """Each sentence rests on the same words in a source."""
    lines = [f"On day {n} the board of the harbour voted again on the depth of the channel." for n in range(sentences)]
    made = factories.draft(body="\n\n".join(" ".join(lines[i : i + 5]) for i in range(0, sentences, 5)), source=False)
    for number in range(sources):
        text = " ".join(lines[number::sources]) + " More was said." * 900
        cite(made, Cited("Board", f"Minutes {number}", f"https://example.org/{number}", text=text), number + 1)
    publish(made, by=None, override="for this test")
    made.refresh_from_db()
    documents = {c.position - 1: c.document for c in made.live.cited.all()}
    Evidence.objects.bulk_create(
        Evidence(sentence=sentence, document=document, start=start, end=start + len(sentence.text), quote=sentence.text)
        for sentence in made.live.sentences.all()
        for document in [documents[(sentence.number - 1) % sources]]
        for start in [document.text.index(sentence.text)]
    )
    lay_out(made)
    return made


@pytest.mark.parametrize(
    ("text", "reach", "expected"),
    [
        ("One. Two. Three.", 99, ("One. ", "Two.", " Three.")),
        ("Away.\n\nOne. Two. Three.\n\nAway.", 99, ("One. ", "Two.", " Three.")),
        ("Away One. Two. Three. Away", 7, ("… One. ", "Two.", " Three. …")),
        ("Two.", 3, ("", "Two.", "")),
        ("一二三Two.四五六", 2, ("… 二三", "Two.", "四五 …")),
    ],
)
def test_an_excerpt_ends_with_the_paragraph_or_between_words(text: str, reach: int, expected: tuple[str, ...]) -> None:
    start = text.index("Two.")
    found = excerpt(text, start, start + 4, reach)
    assert (found.before, found.quote, found.after) == expected

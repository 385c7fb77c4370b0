"""The desk's pages for a review: everything a reviewer needs, in the order of the text, for nobody but the desk."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.citing import Cited, cite
from articles.freezing import hash_of
from articles.gate import Finding, Quoted, Severity
from articles.models import Article, Backing, Decision, GateRun, Opening, Review, SourceDocument
from articles.models.source import hash_text
from newsroom.outbox.models import Job
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db
WORK = "Work begins in June."
PAYS = "The state pays half of it."


@pytest.fixture
def desk(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def article() -> Article:
    """A draft with one source, and on record that the gate flagged one sentence of it in red."""
    made = factories.draft()
    flag(made)
    return made


def flag(article: Article, **values: Any) -> None:
    document = text_of(article)
    start = document.text.index("Work begins")
    passage = Quoted(document.pk, 1, start, start + 20, document.text[start : start + 20])
    values = {"text": WORK, "words": "June", "part": "body", "sentence": 2, "passage": passage} | values
    finding = Finding("Dates", Severity.RED, "The source says otherwise.", "Give the source's date.", **values)
    whole = Finding("Sources", Severity.AMBER, "One source is thin.", "Add another.")
    stored = [finding.as_json(), whole.as_json()]
    GateRun.objects.create(article=article, content_hash=hash_of(article), findings=stored)


def text_of(article: Article) -> SourceDocument:
    return SourceDocument.objects.filter(source__citation__article=article).latest("pk")


def at(article: Article, *more: object) -> str:
    return f"/admin/articles/article/{article.pk}/review/" + "".join(f"{part}/" for part in more)


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def seen(html: str) -> str:
    """The words on the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_text_stands_sentence_by_sentence_with_its_headings_findings_and_passages(
    desk: Client, article: Article
) -> None:
    page = read(desk, at(article))
    words = seen(page)
    order = [
        article.headline,
        "Two metres more",
        "voted to deepen",
        WORK.removesuffix("June."),
        "What changes",
        "Larger ships",
        "What it costs",
        PAYS,
    ]
    places = [words.index(part, words.index("Edit the text")) for part in order]
    assert places == sorted(places)
    assert '<mark class="bad">June</mark>' in page
    assert "Must fix: Dates. The source says otherwise." in words
    assert "Give the source's date." in words
    assert "One source is thin." in words
    assert "0 of 1 source opened, 1 sentence to decide" in words
    assert 'href="#l-4">Next to decide' in page, "headline, dek, and the second sentence of the body"


def test_looking_opens_nothing_and_the_button_does(desk: Client, article: Article, editor: Any) -> None:
    document = text_of(article)
    page = read(desk, at(article, "source", document.pk))
    assert document.text in unescape(page)
    desk.head(at(article, "source", document.pk))
    assert not Opening.objects.exists()
    answer = desk.post(at(article), {"open": document.pk})
    assert answer.url == at(article, "source", document.pk)
    assert (Opening.objects.get().by, Opening.objects.get().document) == (editor, document)
    assert "Opened by you" in seen(read(desk, answer.url))
    assert "1 of 1 source opened" in seen(read(desk, at(article)))


def test_a_source_shows_the_passages_that_sentences_rest_on(desk: Client, article: Article) -> None:
    document = text_of(article)
    for sentence, start, end in ((WORK, 9, 30), (PAYS, 20, 40)):
        Backing.objects.create(
            article=article,
            sentence_hash=hash_text(sentence),
            document=document,
            start=start,
            end=end,
            quote=document.text[start:end],
        )
    page = read(desk, at(article, "source", document.pk))
    body = page[page.index('class="source-text"') :]
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", body) == [
        document.text[9:20],
        document.text[20:30],
        document.text[30:40],
    ]
    bare = re.sub(r"<a [^>]*>[^<]*</a>", "", body[body.index(">") + 1 : body.index("</div>")])
    assert unescape(re.sub(r"<[^>]+>", "", bare)) == document.text, "marks leave every character in place"
    pointed = read(desk, at(article, "source", document.pk) + "?from=0&to=7")
    assert '<mark id="p-0">MINUTES</mark>' in pointed
    assert desk.get(at(article, "source", document.pk) + "?from=x&to=99999999999999999999").status_code == 200


def test_a_decision_needs_a_reason_and_comes_back_to_its_sentence(desk: Client, article: Article, editor: Any) -> None:
    given = {"place": "4", "sentence": hash_text(WORK), "check": "Dates", "words": "June", "decide": "1"}
    empty = desk.post(at(article), given | {"reason": " "})
    assert "Say why the sentence may stand" in empty.content.decode()
    long = desk.post(at(article), given | {"reason": "because " * 200}).content.decode()
    assert "because because" in long, "what was typed is kept"
    answer = desk.post(at(article), given | {"reason": "the minutes say it."})
    assert answer.url == at(article) + "#l-4"
    assert Decision.objects.get().by == editor
    words = seen(read(desk, at(article)))
    assert "It stands, because the minutes say it." in words
    assert "0 sentences to decide" in words


def test_a_colleagues_decision_is_shown_and_leaves_mine_to_me(desk: Client, article: Article) -> None:
    colleague = factories.editor("ada")
    Decision.objects.create(
        article=article,
        sentence_hash=hash_text(WORK),
        check_name="Dates",
        words="June",
        reason="It does.",
        by=colleague,
    )
    words = seen(read(desk, at(article)))
    assert "ada decided: it stands, because It does." in words
    assert "1 sentence to decide" in words


def test_a_passage_is_accepted_rejected_and_put(desk: Client, article: Article, editor: Any) -> None:
    document = text_of(article)
    start = document.text.index(WORK)
    span = {"document": document, "start": start, "end": start + len(WORK), "quote": WORK}
    backing = Backing.objects.create(article=article, sentence_hash=hash_text(WORK), score=0.9, **span)
    assert "Proposed, 0.90" in seen(read(desk, at(article)))
    assert desk.post(at(article), {"accept": backing.pk, "place": "4"}).url == at(article) + "#l-4"
    assert f"Accepted by {editor}" in seen(read(desk, at(article)))
    desk.post(at(article), {"reject": backing.pk, "place": "4"})
    assert f"Accepted by {editor}" not in seen(read(desk, at(article)))
    given = {"place": "9", "sentence": hash_text(PAYS), "put": "1", "document": ""}
    refused = desk.post(at(article), given | {"passage": "The board voted to fill the channel"})
    assert "agrees up to “The board voted to”" in unescape(refused.content.decode())
    assert "The board voted to fill the channel</textarea>" in refused.content.decode()
    desk.post(at(article), given | {"passage": "the board VOTED to\n deepen"})
    made = Backing.objects.get(sentence_hash=hash_text(PAYS))
    assert (made.quote, made.state, made.by) == ("The board voted to deepen", "accepted", editor)


def test_the_nearest_passage_is_put_with_one_button_and_settles_that_finding(desk: Client) -> None:
    article = factories.draft(ai_body="generated")
    document = text_of(article)
    passage = Quoted(document.pk, 1, 9, 40, document.text[9:40])
    finding = Finding("Evidence", Severity.AMBER, "Not found.", "Link it.", "body", 9, PAYS, passage=passage)
    GateRun.objects.create(article=article, content_hash=hash_of(article), findings=[finding.as_json()])
    page = read(desk, at(article))
    [value] = re.findall(r'name="take" value="([^"]+)"', page)
    for bad in ("", "x:y", f"{document.pk}:9", f"{document.pk}:9:999999"):
        assert desk.post(at(article), {"take": bad, "sentence": hash_text(PAYS)}).status_code in {200, 404}
    desk.post(at(article), {"take": value, "sentence": hash_text(PAYS), "place": "9"})
    assert Backing.objects.get().quote == document.text[9:40]
    assert "0 sentences to decide" in seen(read(desk, at(article)))


def test_finishing_says_what_is_missing_and_then_is_on_record(desk: Client, article: Article, editor: Any) -> None:
    yes = {"finish": "1", "accuracy": "on", "sources": "on", "could_reject": "on", "content_hash": hash_of(article)}
    words = seen(desk.post(at(article), yes).content.decode())
    assert "Source 1 (Harbour board) is not opened yet." in words
    assert "“Work begins in June.” is not decided yet (Dates)." in words
    desk.post(at(article), {"open": text_of(article).pk})
    given = {"sentence": hash_text(WORK), "check": "Dates", "words": "June", "decide": "1", "reason": "It does."}
    desk.post(at(article), given)
    two = {name: value for name, value in yes.items() if name != "could_reject"}
    assert "Not answered yes: I was free to change" in seen(desk.post(at(article), two).content.decode())
    answer = desk.post(at(article), yes, follow=True)
    assert f"Reviewed by {editor}" in seen(answer.content.decode())
    assert Review.objects.get().content_hash == hash_of(article)
    assert "of this text" in seen(read(desk, at(article)))
    Article.objects.update(dek="Another dek.")
    assert "of an earlier text" in seen(read(desk, at(article)))


def test_every_form_of_the_review_is_accepted_from_this_page_only(editor: Any, article: Article) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    page = read(strict, at(article))
    forms = re.findall(r'<form method="post" action="/admin/articles.*?</form>', page, re.DOTALL)
    assert len(forms) > 10
    assert all('name="csrfmiddlewaretoken" value="' in form for form in forms)
    assert strict.post(at(article), {"open": text_of(article).pk}).status_code == 403


def test_hostile_sources_and_texts_are_text(desk: Client) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    article = factories.draft(headline=f"Board {bad}", body=f"The board met. {bad} It voted.", dek=bad)
    cite(
        article,
        Cited(f"Agency {bad}", f"Title {bad}", "https://example.org/bad", text=f"{bad} The board met. {bad}"),
        2,
    )
    for path in (
        at(article),
        at(article, "source", text_of(article).pk),
        f"/admin/articles/article/{article.pk}/checks/",
    ):
        page = read(desk, path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "javascript:" not in page


def test_only_those_who_may_change_articles_enter(client: Client, article: Article) -> None:
    document = text_of(article)
    paths = [at(article), at(article, "source", document.pk)]
    paths += [f"/admin/articles/article/{article.pk}/{page}/" for page in ("checks", "preview", "autosave")]
    staff = factories.reader(is_staff=True)
    viewer = factories.reader(is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    for who, statuses in ((None, {302}), (factories.reader(), {403}), (staff, {403}), (viewer, {403})):
        client.logout()
        if who:
            client.force_login(who)
        for path in paths:
            for answer in (client.get(path), client.post(path, {"open": document.pk})):
                assert answer.status_code in statuses, (who, path)
                assert WORK not in answer.content.decode()
    assert not Opening.objects.exists()


def test_the_desks_pages_are_kept_by_no_cache(desk: Client, article: Article) -> None:
    for path in (at(article), at(article, "source", text_of(article).pk)):
        assert {"no-store", "private"} <= set(desk.get(path)["Cache-Control"].split(", "))


def test_a_text_of_another_article_is_not_found(desk: Client, article: Article) -> None:
    other = text_of(factories.draft())
    assert desk.get(at(article, "source", other.pk)).status_code == 404
    desk.post(at(article), {"open": other.pk})
    assert not Opening.objects.exists()


def test_a_draft_that_nobody_checked_yet_is_checked_by_the_post(desk: Client) -> None:
    article = factories.draft()
    read(desk, at(article))
    assert Job.objects.get().kind == "gate"


@pytest.mark.parametrize("act", ["open", "accept", "reject", "take"])
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "0"])
def test_nonsense_is_not_found(desk: Client, article: Article, act: str, value: str) -> None:
    assert desk.post(at(article), {act: value}).status_code == 404
    assert desk.post(at(article), {act: value, "place": "//evil.example"}).status_code == 404


def test_a_long_text_costs_no_more_queries_than_a_short_one(desk: Client) -> None:
    costs = []
    read(desk, "/admin/")  # what a process asks once
    for paragraphs, sources in ((2, 1), (100, 12)):
        body = "\n\n".join(
            f"The board met on day {n}. It voted on {n} matters and adjourned late." for n in range(paragraphs)
        )
        article = factories.draft(body=body, source=False, story=factories.story())
        for n in range(sources):
            text = " ".join(f"On day {m} the board met and voted." for m in range(200))
            cite(article, Cited("Board", f"Minutes {n}", f"https://example.org/{n}", text=f"{n} {text}"), n)
        document = text_of(article)
        found = [
            Finding("Numbers", Severity.AMBER, "?", "!", "body", 1, f"The board met on day {n}.", f"{n}")
            for n in range(paragraphs)
        ]
        GateRun.objects.create(article=article, content_hash=hash_of(article), findings=[f.as_json() for f in found])
        Backing.objects.bulk_create(
            Backing(
                article=article,
                sentence_hash=hash_text(f.text),
                document=document,
                start=0,
                end=9,
                quote=document.text[:9],
            )
            for f in found
        )
        with CaptureQueriesContext(connection) as queries:
            page = read(desk, at(article))
        assert page.count('class="review-row') == 2 * paragraphs + 2
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 25, costs


# The checks panel.


def checks_at(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/checks/"


def test_the_panel_groups_findings_red_first_and_names_what_passed(desk: Client, article: Article) -> None:
    words = seen(read(desk, f"/admin/articles/article/{article.pk}/change/"))
    panel = words[words.index("Checks before publish") :]
    assert panel.index("Must fix: Dates") < panel.index("Look at: Sources")
    for part in (
        WORK,
        "Words: June",
        "Source 1 says: “Work begins in June.”",
        "Give the source's date. Go to the body",
        "Passed: ",
    ):
        assert part in panel
    passed = panel[panel.index("Passed: ") : panel.index("Nobody has reviewed")]
    assert "Quotes" in passed and "Dates" not in passed
    assert "Publish in spite of findings" in words


def test_a_short_text_is_checked_at_once_and_a_long_one_by_the_post(desk: Client) -> None:
    article = factories.draft(source=False)
    assert "No source is linked." in seen(read(desk, checks_at(article)))
    text = "The board met and said what it had said. " * 2000
    cite(article, Cited("Board", "Minutes", "https://example.org/long", text=text), 1)
    waiting = desk.get(checks_at(article))
    assert waiting.status_code == 202
    assert "The checks are reading the saved text" in waiting.content.decode()
    assert Job.objects.get().kind == "gate"
    assert "The checks are reading" in read(desk, f"/admin/articles/article/{article.pk}/change/")
    assert desk.get(checks_at(article) + "?now=1").status_code == 200, (
        "should no worker take it, the site does it itself"
    )
    work_off()
    done = desk.get(checks_at(article))
    assert done.status_code == 200
    assert GateRun.objects.get().content_hash == hash_of(article)


def test_a_long_text_is_not_reviewed_before_it_is_checked(desk: Client) -> None:
    article = factories.draft()
    cite(article, Cited("Board", "Long", "https://example.org/long", text="The board met on its day. " * 3000), 2)
    assert "The checks are still reading this text" in read(desk, at(article))
    yes = {"finish": "1", "accuracy": "on", "sources": "on", "could_reject": "on"}
    assert "Finish when they are done." in desk.post(at(article), yes).content.decode()
    GateRun.objects.create(article=article, content_hash=hash_of(article))
    assert "The checks are still" not in read(desk, at(article))


def test_a_body_that_can_not_be_laid_out_is_named_in_the_panel(desk: Client) -> None:
    article = factories.draft()
    Article.objects.update(body="[" * 1000)
    assert "opening brackets" in seen(read(desk, checks_at(article)))
    assert desk.get(at(article)).status_code == 302

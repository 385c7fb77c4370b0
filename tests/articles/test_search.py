"""Search: readers find what is public by its words, by kin of these, and by what they meant; nothing they type breaks it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, SearchWord
from articles.publishing import publish, withhold
from articles.related import neighbours
from articles.search import plain, query, ranking, words
from articles.search.asking import Asked
from articles.search.highlighting import folded
from newsroom.outbox.models import Job
from newsroom.outbox.reconciling import reconcile_all
from newsroom.outbox.working import work_off
from tests import factories

FERRIES = "The island ferries were cancelled on Sunday. Crews asked for longer breaks between crossings."
BEES = "Beekeepers count their hives after a hard winter. Mites took a third of the colonies."


def findable(headline: str, body: str = FERRIES, **values: Any) -> Article:
    """A published article that search knows."""
    article = factories.published(headline, body, **{"dek": "", "source": False, "override": "so"} | values)
    neighbours.relate(article.live)
    return article


def page(client: Client, words: str = "", **asked: Any) -> str:
    """The search page for these words."""
    answer = client.get("/search/?" + urlencode({"q": words, **asked}, doseq=True))
    assert answer.status_code == 200
    return answer.content.decode()


def found(client: Client, words: str, **asked: Any) -> list[str]:
    """The slugs of the results, in order."""
    results = page(client, words, **asked).split('aria-labelledby="near"')[0]
    return re.findall(r'<h3><a href="/articles/([^/"]+)/"', results)


def related(client: Client, words: str, **asked: Any) -> list[str]:
    """The slugs of what is shown as near in meaning."""
    parts = page(client, words, **asked).split('aria-labelledby="near"')
    return re.findall(r'<h3><a href="/articles/([^/"]+)/"', parts[1]) if len(parts) > 1 else []


def said(client: Client, words: str, **asked: Any) -> str:
    """What the page says about its results, without marks."""
    text = page(client, words, **asked).split('<main id="main"')[1].split("</main>")[0]
    return re.sub(r"<[^>]+>", "", unescape(text))


def asked_of_the_database(context: CaptureQueriesContext) -> list[str]:
    """The queries, without what only frames a transaction."""
    frames = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET LOCAL")
    return [one["sql"] for one in context.captured_queries if not one["sql"].startswith(frames)]


# The words.


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Łódź", "łódź"),
        ("習近平", "習近 近平 平"),
        ("AI和法律。", "ai 和法 法律 律"),
        ("북한은 핵", "북한 한은 은 핵"),
        ("“North” – Korea’s\x00", '"north" korea\'s'),
        ("ＡＢ１２", "ab12"),
    ],
)
def test_a_text_is_searched_in_one_form_in_every_locale(text: str, form: str) -> None:
    assert " ".join(plain.searched(text).split()) == form


def test_a_run_at_the_end_of_the_words_may_go_on_in_the_text() -> None:
    assert plain.asked("북한") == "북한"
    assert plain.asked("中國 國家").split() == ["中國", "國", "國家"]
    assert plain.asked("美") == "美"


def test_folding_keeps_every_character_at_its_place() -> None:
    text = "Wałęsa’s İstanbul ß ÆØÅ ＡＢ ﬁ"
    assert len(folded(text)) == len(text)
    assert folded(text).startswith("walesa's istanbul")


def test_words_phrases_exclusions_and_choices_are_told_apart() -> None:
    groups = query.units_of('kim “north korea” -"south korea" or -trade "open')
    assert [[(unit.text, unit.excluded) for unit in group] for group in groups] == [
        [("kim", False), ("north korea", False), ("south korea", True)],
        [("trade", True), ("open", False)],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "hits", "misses"),
    [
        ("en", "Ferries were cancelled.", ["ferry", "FERRIES", "cancelling", "ferries -bees", "bees or ferry"], ["ferries bees", "ferry -cancelled", '"cancelled ferries"']),
        ("de", "Die Fähren fuhren über Köln.", ["Fähren", "fahren", "KÖLN", "koln", "die Fähren"], ["Fähre", "köl"]),
        ("fr", "L'été à Besançon", ["besancon", "été"], ["besan"]),
        ("zh", "中国国家主席访问平壤。", ["国家主席", "访问", "席", "中", '"国家主席访问"'], ["家国", "北京", "壤平"]),
        ("ko", "북한은 중국의 가장 가까운 이웃이다.", ["북한", "중국", "이웃", '"북한은 중국의"', "북한 이웃"], ["한국"]),
        ("ja", "金正恩総書記がロシアを訪問した", ["総書記", "ロシア", "金正恩 訪問"], ["シロ"]),
        ("ar", "زار الرئيس العاصمة", ["الرئيس"], ["رئيس"]),
        ("en", "The state-of-the-art AI's 3.5% rise in the U.S.", ["state-of-the-art", "ai", "3.5", "art"], ["3.6"]),
    ],
)  # fmt: skip
def test_english_is_found_by_stem_and_other_languages_by_the_word_as_it_stands(
    language: str, text: str, hits: list[str], misses: list[str], client: Client
) -> None:
    article = findable("·", text, language=language)
    for words_asked in hits:
        assert found(client, words_asked) == [article.slug], words_asked
    for words_asked in misses:
        assert found(client, words_asked) == [], words_asked


@pytest.mark.django_db
def test_an_excluded_word_is_excluded_in_every_language(client: Client) -> None:
    findable("Cats and dogs live there")
    alone = findable("Cats live there")
    assert found(client, "cats -dogs") == [alone.slug]
    assert found(client, "cats -dog") == [alone.slug]


# The order.


@pytest.mark.django_db
def test_headline_stands_above_dek_and_dek_above_body(client: Client) -> None:
    headline = findable("The harbour is quiet", at=timezone.now() - timedelta(days=20))
    dek = findable("Two", dek="The harbour is quiet.", at=timezone.now() - timedelta(days=10))
    body = findable("Three", "The harbour is quiet.")
    assert found(client, "harbour") == [headline.slug, dek.slug, body.slug]


@pytest.mark.django_db
def test_of_two_alike_the_newer_stands_first_and_by_date_the_newest(client: Client) -> None:
    old = findable("Harbour", at=timezone.now() - timedelta(days=900))
    new = findable("Harbour")
    mentioned = findable("Boats", "By the harbour.", at=timezone.now() - timedelta(days=3))
    assert found(client, "harbour") == [new.slug, old.slug, mentioned.slug]
    assert found(client, "harbour", sort="date") == [new.slug, mentioned.slug, old.slug]


@pytest.mark.django_db
@pytest.mark.parametrize("common", [False, True])
def test_pages_follow_one_another_without_gap_or_repetition(
    common: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slugs = [findable(f"Harbour {n}", at=timezone.now() - timedelta(days=n)).slug for n in range(24)]
    if common:
        monkeypatch.setattr(ranking, "COMMON", 0)
        words.count_words()
    assert [len(found(client, "harbour", page=n)) for n in (1, 2, 3, 4)] == [10, 10, 4, 0]
    assert sorted(slug for n in (1, 2, 3) for slug in found(client, "harbour", page=n)) == sorted(slugs)
    address, seen = "/search/?q=harbour&sort=date", []
    while address:
        text = client.get(address).content.decode()
        seen += re.findall(r'<h3><a href="/articles/([^/"]+)/"', text)
        address = unescape(earlier[1]) if (earlier := re.search(r'href="([^"]+)" rel="next"', text)) else ""
    assert seen == slugs


@pytest.mark.django_db
def test_common_words_are_looked_for_among_the_newest_and_rarer_ones_everywhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "COMMON", 4)
    monkeypatch.setattr(ranking, "WINDOW", 3)
    monkeypatch.setattr(ranking, "FEW", 1)
    common = [findable("Harbour and bees", at=timezone.now() - timedelta(days=n)) for n in range(5)]
    rare = findable("Harbour and orchards", at=timezone.now() - timedelta(days=9))
    words.count_words()
    assert query.read("harbour").articles == 6
    assert sorted(found(client, "harbour")) == sorted(article.slug for article in common[:3])
    assert "newest" in said(client, "harbour")
    assert found(client, "harbour orchards") == [rare.slug]
    monkeypatch.setattr(ranking, "FEW", 20)
    assert len(found(client, "harbour")) == 6, "with few hits the whole archive is asked"


@pytest.mark.django_db
def test_a_search_that_takes_too_long_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    findable("Harbour")
    slow = ranking.RANK.replace("FROM found", "FROM (SELECT found.* FROM found, pg_sleep(2)) AS found", 1)
    monkeypatch.setattr(ranking, "RANK", slow)
    monkeypatch.setattr(ranking, "SURELY", 50)
    monkeypatch.setattr(ranking, "LIMIT", 50)
    assert "took too long" in page(client, "harbour")
    assert Article.objects.count() == 1, "the transaction around it goes on"


# The filters.


@pytest.mark.django_db
def test_filters_narrow_the_search_and_each_can_be_removed(client: Client) -> None:
    day = datetime(2026, 2, 24, 23, 30, tzinfo=UTC)
    science = factories.section("science", "Science")
    one = findable("Harbour", section=science, at=day, ai_body="generated")
    two = findable("Harbour", at=day + timedelta(hours=1), ai_body="assisted")
    three = findable("Harbour", at=day + timedelta(days=1), source=True)
    assert found(client, "harbour", section="science") == [one.slug]
    assert sorted(found(client, "harbour", section=["science", "world"])) == sorted([one.slug, two.slug, three.slug])
    assert found(client, "harbour", to="2026-02-24") == [one.slug]
    assert found(client, "harbour", **{"from": "2026-02-25", "to": "2026-02-25", "sort": "date"}) == [
        three.slug,
        two.slug,
    ]
    assert found(client, "harbour", kind="generated") == [one.slug]
    assert found(client, "harbour", kind="assisted") == [two.slug]
    assert found(client, "harbour", kind="people") == [three.slug]
    assert found(client, "harbour", sourced="yes") == [three.slug]
    assert found(client, "harbour", section="nowhere", kind="other") == found(client, "harbour")
    text = page(client, "harbour", section="science", to="2026-02-24", kind="generated")
    chips = [unescape(address) for address in re.findall(r'class="chip" href="([^"]+)"', text)]
    assert chips == [
        "/search/?q=harbour&to=2026-02-24&kind=generated",
        "/search/?q=harbour&section=science&kind=generated",
        "/search/?q=harbour&section=science&to=2026-02-24",
    ]
    assert "3 on" in text
    assert 'href="/search/?q=harbour"' in text


@pytest.mark.django_db
def test_an_article_is_found_by_who_signed_the_published_text(client: Client) -> None:
    signed, other = factories.draft("Harbour"), findable("Harbour")
    factories.desk(signed)
    neighbours.relate(publish(signed, by=None)[0])
    assert found(client, "harbour", author="desk") == [signed.slug]
    factories.desk(other)
    assert found(client, "harbour", author="desk") == [signed.slug], "a working copy signs nothing"
    text = page(client, "harbour", author="desk")
    assert "By Newsroom desk" in text
    assert '<option value="desk" selected>Newsroom desk</option>' in text
    assert "Nobody signs as “nobody” here. It was left out." in page(client, "harbour", author="nobody")


@pytest.mark.django_db
def test_only_who_signed_what_readers_see_can_be_chosen(client: Client) -> None:
    draft, _ = factories.draft("Harbour"), findable("Harbour")
    factories.desk(draft)
    assert "Newsroom desk" not in page(client, "harbour")
    neighbours.relate(publish(draft, by=None)[0])
    assert "Newsroom desk" in page(client, "harbour")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "31.2.2026"}, "“31.2.2026” is no date; write it as 2026-02-24. It was left out."),
        ({"to": "9999-12-31"}, "“9999-12-31” is no date"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "No day lies between 2 March 2026 and 1 March 2026; both were left out."),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_used_is_left_out_and_said_so(
    client: Client, asked: dict[str, str], sentence: str
) -> None:
    article = findable("Harbour")
    assert sentence in page(client, "harbour", **asked)
    assert found(client, "harbour", **asked) == [article.slug]


# What is public.


@pytest.mark.django_db
def test_drafts_embargoes_and_what_is_withheld_are_never_found(client: Client) -> None:
    factories.draft("Harbour secrets")
    findable("Harbour embargo", at=timezone.now() + timedelta(days=1))
    withheld = findable("Harbour withheld")
    withhold(withheld)
    edited = findable("Bees", BEES)
    Article.objects.filter(pk=edited.pk).update(headline="Harbour plans", body="Harbour")
    words.count_words()
    assert found(client, "harbour") == []
    assert ranking.find(query.read("harbour"), Asked()).total == 0
    assert related(client, "harbour plans embargo") in ([], [edited.slug])
    assert not SearchWord.objects.filter(word__startswith="embarg", written__gt=0).exists()
    assert found(client, "hives") == [edited.slug]


@pytest.mark.django_db
def test_a_suggestion_never_tells_of_what_is_no_longer_public(client: Client) -> None:
    article = findable("Harbour")
    words.count_words()
    withhold(article)
    assert "Did you mean" not in page(client, "harbuor")


@pytest.mark.django_db
def test_a_result_says_in_words_what_a_machine_wrote(client: Client) -> None:
    findable("Harbour", ai_body="generated")
    assert '<span class="badge">AI-generated</span>' in page(client, "harbour")


# The marks.


@pytest.mark.django_db
def test_matches_are_marked_in_headline_dek_and_a_passage(client: Client) -> None:
    body = f"{'Nothing happens here for long. ' * 30}Then the Orchestra of Wałęsa plays. {'It ends. ' * 40}"
    findable("Ferries of the islands", body, dek="A ferry left.")
    text = page(client, "ferry walesa orchestra")
    assert "<mark>Ferries</mark> of the islands" in text
    assert "A <mark>ferry</mark> left." in text
    passage = re.search(r'<span class="passage">(.*?)</span>', text)
    assert passage
    assert "Then the <mark>Orchestra</mark> of <mark>Wałęsa</mark> plays." in passage.group(1)
    assert passage.group(1).startswith("… ")
    assert passage.group(1).endswith(" …")
    assert len(re.sub(r"<[^>]+>", "", passage.group(1))) < 330


@pytest.mark.django_db
def test_neighbouring_words_share_a_mark(client: Client) -> None:
    findable("The north sea, north of here", "x")
    assert "The <mark>north sea</mark>, <mark>north</mark> of here" in page(client, "north sea")


@pytest.mark.django_db
def test_languages_without_spaces_are_marked_by_their_characters(client: Client) -> None:
    findable("中国国家主席访问平壤", language="zh")
    assert "中国<mark>国家主席</mark>访问平壤" in page(client, "国家主席")


@pytest.mark.django_db
def test_nothing_of_a_text_or_of_the_words_becomes_html(client: Client) -> None:
    findable("<b>Harbour</b> & <script>alert(1)</script>", "The <i>harbour</i> & quay.", dek="<img src=x> harbour")
    text = page(client, 'harbour "<script>alert(2)</script>')
    text += page(client, "harbour")
    assert "<script>alert" not in text
    assert "<img src=x>" not in text
    assert "&lt;b&gt;<mark>Harbour</mark>&lt;/b&gt;" in text


# What helps where little is found.


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbuor", "harbour"),
        ("orchesta", "orchestra"),
        ("Nroth", "north"),
        ("ferry crossngs", "ferry crossings"),
        ('"ferries" -bees crossngs', '"ferries" -bees crossings'),
    ],
)
def test_a_typing_error_is_answered_with_what_was_meant(client: Client, typed: str, meant: str) -> None:
    findable("Harbour orchestra of the north")
    words.count_words()
    text = unescape(page(client, typed, section="world"))
    address = "/search/?" + urlencode({"q": meant, "section": "world"})
    assert f'Did you mean <a href="{address}">{meant}</a>?' in text
    assert found(client, meant)


@pytest.mark.django_db
def test_what_finds_enough_is_not_doubted(client: Client) -> None:
    for _ in range(5):
        findable("Harbour")
    findable("Harbours", "Arbour", dek="Arbours")
    words.count_words()
    assert "Did you mean" not in page(client, "harbour")
    assert "Did you mean" not in page(client, "arbour")


@pytest.mark.django_db
def test_articles_near_in_meaning_stand_apart(client: Client) -> None:
    bees = findable("Bees", BEES)
    findable("Ferries", FERRIES)
    assert found(client, "honeybee beekeeper apiary") == []
    assert related(client, "honeybee beekeeper apiary") == [bees.slug]
    assert related(client, "hives zyzzyva") == [bees.slug], "some of the words are better than none"
    assert related(client, "hives zyzzyva -mites") == []
    assert related(client, "hives zyzzyva", kind="generated") == []
    assert found(client, "hives") == [bees.slug]
    assert related(client, "hives") == []


# Whatever is typed.


@pytest.mark.django_db
def test_without_words_the_page_explains_itself(client: Client) -> None:
    text = page(client)
    assert "<title>Search | Newsroom</title>" in text
    assert "in quotation marks" in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.django_db
def test_nothing_found_says_so_and_offers_a_way_on(client: Client) -> None:
    findable("Harbour")
    text = page(client, "zyzzyva", section="world", kind="people")
    assert "No articles match “zyzzyva”" in text
    assert "Clear 2 filters" in text
    assert "Go to the front page" in page(client, "zyzzyva")


@pytest.mark.django_db
def test_common_words_alone_are_no_search(client: Client) -> None:
    findable("The harbour and the sea")
    assert "only common words" in said(client, "the and of")
    assert "no word to look for" in said(client, "-harbour")
    assert "no word to look for" in said(client, "% & | !")


HOSTILE = [
    "\x00", "a\x00b", '"', '""', "'", "\\", "%", "%s %(x)s", "{0} {door}", "&", "|", "!", "!!!", "<->", "a:*", "a & | b", "(((", ")(", "-", "--", "- -",
    "or", "or or", "or a or", '-"', '"a" -"b', "a" * 10_000, "word " * 3_000, "🗞️", "\u202e\u0301", "\ufffe", "a\u0300" * 90, "'; DROP TABLE x --",
    "http://example.org/a?b=c", "a@b.c", "1e400 0x1F -5.5", "國" * 150, "ß" * 200, "İ" * 150, "ﷺ" * 100, "<mark>", "a" * 199 + " b",
    "\\'a\\' & \\", "$1 $$ $a$", ":A", "'a':A", "\r\n\t", "ก" * 100,
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("words_asked", HOSTILE)
@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_whatever_is_typed_is_answered_by_a_page(client: Client, words_asked: str, sort: str) -> None:
    findable("Harbour 国家 a b")
    text = page(client, words_asked, sort=sort)
    assert 'role="search"' in text
    assert len(text) < 60_000


@pytest.mark.django_db
def test_too_many_words_are_cut_and_said_so(client: Client) -> None:
    assert "Only the first 200 characters" in page(client, "a" * 10_000)
    assert "Only the first 16 of your words" in page(client, "w " * 50)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "nonsense",
    [{"page": "-1"}, {"page": "x"}, {"page": "9" * 30}, {"sort": "date", "before": "1_2_3"}, {"sort": "date", "before": "nan_1"},
     {"sort": "date", "before": "1e99_1"}, {"author": "\0x"}, {"author": "a" * 9_999}, {"from": "\0"}, {"section": "\0"}],
)  # fmt: skip
def test_nonsense_in_an_address_is_no_error(client: Client, nonsense: dict[str, str]) -> None:
    findable("Harbour")
    page(client, "harbour", **nonsense)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words_asked",
    [
        "harbour",
        "harbuor ferries",
        "nothing here at all",
        "harbuor or ferries",
        "xq crossings breaks",
        "harbuor ferries zyzzyva",
        '"the harbour" -bees or ferries',
    ],
)
def test_a_page_asks_the_database_at_most_eight_times(client: Client, words_asked: str) -> None:
    for n in range(12):
        findable(f"Harbour {n}")
    words.count_words()
    with CaptureQueriesContext(connection) as context:
        page(client, words_asked, section="world")
    assert len(asked_of_the_database(context)) <= 8, asked_of_the_database(context)


# The words are counted by a job.


@pytest.mark.django_db
def test_words_are_counted_anew_and_those_that_are_gone_are_forgotten() -> None:
    article = findable("Ferries of Ålesund", "Ferries sail. 2026 AI-made 国家主席访问")
    words.count_words()
    known = {word.word: (word.articles, word.written) for word in SearchWord.objects.all()}
    assert known["ferri"] == (1, 0)
    assert known["ferries"] == (0, 1)
    assert known["alesund"][1] == 1
    assert known["国家"] == (1, 0)
    assert not {word for word, (_, written) in known.items() if written} & {"2026", "ai-made", "国家主席访问"}
    Article.objects.filter(pk=article.pk).update(headline="Bees", body=BEES)
    neighbours.relate(publish(article, by=None)[0])
    words.count_words()
    assert not SearchWord.objects.filter(word="ferri").exists()
    assert SearchWord.objects.get(word="hives").written == 1


@pytest.mark.django_db
def test_frequencies_of_a_sample_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        findable("Harbour")
    monkeypatch.setattr(words, "SAMPLE", 2)
    words.count_words()
    # Whole blocks are drawn: all of a small table, or nothing of it.
    assert SearchWord.objects.get(word="harbour").articles in {0, 2, 4, 6, 8}


@pytest.mark.django_db
def test_the_counting_is_posted_once_a_day_and_done(monkeypatch: pytest.MonkeyPatch) -> None:
    findable("Harbour")
    Job.objects.all().delete()
    reconcile_all()
    reconcile_all()
    assert words.post_words()
    assert not words.post_words()
    assert Job.objects.filter(kind="words").count() == 2
    Job.objects.exclude(kind="words").delete()
    work_off()
    assert set(Job.objects.filter(kind="words").values_list("state", flat=True)) == {"done"}
    assert SearchWord.objects.filter(word="harbour").exists()


# Browsers.


@pytest.mark.django_db
def test_a_browser_can_add_the_search(client: Client) -> None:
    answer = client.get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    tree = ET.fromstring(answer.content)
    assert 0 < len(tree.findtext(f"{space}ShortName") or "") <= 16
    urls = {url.get("rel") or url.get("type"): url.get("template") or "" for url in tree.iter(f"{space}Url")}
    assert urls["text/html"].endswith("/search/?q={searchTerms}")
    assert urls["self"].endswith("/opensearch.xml")
    assert 'rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"' in page(client)

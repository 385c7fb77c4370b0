"""Related Articles: what belongs together finds each other, editors have the first word, readers see what is public."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.models import Article, ArticleVector, Neighbour, Pin, State, TermBlock
from articles.publishing import publish
from articles.related import evaluation, lists, neighbours, terms
from articles.related import frequencies as counting
from articles.related.frequencies import EVERY_TEXT, frequencies
from articles.related.selection import SHOWN, related_to
from tests import factories

HARBOUR = "The harbour board deepens the channel for larger ships. Dredging starts at the eastern pier in June."
PORT = "Larger ships wait for the harbour channel. The dredging at the eastern pier is late, the board says."
BEES = "Beekeepers count their hives after a hard winter. Mites and cold took a third of the colonies."
HONEY = "A hard winter took a third of the hives. Beekeepers blame mites more than cold for the lost colonies."
ORCHESTRA = "The orchestra opens its season with a forgotten symphony. The score lay in an attic for a century."


def related(headline: str, body: str, **values: Any) -> Article:
    """A published article that has its neighbours."""
    article = factories.published(headline, body, dek="", **values)
    neighbours.relate(article.live)
    return article


def listed(article: Article) -> list[int]:
    """The computed neighbours, nearest first."""
    rows = Neighbour.objects.filter(article=article).order_by("position", "-score")
    return list(rows.values_list("other", flat=True))


def pin(article: Article, *others: Article) -> None:
    """Pins, in this order."""
    for position, other in enumerate(others, 1):
        Pin.objects.create(article=article, other=other, position=position)


def in_texts(word: str) -> int:
    """In how many texts a word is counted."""
    return frequencies([terms.number(word)]).get(terms.number(word), 0)


def counted() -> set[tuple[int, int, int]]:
    """All counts as they stand in their blocks."""
    blocks = TermBlock.objects.values_list("id", "terms", "articles")
    return {(block, *one) for block, numbers, articles in blocks for one in zip(numbers, articles, strict=True)}


@pytest.fixture
def harbour(db: None) -> Article:
    return related("Harbour channel", HARBOUR)


# The words.


def test_words_and_pairs_count_without_case_underscores_and_stop_words() -> None:
    assert terms.words("The Head_of STATE, a head-state") == ["head", "state", "head", "state"]
    taken = terms.terms_of("", "", "Head of state")
    assert set(taken.counts) == {terms.number(term) for term in ("head", "state", "head state")}
    assert taken.pairs == {terms.number("head state")}


def test_a_pair_never_reaches_from_headline_to_body() -> None:
    assert terms.number("alpha beta") not in terms.terms_of("Alpha", "", "Beta").counts


def test_a_dek_that_repeats_the_body_is_not_counted_twice() -> None:
    assert terms.terms_of("", "Ships wait.", "Ships wait. Crews too.").counts[terms.number("ships")] == 1
    assert terms.terms_of("", "Ships wait.", "Crews too.").counts[terms.number("ships")] == 1


def test_what_stands_in_the_headline_weighs_more() -> None:
    taken = terms.terms_of("Harbour", "", "Channel")
    weights = terms.weigh(taken, {}, 1)
    assert weights[terms.number("harbour")] / weights[terms.number("channel")] == pytest.approx(1.3)


def test_languages_without_spaces_share_words_too() -> None:
    one, other = (set(terms.terms_of("", "", text).counts) for text in ("中国国家主席", "国家主席访问"))
    assert terms.number("主 席") in one & other


def test_the_256_heaviest_weights_are_kept_and_have_length_one() -> None:
    weights = terms.weigh(terms.terms_of("", "", " ".join(f"word{n}" for n in range(400))), {}, 10)
    assert len(weights) == terms.KEPT
    assert sum(weight**2 for weight in weights.values()) == pytest.approx(1)


def test_a_pair_that_no_other_text_has_is_left_out() -> None:
    taken = terms.terms_of("", "", "alpha beta gamma")
    weights = terms.weigh(taken, {terms.number("alpha beta"): 2}, 10)
    assert weights.keys() & taken.pairs == {terms.number("alpha beta")}


@pytest.mark.parametrize(
    ("frequencies", "chosen"),
    [
        ({}, []),
        ({1: 1, 2: 2}, [2]),
        ({1: 4_999, 2: 2, 3: 1_000}, [1]),
        ({1: 5_001, 2: 2_000, 3: 3_000}, [2, 3]),
        (dict.fromkeys(range(1, 41), 10), list(range(1, 26))),
    ],
)
def test_candidates_are_looked_up_by_the_first_terms_that_the_bound_allows(
    frequencies: dict[int, int], chosen: list[int]
) -> None:
    assert neighbours.bounded(range(1, 41), frequencies) == chosen


# The neighbours.


@pytest.mark.django_db
def test_articles_about_the_same_thing_find_each_other_in_both_directions(harbour: Article) -> None:
    bees, orchestra = related("Hives", BEES), related("Season", ORCHESTRA)
    port, honey = related("Ships wait", PORT), related("Winter losses", HONEY)
    assert [listed(a)[0] for a in (harbour, port, bees, honey)] == [port.pk, harbour.pk, honey.pk, bees.pk]
    assert len(listed(orchestra)) == 4
    there, back = (Neighbour.objects.get(article=a, other=b) for a, b in ((harbour, port), (port, harbour)))
    assert there.score == pytest.approx(back.score)
    assert 0 < there.score < 1


def test_the_starting_articles_are_each_others_nearest(seeds: None) -> None:
    for article in Article.objects.published().select_related("live"):
        neighbours.relate(article.live)
    assert Article.objects.count() >= 26
    one, other = Article.objects.filter(slug__startswith="xis-congratulations-to-kim")
    assert listed(one)[0] == other.pk
    assert listed(other)[0] == one.pk
    assert all(len(listed(article)) == lists.KEPT for article in Article.objects.all())


@pytest.mark.django_db
def test_relating_twice_is_relating_once(harbour: Article) -> None:
    related("Ships wait", PORT)
    before = set(Neighbour.objects.values_list("article", "other")), counted()
    neighbours.relate(harbour.live)
    assert before == (
        set(Neighbour.objects.values_list("article", "other")),
        counted(),
    )


@pytest.mark.django_db
def test_counts_are_those_of_the_texts_that_are_there_whoever_comes_and_goes() -> None:
    lot = random.Random(1)
    texts = [Counter(lot.choices(range(1, 3_000), k=200)) for _ in range(12)]
    there: dict[int, Counter[int]] = {}
    for _ in range(60):
        number = lot.randrange(len(texts))
        gone, come = there.pop(number, None), texts[number] if lot.random() < 0.6 else None
        counting.count(*(terms.Terms(one, frozenset(), frozenset()) if one else None for one in (come, gone)))
        if come:
            there[number] = come
        true = Counter(term for one in there.values() for term in one)
        assert counted() == {(term >> 10, term & 1023, n) for term, n in (true | {EVERY_TEXT: len(there)}).items() if n}
        assert frequencies(range(1, 3_000)) == {term: n for term, n in (true | {EVERY_TEXT: len(there)}).items() if n}


@pytest.mark.django_db
def test_a_new_version_is_counted_in_the_place_of_the_old(harbour: Article) -> None:
    assert in_texts("dredging")
    Article.objects.filter(pk=harbour.pk).update(body=BEES)
    neighbours.relate(publish(harbour, by=None)[0])
    assert not in_texts("dredging")
    assert in_texts("hives") == 1
    assert frequencies([])[EVERY_TEXT] == 1
    assert ArticleVector.objects.get().version.number == 2


@pytest.mark.django_db
def test_a_list_keeps_its_ten_nearest(harbour: Article) -> None:
    for number in range(12):
        related(f"Season {number}", f"{ORCHESTRA} Evening {number}.")
    port = related("Ships wait", PORT)
    assert len(listed(harbour)) == lists.KEPT
    assert listed(harbour)[0] == port.pk


@pytest.mark.django_db
def test_each_new_article_renews_the_one_that_has_waited_longest(harbour: Article) -> None:
    bees = related("Hives", BEES)
    ArticleVector.objects.filter(pk=harbour.pk).update(computed_at=datetime(2020, 1, 1, tzinfo=UTC))
    ArticleVector.objects.filter(pk=bees.pk).update(computed_at=datetime(2021, 1, 1, tzinfo=UTC))
    port = related("Ships wait", PORT)
    old = ArticleVector.objects.filter(computed_at__lt=timezone.now() - timedelta(days=1))
    assert list(old.values_list("pk", flat=True)) == [bees.pk]
    neighbours.relate(port.live)  # it is not new any more
    assert old.get().pk == bees.pk


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["So it is.", "!!! ??? 1", "的", "x" * 5_000])
def test_a_text_with_hardly_a_word_has_neighbours_too(harbour: Article, body: str) -> None:
    assert listed(related("It", body)) == [harbour.pk]


@pytest.mark.django_db
def test_words_are_found_without_accents_and_the_headline_leads(harbour: Article) -> None:
    related("Café in Zürich", "The owner closes it.")
    related("Owner", "A café was closed in Zürich by its owner.")
    query = """SELECT article_id FROM articles_articlevector,
               websearch_to_tsquery('english', unaccent('cafes in Zürich')) AS query
               WHERE search @@ query ORDER BY ts_rank(search, query) DESC"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = [Article.objects.get(pk=pk).headline for (pk,) in cursor.fetchall()]
    assert found == ["Café in Zürich", "Owner"]


@pytest.mark.django_db
def test_a_forgotten_article_leaves_counts_and_lists_but_not_the_pins(harbour: Article) -> None:
    port, bees = related("Ships wait", PORT), related("Hives", BEES)
    pin(port, harbour)
    assert neighbours.forget(harbour)
    assert not neighbours.forget(harbour)
    assert listed(harbour) == []
    assert listed(port) == [bees.pk]
    assert frequencies([])[EVERY_TEXT] == 2
    assert not in_texts("june")
    assert Pin.objects.filter(article=port, other=harbour).exists()


@pytest.mark.django_db
def test_lists_that_lose_an_article_are_filled_again(harbour: Article) -> None:
    others = [related(f"Season {number}", f"{ORCHESTRA} Evening {number}.") for number in range(lists.KEPT + 1)]
    neighbours.forget(Article.objects.get(pk=listed(harbour)[0]))
    assert len(listed(harbour)) == lists.KEPT
    assert len(others) == lists.KEPT + 1


# What readers see.


@pytest.mark.django_db
def test_pins_come_first_in_their_order_then_the_nearest_each_once(harbour: Article) -> None:
    port, bees, orchestra, honey = (
        related("Ships wait", PORT),
        related("Hives", BEES),
        related("Season", ORCHESTRA),
        related("Winter", HONEY),
    )
    pin(harbour, orchestra, bees)
    shown = [facts.slug for facts in related_to(harbour.pk)]
    assert shown == [orchestra.slug, bees.slug, port.slug, honey.slug]


@pytest.mark.django_db
def test_pins_survive_being_related_again(harbour: Article) -> None:
    bees = related("Hives", BEES)
    pin(harbour, bees)
    neighbours.relate(harbour.live)
    assert Pin.objects.filter(article=harbour).count() == 1


@pytest.mark.django_db
def test_readers_see_public_articles_only(harbour: Article) -> None:
    withheld, embargoed, draft = (
        related("Ships wait", PORT),
        related("Ships wait again", PORT),
        factories.draft(body=PORT),
    )
    Article.objects.filter(pk=withheld.pk).update(state=State.WITHHELD)
    Article.objects.filter(pk=embargoed.pk).update(published_at=timezone.now() + timedelta(hours=1))
    pin(harbour, draft)
    assert related_to(harbour.pk) == []
    Article.objects.filter(pk=embargoed.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    assert [facts.slug for facts in related_to(harbour.pk)] == [embargoed.slug]


@pytest.mark.django_db
def test_neighbours_are_read_with_one_query(harbour: Article, django_assert_num_queries: Any) -> None:
    for number in range(6):
        related(f"Season {number}", ORCHESTRA)
    with django_assert_num_queries(1):
        assert len(related_to(harbour.pk)) == SHOWN


@pytest.mark.django_db
def test_of_near_copies_one_keeps_its_place_and_the_others_go_last(harbour: Article) -> None:
    bees, orchestra = related("Hives", BEES), related("Season", ORCHESTRA)
    copies = [related("Ships wait for the channel", PORT) for _ in range(3)]
    places = listed(harbour)
    assert [copy.pk for copy in copies].index(places[0]) == 0
    assert set(places[1:3]) == {bees.pk, orchestra.pk}
    assert set(places[3:]) == {copy.pk for copy in copies[1:]}


@pytest.mark.django_db
def test_a_near_copy_of_a_pin_goes_last(harbour: Article) -> None:
    first, second = related("Ships wait", PORT), related("Ships wait", PORT)
    bees = related("Hives", BEES)
    pin(harbour, second)
    neighbours.relate(harbour.live)
    assert listed(harbour)[0] == bees.pk
    assert [facts.slug for facts in related_to(harbour.pk)] == [second.slug, bees.slug, first.slug]


@pytest.mark.django_db
def test_of_two_equally_near_the_one_of_the_same_time_is_nearer_and_an_old_one_on_the_event_before_a_fresh_stranger() -> (
    None
):
    now = timezone.now()
    old = related("Ships wait", PORT, at=now - timedelta(days=900))
    bees = related("Hives", BEES, at=now)
    assert listed(related("Harbour channel", HARBOUR, at=now)) == [old.pk, bees.pk]
    fresh = related("Ships wait", PORT.replace("says", "said"), at=now - timedelta(days=1))
    newest = related("Harbour channel again", HARBOUR, at=now)
    scores = dict(Neighbour.objects.filter(article=newest).values_list("other", "score"))
    assert 0.9 < scores[old.pk] / scores[fresh.pk] < 0.95


# Why it stands there.

SANCTIONS = "Ministers agreed on sanctions against the fleet on Monday. The sanctions bind all ports."
AGREED = "New sanctions were agreed on Monday. Ministers hold that the sanctions bind every port and the fleet."


def reason(article: Article, other: Article) -> str:
    """The words on the card of the other below the article."""
    return next(facts.reason for facts in related_to(article.pk) if facts.slug == other.slug)


@pytest.mark.django_db
def test_a_shared_name_is_the_reason_and_a_longer_one_stands_for_the_shorter() -> None:
    for number in range(3):
        related(f"Season {number}", ORCHESTRA)
    one = related(
        "A visit", "Envoys from North Korea came to the harbour. The flag of North Korea was raised in Korea."
    )
    other = related(
        "A letter", "A letter from North Korea arrived. It says that North Korea will send a ship to Korea."
    )
    neighbours.relate(one.live)
    assert reason(one, other) == reason(other, one) == "Also about North Korea"


@pytest.mark.django_db
def test_without_a_name_it_is_what_both_stand_under_and_what_is_older_is_background() -> None:
    for number in range(6):
        related(f"Season {number}", f"{ORCHESTRA} {BEES} Evening {number}.")
    now = timezone.now()
    old = related("Ministers agree on sanctions", SANCTIONS, at=now - timedelta(days=40))
    new = related("More sanctions follow", AGREED)
    assert reason(new, old) == "Background: sanctions"
    assert reason(old, new) == "Also about sanctions"


@pytest.mark.django_db
def test_a_pin_that_is_a_neighbour_too_stands_there_once_with_its_reason() -> None:
    for number in range(6):
        related(f"Season {number}", f"{ORCHESTRA} {BEES} Evening {number}.")
    one = related("Ministers agree on sanctions", SANCTIONS)
    other = related("More sanctions follow", AGREED)
    pin(one, *Article.objects.filter(headline__startswith="Season")[:3], other)
    shown = related_to(one.pk)
    assert len({facts.slug for facts in shown}) == SHOWN
    assert (shown[-1].slug, shown[-1].reason) == (other.slug, "Also about sanctions")


@pytest.mark.django_db
def test_a_word_of_the_bodies_alone_is_no_reason() -> None:
    for number in range(6):
        related(f"Season {number}", f"{ORCHESTRA} {BEES} Evening {number}.")
    one, other = related("Ministers agree", SANCTIONS), related("What follows now", AGREED)
    assert reason(one, other) == ""


@pytest.mark.django_db
def test_articles_of_one_story_tell_the_same_event_whatever_they_share() -> None:
    story = factories.story()
    one = related("Ministers agree on sanctions", SANCTIONS, story=story)
    other = related("More sanctions follow", AGREED, story=story)
    assert reason(one, other) == "Same event"


@pytest.mark.django_db
def test_meaning_is_compared_among_articles_of_the_same_time_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "ON_EACH_SIDE", 1)
    now = timezone.now()
    bodies = [HARBOUR, BEES, ORCHESTRA, "Chess players meet in the old town hall.", "Rain fell all week in the north."]
    articles = [related(body[:12], body, at=now - timedelta(days=9 - n)) for n, body in enumerate(bodies)]
    for article in articles:
        neighbours.forget(article)
    for article in articles[:2] + articles[3:]:
        neighbours.relate(article.live)
    neighbours.relate(articles[2].live)
    assert set(listed(articles[2])) == {articles[1].pk, articles[3].pk}


# The commands.


def relate(*arguments: str) -> str:
    out = StringIO()
    call_command("relate", *arguments, stdout=out)
    return next(line for line in reversed(out.getvalue().splitlines()) if line.startswith("relate")).split(",")[0]


@pytest.mark.django_db
def test_relate_computes_what_is_missing_and_all_of_it_on_request() -> None:
    harbour, port = factories.published("Harbour", HARBOUR), factories.published("Port", PORT)
    factories.draft()
    assert relate() == "relate: 2 of 2"
    assert listed(harbour) == [port.pk]
    assert relate() == "relate: 0 of 0"
    assert relate("--all") == "relate: 2 of 2"
    Article.objects.filter(pk=harbour.pk).update(body=BEES)
    publish(harbour, by=None)
    assert relate() == "relate: 1 of 1"


@pytest.mark.django_db
def test_an_interrupted_run_says_how_to_go_on_and_does_the_rest(harbour: Article) -> None:
    related("Ships wait", PORT)
    ArticleVector.objects.update(computed_at=datetime(2020, 1, 1, tzinfo=UTC))
    stored = count(1)

    def key_pressed(execute: Any, sql: str, *arguments: Any) -> Any:
        if 'INSERT INTO "articles_articlevector"' in sql and next(stored) == 2:
            raise KeyboardInterrupt
        return execute(sql, *arguments)

    pressed = connection.execute_wrapper(key_pressed)
    with pressed, pytest.raises(CommandError, match=r"Go on with: .* relate --all --since") as stop:
        relate("--all")
    assert relate(*str(stop.value).split("relate ")[-1].split()) == "relate: 1 of 1"


@pytest.mark.django_db
def test_relate_forgets_what_left_the_public(harbour: Article) -> None:
    port = related("Ships wait", PORT)
    Article.objects.filter(pk=port.pk).update(state=State.WITHHELD)
    assert relate() == "relate: 0 of 0"
    assert listed(harbour) == []
    assert not ArticleVector.objects.filter(pk=port.pk).exists()


# The evaluation.

CORPUS = [
    {"id": "h", "title": "Harbour channel", "dek": "", "body": HARBOUR, "date": "2024-02-29"},
    {"id": "b", "title": "Hives", "dek": None, "body": BEES, "date": None},
    {"id": 3, "title": "x" * 300, "body": HONEY + "\0\ud800"},
    {"id": "p", "title": "Ships wait", "dek": "", "body": PORT, "date": ""},
]


def site() -> list[Any]:
    """All that an evaluation might touch by mistake."""
    return [list(model.objects.order_by("pk").values_list("pk")) for model in evaluation.TABLES]


@pytest.mark.django_db(transaction=True)
def test_an_evaluation_uses_the_products_own_neighbours_and_leaves_the_site_alone() -> None:
    harbour, bees = related("Harbour channel", HARBOUR), related("Hives", BEES)
    pin(harbour, bees)
    before = site()
    answers = {row["id"]: row["related"] for row in evaluation.evaluate_related(CORPUS)}
    assert list(answers) == ["h", "b", 3, "p"]
    assert [answers[name][0] for name in answers] == ["p", 3, "b", "h"]
    assert all(len(others) == 3 for others in answers.values())
    assert site() == before
    assert [facts.slug for facts in related_to(harbour.pk)] == [bees.slug]


@pytest.mark.django_db(transaction=True)
def test_an_evaluation_gives_near_copies_last_unless_asked_otherwise() -> None:
    rows = [*CORPUS, {"id": "copy", "title": "Ships wait", "body": PORT}]
    varied, plain = (next(evaluation.evaluate_related(rows, varied))["related"] for varied in (True, False))
    assert (varied[0], varied[-1]) == ("p", "copy")
    assert plain[:2] == ["p", "copy"]


@pytest.mark.django_db(transaction=True)
def test_pairs_are_scored_by_likeness() -> None:
    rows = [
        {"id": "same", "a": HARBOUR, "b": HARBOUR},
        {"id": "near", "a": HARBOUR, "b": PORT},
        {"id": "far", "a": HARBOUR, "b": BEES},
        {"id": "empty", "a": "", "b": ""},
    ]
    scores = {row["id"]: row["score"] for row in evaluation.evaluate_pairs(rows)}
    assert scores["same"] == pytest.approx(1, abs=1e-3)
    assert 1 > scores["near"] > scores["far"] >= scores["empty"] == 0

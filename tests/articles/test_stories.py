"""Stories: articles on one event find together, precisely; what the desk decides holds for ever."""

from datetime import timedelta
from io import StringIO
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, ArticleVector, Neighbour, Pin, Story, StoryProposal
from articles.publishing import publish, withhold
from articles.related import neighbours
from articles.related.furniture import without_furniture
from articles.related.selection import related_to
from articles.stories import editing, jobs
from articles.stories.finding import story_at
from articles.stories.grouping import ENOUGH, PROPOSED, group, more_needed, nearly
from articles.stories.likeness import plain
from articles.stories.naming import shortened
from articles.stories.regrouping import regroup
from newsroom.outbox.models import Job
from newsroom.outbox.working import work_off
from tests import factories

HARBOUR = "The harbour board deepens the channel for larger ships. Dredging starts at the eastern pier in June."
PORT = "Larger ships wait for the harbour channel. The dredging at the eastern pier starts in June, the board says."
QUAY = "In June the harbour board starts dredging the channel at the eastern pier, so that larger ships may enter."
BEES = "Beekeepers count their hives after a hard winter. Mites and cold took a third of the colonies."
HONEY = "A hard winter took a third of the hives. Beekeepers count mites more than cold for the lost colonies."


def told(headline: str, body: str, **values: Any) -> Article:
    """A published article that has its neighbours and was compared for its story."""
    article = factories.published(headline, body, dek="", **values)
    neighbours.relate(article.live)
    regroup(article.pk)
    article.refresh_from_db()
    return article


def story_of(article: Article) -> int | None:
    return Article.objects.values_list("story", flat=True).get(pk=article.pk)


def table(articles: int, **pairs: float) -> Any:
    alike = np.eye(articles, dtype=np.float32)
    for places, value in pairs.items():
        a, b = int(places[1]), int(places[2])
        alike[a, b] = alike[b, a] = value
    return alike


def apart(articles: int, *pairs: tuple[int, int]) -> Any:
    barred = np.zeros((articles, articles), dtype=np.bool_)
    for a, b in pairs:
        barred[a, b] = barred[b, a] = True
    return barred


def alone(articles: int) -> list[list[int]]:
    return [[place] for place in range(articles)]


def together(groups: list[list[int]]) -> set[frozenset[int]]:
    return {frozenset(places) for places in groups}


# The rule.


@pytest.mark.parametrize(("likeness", "joined"), [(ENOUGH + 0.01, True), (ENOUGH - 0.01, False)])
def test_two_articles_join_from_the_threshold_on(likeness: float, joined: bool) -> None:
    assert (len(group(table(2, p01=likeness), alone(2), apart(2))) == 1) is joined


def test_a_straggler_joins_an_established_group_at_less_than_two_articles_need() -> None:
    three = {"p01": 0.5, "p02": 0.5, "p12": 0.5}
    near = {"p03": 0.17, "p13": 0.17, "p23": 0.17}
    assert together(group(table(4, **three, **near), alone(4), apart(4))) == {frozenset(range(4))}
    pair = table(3, p01=0.5, p02=0.17, p12=0.17)
    assert together(group(pair, alone(3), apart(3))) == {frozenset({0, 1}), frozenset({2})}


def test_two_established_groups_need_as_much_as_two_articles() -> None:
    alike = np.full((8, 8), 0.17, dtype=np.float32)
    alike[:4, :4] = alike[4:, 4:] = 0.5
    assert len(group(alike, alone(8), apart(8))) == 2
    alike[:4, 4:] = alike[4:, :4] = 0.2
    assert len(group(alike, alone(8), apart(8))) == 1


def test_what_may_not_meet_never_does_not_even_through_a_third() -> None:
    alike = table(3, p01=0.9, p12=0.8, p02=0.9)
    assert together(group(alike, alone(3), apart(3, (0, 2)))) == {frozenset({0, 1}), frozenset({2})}


def test_what_is_together_at_the_start_stays_together() -> None:
    assert together(group(table(2, p01=0.0), [[0, 1]], apart(2))) == {frozenset({0, 1})}


def test_what_is_almost_alike_is_proposed_unless_it_is_barred() -> None:
    alike = table(3, p01=PROPOSED + 0.01, p12=PROPOSED + 0.02)
    near = nearly(alike, alone(3), apart(3, (1, 2)))
    assert [(one.one, one.other) for one in near] == [(0, 1)]


def test_a_young_paper_needs_more() -> None:
    assert more_needed(29) > more_needed(500) > more_needed(1_000) == more_needed(50_000) == 0


def test_headline_and_dek_count_like_the_body() -> None:
    from articles.related.terms import terms_of, weigh

    taken = terms_of("Harbour", "", "Channel")
    even = plain(weigh(taken, {}, 1), "Harbour", "")
    assert len({round(weight, 6) for weight in even.values()}) == 1
    assert sum(weight**2 for weight in even.values()) == pytest.approx(1)


def test_a_name_is_shortened_at_a_word_and_says_so() -> None:
    assert shortened("Short") == "Short"
    long = shortened("word " * 40)
    assert len(long) <= 90
    assert long.endswith("word…")
    assert len(shortened("x" * 200)) <= 90


# The program.


@pytest.mark.django_db
def test_articles_on_one_event_become_a_story_named_after_the_first() -> None:
    harbour, bees, port = told("Harbour channel", HARBOUR), told("Hives", BEES), told("Ships wait", PORT)
    assert story_of(harbour) == story_of(port) is not None
    assert story_of(bees) is None
    story = Story.objects.get()
    assert (story.name, story.slug, story.named_by) == ("Harbour channel", "harbour-channel", "program")


@pytest.mark.django_db
def test_a_story_keeps_its_identity_when_another_article_joins() -> None:
    told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    before = Story.objects.values().get()
    quay = told("Deeper at last", QUAY)
    assert story_of(quay) == before["id"]
    assert Story.objects.values().get() == before


@pytest.mark.django_db
def test_regrouping_twice_is_regrouping_once() -> None:
    harbour, _ = told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    rows = lambda: list(Article.objects.order_by("pk").values_list("story", "grouped_into"))  # noqa: E731 - asked twice
    before = rows()
    regroup(harbour.pk)
    assert rows() == before
    assert Story.objects.count() == 1


@pytest.mark.django_db
def test_an_article_that_changes_its_subject_leaves_its_story() -> None:
    harbour, port = told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    Article.objects.filter(pk=port.pk).update(body=BEES, headline="Hives")
    neighbours.relate(publish(port, by=None)[0])
    regroup(port.pk)
    assert (story_of(harbour), story_of(port)) == (None, None)


@pytest.mark.django_db
def test_an_article_that_is_withheld_takes_its_headline_out_of_the_name_of_the_story() -> None:
    harbour, port, quay = told("Xqzzyvoid channel", HARBOUR), told("Ships wait", PORT), told("Deeper", QUAY)
    withhold(harbour)
    regroup(harbour.pk)
    story = Story.objects.get()
    assert story.name == "Ships wait"
    assert "xqzzyvoid" not in story.slug
    assert story_at("xqzzyvoid-channel") == story
    assert story_of(port) == story_of(quay) == story.pk


@pytest.mark.django_db
def test_what_is_under_embargo_is_in_no_story_before_its_time() -> None:
    harbour = told("Harbour channel", HARBOUR)
    port = told("Ships wait", PORT, at=timezone.now() + timedelta(hours=1))
    assert (story_of(harbour), story_of(port)) == (None, None)
    jobs.post_stories(port.live)
    work_off()
    assert Job.objects.get(kind="stories", payload__article=port.pk).state == "retry"


def test_the_starting_pages_are_one_story_and_the_submarine_is_not_in_it(seeds: None) -> None:
    pages = Article.objects.filter(slug__startswith="xis-congratulations-to-kim")
    pages.update(story=None)  # as if the desk had not filed them
    for article in Article.objects.published().select_related("live"):
        neighbours.relate(article.live)
    for article in Article.objects.published():
        regroup(article.pk)
    one, other = pages
    submarine = Article.objects.get(slug="china-type-095-nuclear-attack-submarine")
    assert one.story_id == other.story_id is not None
    assert submarine.story_id is None
    assert [a.pk for a in one.story.articles.exclude(pk__in=pages)] == []


# The desk.


@pytest.mark.django_db
def test_what_the_desk_filed_is_never_changed() -> None:
    story = factories.story("Bees and ships")
    harbour, bees = told("Harbour channel", HARBOUR, story=story), told("Hives", BEES, story=story)
    port = told("Ships wait", PORT)
    for article in (harbour, bees, port):
        regroup(article.pk)
    assert story_of(harbour) == story_of(bees) == story.pk
    assert Story.objects.get(pk=story.pk).name == "Bees and ships"


@pytest.mark.django_db
def test_a_new_article_joins_the_desks_story() -> None:
    story = factories.story()
    told("Harbour channel", HARBOUR, story=story)
    assert story_of(told("Ships wait", PORT)) == story.pk


@pytest.mark.django_db
@pytest.mark.parametrize("by_form", [True, False])
def test_what_the_desk_took_out_of_a_story_stays_out(by_form: bool) -> None:
    harbour, port = told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    if by_form:
        Article.objects.filter(pk=port.pk).update(story=None)
    else:
        assert editing.split_off(port)
    for article in (harbour, port):
        regroup(article.pk)
    assert story_of(harbour) is None, "nothing is left to be one story with"
    told("Deeper", QUAY)
    assert story_of(port) is None
    assert story_of(harbour) is not None


@pytest.mark.django_db
def test_merged_stories_stay_merged_and_every_address_leads_on() -> None:
    told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    bees, _ = told("Hives", BEES), told("Winter", HONEY)
    one, other = Story.objects.order_by("pk")
    into = editing.merge([other, one])
    regroup(bees.pk)
    assert into == one
    assert set(Article.objects.values_list("story", flat=True)) == {one.pk}
    assert story_at(other.slug) == one


@pytest.mark.django_db
def test_a_renamed_story_keeps_its_old_address_and_the_desks_name() -> None:
    harbour, _ = told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    story = Story.objects.get()
    assert editing.rename(story, "The deep channel", "deep")
    regroup(harbour.pk)
    story.refresh_from_db()
    assert (story.name, story.slug, story.named_by) == ("The deep channel", "deep", "desk")
    assert story_at("harbour-channel") == story
    taken = factories.story()
    with pytest.raises(ValidationError):
        editing.rename(taken, "Other", "harbour-channel")


@pytest.mark.django_db
def test_what_the_desk_says_is_not_the_same_is_never_put_together_nor_proposed_again() -> None:
    editor = factories.editor()
    harbour, port = told("Harbour channel", HARBOUR), factories.published("Ships wait", PORT, dek="")
    proposal = StoryProposal.objects.create(article=harbour, other=port, score=0.17)
    assert editing.not_same(proposal, editor)
    neighbours.relate(port.live)
    regroup(port.pk)
    assert (story_of(harbour), story_of(port)) == (None, None)
    assert StoryProposal.objects.get().state == "apart"


@pytest.mark.django_db
def test_what_the_desk_says_is_the_same_is_one_story() -> None:
    harbour, bees = told("Harbour channel", HARBOUR), told("Hives", BEES)
    proposal = StoryProposal.objects.create(article=harbour, other=bees, score=0.17)
    story = editing.same(proposal, factories.editor())
    regroup(harbour.pk)
    assert story_of(harbour) == story_of(bees) == story.pk
    assert Article.objects.get(pk=bees.pk).is_filed_by_desk


@pytest.mark.django_db
def test_the_desk_answers_merges_splits_and_names_in_the_admin(client: Any) -> None:
    client.force_login(factories.editor())
    harbour, port = told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    story = Story.objects.get()
    path = f"/admin/articles/story/{story.pk}/change/"
    assert "Ships wait" in client.get(path).content.decode()
    rows = {
        "articles-TOTAL_FORMS": 2,
        "articles-INITIAL_FORMS": 2,
        "articles-0-id": port.pk,
        "articles-0-story": story.pk,
        "articles-0-angle": "The crews",
        "articles-0-angle_order": 1,
        "articles-1-id": harbour.pk,
        "articles-1-story": story.pk,
        "articles-1-angle": "",
        "articles-1-angle_order": "",
        "articles-1-split": "on",
    }
    answer = client.post(path, {"name": "The channel", "slug": "the-channel", **rows})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert (story_of(harbour), story_of(port)) == (None, story.pk)
    assert Article.objects.get(pk=port.pk).angle == "The crews"
    assert story_at("harbour-channel").slug == "the-channel"
    pair = sorted((harbour.pk, port.pk))
    proposal = StoryProposal.objects.create(article_id=pair[0], other_id=pair[1], score=0.17)
    listed = "/admin/articles/storyproposal/"
    assert "Ships wait" in client.get(listed).content.decode()
    client.post(listed, {"action": "are_not_the_same", "_selected_action": [proposal.pk]})
    assert StoryProposal.objects.get().state == "apart"
    assert "Ships wait" not in client.get(listed).content.decode()
    assert "Ships wait" in client.get(listed, {"state": "all"}).content.decode()
    other = factories.story()
    client.post("/admin/articles/story/", {"action": "merge_selected", "_selected_action": [story.pk, other.pk]})
    assert story_at(story.slug) == story_at(other.slug)


# Jobs.


@pytest.mark.django_db
def test_the_job_finds_the_story_and_lays_out_its_page() -> None:
    harbour, port = factories.published("Harbour", HARBOUR, dek=""), factories.published("Ships wait", PORT, dek="")
    for article in (harbour, port):
        neighbours.relate(article.live)
        jobs.post_stories(article.live)
    work_off()
    assert Story.objects.get().page.html
    assert set(Job.objects.filter(kind__in=["stories", "story-page"]).values_list("state", flat=True)) == {"done"}


@pytest.mark.django_db
def test_a_missing_job_is_found_missing() -> None:
    harbour, port = factories.published("Harbour", HARBOUR, dek=""), factories.published("Ships wait", PORT, dek="")
    for article in (harbour, port):
        neighbours.relate(article.live)
    assert jobs.stories() == 2
    work_off()
    assert jobs.stories() == 0
    assert Article.objects.exclude(story=None).count() == 2


@pytest.mark.django_db
def test_relate_finds_the_stories_too_and_takes_up_what_was_left() -> None:
    factories.published("Harbour", HARBOUR, dek=""), factories.published("Ships wait", PORT, dek="")
    out = StringIO()
    call_command("relate", stdout=out)
    assert "stories: 2 of 2" in out.getvalue()
    assert Article.objects.exclude(story=None).count() == 2
    ArticleVector.objects.filter(article__headline="Harbour").update(grouped_at=None)
    out = StringIO()
    call_command("relate", stdout=out)
    assert "stories: 1 of 1" in out.getvalue()


# Why articles are related.


@pytest.mark.django_db
def test_a_neighbour_says_what_the_two_share() -> None:
    one, two, three = (
        factories.published(headline, body, dek="")
        for headline, body in (
            ("A pier", "The pier was built in New Corinth. In New Corinth the mayor opened it."),
            ("A fire", "A fire broke out in New Corinth. Crews from all of New Corinth came."),
            ("A vote", "They voted in the spring. Nobody came to it."),
        )
    )
    for article in (one, two, three):
        neighbours.relate(article.live)
    reasons = dict(Neighbour.objects.filter(article=one).values_list("other", "reason"))
    assert reasons == {two.pk: "Also about New Corinth", three.pk: ""}
    assert related_to(one.pk)[0].reason == "Also about New Corinth"


@pytest.mark.django_db
def test_what_is_much_older_is_background() -> None:
    one = told("A pier", "The pier was built in New Corinth. In New Corinth the mayor opened it.")
    old = told("A fire", "A fire broke out in New Corinth. Crews came.", at=timezone.now() - timedelta(days=400))
    assert related_to(one.pk)[0].reason == "Background: New Corinth"
    assert related_to(old.pk)[0].reason == "Also about New Corinth"


@pytest.mark.django_db
def test_of_one_story_is_the_first_reason() -> None:
    harbour, port = told("Harbour channel", HARBOUR), told("Ships wait", PORT)
    assert [facts.reason for facts in related_to(harbour.pk)] == ["Same event"]
    editing.split_off(port)
    assert [facts.reason for facts in related_to(harbour.pk)] != ["Same event"]


@pytest.mark.django_db
def test_what_the_desk_excludes_is_never_shown() -> None:
    harbour, port, bees = told("Harbour channel", HARBOUR), told("Ships wait", PORT), told("Hives", BEES)
    Pin.objects.create(article=harbour, other=port, excluded=True)
    neighbours.relate(harbour.live)
    assert [facts.slug for facts in related_to(harbour.pk)] == [bees.slug]
    assert port.slug not in [facts.slug for facts in related_to(harbour.pk)]
    assert harbour.slug in [facts.slug for facts in related_to(port.pk)]


@pytest.mark.parametrize(
    "end",
    [
        "Related Articles\n\nA dek about a harbour somewhere else.",
        "Thoughts\n\nShare your thoughts on this article\n\nSign in to join the conversation",
        "This content is AI-generated based on source articles.",
    ],
)
def test_what_belongs_to_the_page_is_not_compared(end: str) -> None:
    text = f"{HARBOUR}\n\n{PORT}\n\n{QUAY}"
    assert without_furniture(f"{text}\n\n{end}") == text
    assert without_furniture(text) == text
    assert without_furniture(f"Read more\n\n{text}") == f"Read more\n\n{text}"

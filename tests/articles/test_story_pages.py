"""A story's page, its feed, and lists that show a story once."""

import json
import re
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, State, Story, StoryPage
from articles.publishing import withhold
from articles.stories import editing
from articles.stories.laying_out import lay_out_story
from tests import factories

pytestmark = pytest.mark.django_db
ONE = (
    "The harbour board voted on Monday to deepen the eastern channel by two metres. "
    'The mayor called it "a bold and necessary step". Crab fishers fear for their grounds near the old lighthouse. '
    "The timing of this vote, so close to the elections, is no coincidence."
)
TWO = (
    "On Monday the harbour board voted to deepen the eastern channel by two metres. "
    'The mayor called it "a bold and needed step". Shipping companies have promised nine additional calls every week.'
)


def html(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.fixture
def told() -> Story:
    story = factories.story("The eastern channel")
    factories.published("Deeper", ONE, story=story, angle="The fishers", source=False, override="A test.")
    factories.published("Wider", TWO, story=story, angle="The ships", override="A test.")
    lay_out_story(story.pk)
    return story


def section_of(page: str, heading: str) -> str:
    return page.split(f'id="{heading}"')[1].split("</section>", maxsplit=1)[0]


def test_the_page_sets_the_angles_side_by_side(client: Client, told: Story) -> None:
    page = html(client, told.get_absolute_url())
    assert "<h1>The eastern channel</h1>" in page
    angles = section_of(page, "story-angles")
    assert re.findall(r'<h3><a href="([^"]+)"', angles) == [a.get_absolute_url() for a in Article.objects.all()]
    assert "The fishers" in angles
    assert "The ships" in angles


def test_what_both_tell_what_one_tells_and_what_they_quote_differently(client: Client, told: Story) -> None:
    page = html(client, told.get_absolute_url())
    both = section_of(page, "told-together")
    assert "The harbour board voted on Monday" in both
    assert "On Monday the harbour board voted" in both
    assert "does not mean true" in both
    assert "Crab fishers" not in both
    alone = section_of(page, "told-alone")
    assert "Crab fishers fear" in alone
    assert "Shipping companies have promised" in alone
    assert "harbour board voted" not in alone
    assert "no coincidence" not in alone, "an inference is no fact"
    differently = section_of(page, "told-differently")
    assert "a bold and necessary step" in differently
    assert "a bold and needed step" in differently


def test_each_sentence_leads_to_its_place_in_the_article(client: Client, told: Story) -> None:
    page = html(client, told.get_absolute_url())
    path, number = re.findall(r'href="(/articles/[^"#]+)#s-(\d+)">Crab fishers', page)[0]
    assert f'<span id="s-{number}">Crab fishers' in html(client, path)


def test_timeline_and_sources_of_all_angles(client: Client, told: Story) -> None:
    page = html(client, told.get_absolute_url())
    assert section_of(page, "story-timeline").count("Published") == 2
    sources = section_of(page, "story-sources")
    assert "Minutes of Monday" in sources
    assert "Without a linked source" in sources
    assert "The fishers" in sources


def test_the_starting_pages_quote_one_telegram_differently(client: Client, seeds: None) -> None:
    story = Story.objects.get(slug="xi-kim-telegram")
    lay_out_story(story.pk)
    page = html(client, story.get_absolute_url())
    differently = section_of(page, "told-differently")
    assert "high trust and heartfelt support" in differently
    assert "high trust and wholehearted support" in differently
    assert differently.count("<blockquote>") == 2
    assert "open a new chapter" not in differently
    assert "No source is linked under any angle" in section_of(page, "story-sources")


def test_a_page_costs_at_most_six_queries(client: Client, told: Story, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        client.get(told.get_absolute_url())


def test_what_was_withheld_a_moment_ago_is_in_no_part_of_the_page(client: Client, told: Story) -> None:
    withhold(Article.objects.get(headline="Deeper"))
    page = html(client, told.get_absolute_url())
    assert "Crab fishers" not in page
    assert "Wider" in page
    withhold(Article.objects.get(headline="Wider"))
    assert client.get(told.get_absolute_url()).status_code == 404


def test_what_is_under_embargo_is_in_no_part_of_the_page(client: Client, told: Story) -> None:
    factories.published("Xqzzyvoid", ONE, story=told, at=timezone.now() + timedelta(hours=1), override="A test.")
    lay_out_story(told.pk)
    assert "Xqzzyvoid" not in html(client, told.get_absolute_url())


def test_an_edit_of_the_working_copy_does_not_show(client: Client, told: Story) -> None:
    Article.objects.update(headline="Xqzzyvoid", body="Xqzzyvoid.", dek="Xqzzyvoid")
    StoryPage.objects.all().delete()
    lay_out_story(told.pk)
    assert "Xqzzyvoid" not in html(client, told.get_absolute_url())


def test_a_page_is_laid_out_again_only_when_something_changed(told: Story) -> None:
    assert not lay_out_story(told.pk)
    Article.objects.filter(headline="Deeper").update(angle="The crabs")
    assert lay_out_story(told.pk)
    assert "The crabs" in StoryPage.objects.get().html


def test_an_old_address_leads_to_the_new_one(client: Client, told: Story) -> None:
    old = told.slug
    editing.rename(told, "The channel", "channel")
    answer = client.get(f"/stories/{old}/")
    assert (answer.status_code, answer["Location"]) == (301, "/stories/channel/")
    assert client.get("/stories/never-was/").status_code == 404


def test_the_feed_follows_the_story_under_every_address_it_had(client: Client, told: Story) -> None:
    old = told.slug
    editing.rename(told, "The channel", "channel")
    for slug in (old, "channel"):
        feed = feedparser.parse(client.get(f"/stories/{slug}/feed.rss").content)
        assert {entry.title for entry in feed.entries} == {"Deeper", "Wider"}
        assert client.get(f"/stories/{slug}/feed.atom").status_code == 200
        assert len(json.loads(client.get(f"/stories/{slug}/feed.json").content)["items"]) == 2
    assert client.get("/stories/never-was/feed.rss").status_code == 404


def test_hostile_text_stays_text(client: Client) -> None:
    attack = """</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"""
    story = factories.story(attack)
    for _ in range(2):
        factories.published(
            attack,
            f"{attack} is what they said on Monday. {ONE}",
            story=story,
            angle=attack[:80],
            dek=attack,
            override="A test.",
        )
    lay_out_story(story.pk)
    page = html(client, story.get_absolute_url())
    assert "<script>alert" not in page
    assert "<img src=x" not in page


# Lists.


def test_front_page_and_section_show_a_story_once_with_its_angles_under_it(client: Client, told: Story) -> None:
    lead = factories.published("Something else leads")
    for path in ("/", "/sections/world/"):
        page = html(client, path)
        assert len(re.findall(r'<h[23]><a href="[^"]+">Wider</a>', page)) >= 1, path
        assert not re.findall(r'<h[23]><a href="[^"]+">Deeper</a>', page), path
        assert re.findall(r'<h4><a href="[^"]+">Deeper</a>', page), path
    assert lead.get_absolute_url() in html(client, "/")


def test_the_leads_other_angles_stand_under_it_with_the_way_to_the_story(client: Client, told: Story) -> None:
    page = html(client, "/")
    angles = section_of(page, "angles-front")
    assert "Deeper" in angles
    assert told.get_absolute_url() in page
    assert page.count(">Deeper<") == 1


def test_an_angle_that_is_not_public_keeps_no_other_out_of_a_list(client: Client, told: Story) -> None:
    Article.objects.filter(headline="Wider").update(state=State.WITHHELD)
    assert re.findall(r'<h[23]><a href="[^"]+">Deeper</a>', html(client, "/sections/world/"))


def test_a_story_in_two_sections_is_in_both(client: Client, told: Story) -> None:
    other = factories.section("science", "Science")
    Article.objects.filter(headline="Deeper").update(section=other)
    assert "Deeper" in html(client, "/sections/science/")
    assert "Wider" in html(client, "/sections/world/")


def test_lists_cost_few_queries(client: Client, told: Story, django_assert_max_num_queries: Any) -> None:
    client.get("/"), client.get("/sections/world/")
    with django_assert_max_num_queries(9):
        client.get("/")
    with django_assert_max_num_queries(5):
        client.get("/sections/world/")

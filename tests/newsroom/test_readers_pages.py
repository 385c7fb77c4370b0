"""A reader's pages show what is theirs to them alone, and to everybody else only the public name and public thoughts."""

import re
import zlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Story
from articles.publishing import withhold
from comments.deleting import delete_thought
from comments.models import Act, Comment, Mover, Mute, Notification, QuietThread, Wishes
from comments.moderation import statement
from comments.moderation.log import record
from newsroom.models import User
from newsroom.readers.exporting import ask_for_export, make_export
from newsroom.readers.keeping import follow, save
from newsroom.readers.models import Export, Leaving, Saved, SectionFollow, StoryFollow
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
FOLLOWING = re.compile(r'aria-pressed="true">.*?Following</button>', re.DOTALL)
OWN = ["me", "me-name", "me-saved", "me-thoughts", "me-following", "me-notifications", "me-export", "me-delete"]


@pytest.fixture
def hana() -> User:
    """A reader with a name and an address that must not mix."""
    return factories.reader("Hana", first_name="Hannelore")


@pytest.fixture
def signed_in(client: Client, hana: User) -> Client:
    client.force_login(hana)
    return client


def removed(comment: Comment) -> None:
    """A moderator takes the thought away, with reasons."""
    from django.db import transaction

    reasons = statement.of_removal(
        "topic", facts="Reported.", detected_automatically=False, decided_automatically=False
    )
    with transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state="rejected", moved_as=Mover.MODERATOR, turn=comment.turn + 1)
        comment.refresh_from_db()
        record(
            comment,
            Act.REMOVED,
            by=factories.editor(),
            role=Mover.MODERATOR,
            state_from="none",
            state_to="rejected",
            rule="topic",
            **reasons,
        )


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


# The public page.


def test_everybody_sees_the_public_name_and_the_public_thoughts_and_nothing_else(client: Client, hana: User) -> None:
    article, other = factories.published("Harbour deepened"), factories.published("Never mind")
    shown = factories.thought(article, hana, "Shown to all.")
    factories.thought(article, hana, "Waits still.", state="premod")
    removed(factories.thought(article, hana, "Removed since."))
    delete_thought(factories.thought(article, hana, "Taken back."))
    factories.thought(other, hana, "Below a withheld one.")
    withhold(other)
    save(hana, article)
    follow(hana, article.section)
    Comment.objects.filter(pk=shown.pk).update(respects=3)
    page = text_of(client.get(reverse("reader", args=[hana.slug])))
    assert "Hana" in page and "Shown to all." in page and "1 thought, 3 respects received" in page
    assert "Harbour deepened" in page and shown.get_absolute_url() in page
    assert re.search(r'<meta name="robots" content="noindex">', page)
    for secret in (
        "Waits still",
        "Removed since",
        "Taken back",
        "withheld",
        "Never mind",
        hana.email,
        "Hannelore",
        str(hana.mark),
    ):
        assert secret not in page, secret
    assert hana.username not in page.replace("Hana", "") or hana.username == "Hana"


def test_the_public_page_is_the_same_for_all_and_sets_nothing(hana: User) -> None:
    address = reverse("reader", args=[hana.slug])
    answers = [Client().get(address) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert not answers[0].cookies and "csrf" not in answers[0].content.decode()
    assert "public" in answers[0]["Cache-Control"] and answers[0]["X-Robots-Tag"] == "noindex"


def test_a_muted_reader_can_still_be_looked_up_and_a_gone_one_not(signed_in: Client, hana: User) -> None:
    aiko = factories.reader("Aiko")
    Mute.objects.create(reader=hana, muted=aiko)
    address = reverse("reader", args=[aiko.slug])
    assert signed_in.get(address).status_code == 200
    User.objects.filter(pk=aiko.pk).update(is_active=False)
    assert signed_in.get(address).status_code == 404
    aiko.delete()
    assert signed_in.get(address).status_code == 404
    for odd in ("nobody", "%00", "a" * 500, "..%2f"):
        assert signed_in.get(f"/readers/{odd}/").status_code == 404


def test_a_profile_with_many_thoughts_is_paged_and_costs_the_same(client: Client, hana: User) -> None:
    article = factories.published()

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("reader", args=[hana.slug]))
        return len(counted)

    factories.thought(article, hana, "First of all.")
    few = queries()
    for number in range(24):
        factories.thought(factories.published() if number % 5 == 0 else article, hana, f"Number {number} said.")
    assert queries() <= few <= 5
    first = text_of(client.get(reverse("reader", args=[hana.slug])))
    later = re.search(r'href="([^"]*\?after=[^"]*)" rel="next"', first)
    second = text_of(client.get(later[1]))  # type: ignore[index]
    said = [set(re.findall(r"Number \d+ said|First of all", page)) for page in (first, second)]
    assert len(said[0]) == 20 and len(said[1]) == 5 and not said[0] & said[1]


# The reader's own pages.


@pytest.mark.parametrize("name", OWN)
def test_own_pages_ask_who_is_there_and_are_kept_by_nobody(name: str, signed_in: Client) -> None:
    address = reverse(name)
    answer = Client().get(address)
    assert answer.status_code == 302 and answer.url == f"/accounts/login/?next={address}"
    answer = signed_in.get(address)
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"] and "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_no_page_shows_the_name_for_signing_in(signed_in: Client, hana: User) -> None:
    User.objects.filter(pk=hana.pk).update(username="k3f9a8d7c6b5")
    for name in OWN:
        assert "k3f9a8d7c6b5" not in text_of(signed_in.get(reverse(name))).replace('class="name', ""), name


def test_the_overview_begins_each_list_and_leads_to_the_rest(signed_in: Client, hana: User) -> None:
    article = factories.published("Harbour deepened")
    for number in range(5):
        save(hana, factories.published(f"Saved number {number}"))
        factories.thought(article, hana, f"Said number {number}.")
    follow(hana, article.section)
    page = text_of(signed_in.get(reverse("me")))
    assert "All 5 saved" in page and "All 5 thoughts" in page and "Reader since" in page
    assert [n for n in range(5) if f"Saved number {n}" in page] == [2, 3, 4]
    assert [n for n in range(5) if f"Said number {n}" in page] == [2, 3, 4]
    assert hana.email in page and 'value="at_once" checked' in page


def test_own_thoughts_say_where_they_stand_and_why(signed_in: Client, hana: User) -> None:
    article = factories.published("Harbour deepened")
    factories.thought(article, hana, "Shown to all.")
    factories.thought(article, hana, "Waits still.", state="withheld")
    gone = factories.thought(article, hana, "About another reader.")
    removed(gone)
    delete_thought(factories.thought(article, hana, "Taken back."))
    page = text_of(signed_in.get(reverse("me-thoughts")))
    for words in (
        "Published",
        "Waiting for a moderator",
        "Removed",
        "Rule 2, speak to the article",
        "Ask for a second look",
    ):
        assert words in page, words
    assert reverse("comments:appeal", args=[gone.ref]) in page
    assert "Taken back" not in page


def test_own_thoughts_below_an_article_that_was_withheld_do_not_tell_its_headline(
    signed_in: Client, hana: User
) -> None:
    article = factories.published("Marker Headline")
    factories.thought(article, hana, "Said below it.")
    withhold(article)
    page = text_of(signed_in.get(reverse("me-thoughts")))
    assert "Said below it." in page and "Marker Headline" not in page and "no longer public" in page


def test_own_pages_cost_the_same_however_much_there_is(signed_in: Client, hana: User) -> None:
    def fill() -> None:
        for _ in range(4):
            article = factories.published(story=factories.story())
            save(hana, article)
            follow(hana, article.story)
            thought = factories.thought(article, hana)
            removed(factories.thought(article, hana))
            reply = factories.thought(article, factories.reader(), "Well, no.", thought)
            Notification.objects.create(reader=hana, kind="reply", comment=reply)
            QuietThread.objects.create(reader=hana, thread=thought)
            Mute.objects.create(reader=hana, muted=factories.reader())

    def costs() -> dict[str, int]:
        found = {}
        for name in OWN:
            with CaptureQueriesContext(connection) as counted:
                text_of(signed_in.get(reverse(name)))
            found[name] = len(counted)
        return found

    fill()
    before = costs()
    fill()
    assert costs() == before
    print(before)
    assert max(before.values()) <= 22


# Saving and following.


def act(client: Client, address: str, **form: str) -> Any:
    return client.post(address, form)


def test_an_article_is_saved_from_its_page_and_let_go_again(signed_in: Client, hana: User) -> None:
    article = factories.published()
    address = reverse("save", args=[article.slug])
    page = text_of(signed_in.get(article.get_absolute_url()))
    assert f'action="{address}"' in page and 'aria-pressed="false"' in page and "js/save.js" in page
    for _ in range(2):
        assert act(signed_in, address, keep="1").url == article.get_absolute_url()
    assert Saved.objects.filter(reader=hana, article=article).count() == 1
    assert re.search(
        r'aria-pressed="true">.*?Saved</button>', text_of(signed_in.get(article.get_absolute_url())), re.DOTALL
    )
    assert article.headline in text_of(signed_in.get(reverse("me-saved")))
    act(signed_in, address, keep="0")
    assert not Saved.objects.exists()


def test_who_is_not_signed_in_gets_the_same_link_as_everybody(client: Client) -> None:
    article = factories.published(story=factories.story())
    for page, address in (
        (article.get_absolute_url(), reverse("save", args=[article.slug])),
        (article.section.get_absolute_url(), reverse("follow-section", args=[article.section.slug])),
        (article.story.get_absolute_url(), reverse("follow-story", args=[article.story.slug])),
    ):
        answers = [Client().get(page), client.get(page)]
        assert f'href="{address}"' in text_of(answers[0])
        assert zlib.crc32(answers[0].content) == zlib.crc32(answers[1].content)
        assert "csrfmiddlewaretoken" not in text_of(answers[0]) and "save.js" not in text_of(answers[0])
        assert not answers[0].cookies and "public" in answers[0]["Cache-Control"]
        assert client.get(address).url == f"/accounts/login/?next={address}"
        assert client.post(address).url == f"/accounts/login/?next={address}"


def test_the_small_page_does_it_without_a_script_and_a_get_does_nothing(signed_in: Client, hana: User) -> None:
    article = factories.published()
    address = reverse("save", args=[article.slug])
    assert "Save this article?" in text_of(signed_in.get(address))
    assert not Saved.objects.exists()
    save(hana, article)
    assert 'aria-pressed="true"' in text_of(signed_in.get(address))


def test_a_script_gets_the_button_as_it_is_now(signed_in: Client) -> None:
    article = factories.published()
    address = reverse("save", args=[article.slug])
    answer = signed_in.post(address, {"keep": "1"}, headers={"X-Requested-With": "fetch"})
    assert 'aria-pressed="true"' in text_of(answer) and "<html" not in text_of(answer)
    assert "private" in answer["Cache-Control"]


def test_sections_and_stories_are_followed_and_left(signed_in: Client, hana: User) -> None:
    article = factories.published(story=factories.story("The harbour channel"))
    for kind, what, row in (("section", article.section, SectionFollow), ("story", article.story, StoryFollow)):
        address = reverse(f"follow-{kind}", args=[what.slug])
        assert act(signed_in, address, keep="1").url == what.get_absolute_url()
        act(signed_in, address, keep="1")
        assert row.objects.filter(reader=hana).count() == 1  # type: ignore[attr-defined]
        assert FOLLOWING.search(text_of(signed_in.get(what.get_absolute_url())))
        assert what.name in text_of(signed_in.get(reverse("me-following")))
        assert act(signed_in, address, keep="0", **{"from": "list"}).url == reverse("me-following")
        assert not row.objects.exists()  # type: ignore[attr-defined]


def test_a_story_that_became_part_of_another_is_followed_as_that_one(signed_in: Client, hana: User) -> None:
    one, other = factories.story("The small one"), factories.story("The big one")
    factories.published(story=other)
    follow(hana, one)
    Story.objects.filter(pk=one.pk).update(merged_into=other)
    page = text_of(signed_in.get(reverse("me-following")))
    assert "The big one" in page and "The small one" not in page
    assert FOLLOWING.search(text_of(signed_in.get(other.get_absolute_url())))
    act(signed_in, reverse("follow-story", args=[other.slug]), keep="0")
    assert not StoryFollow.objects.exists()


def test_what_readers_do_not_see_cannot_be_saved_or_followed(signed_in: Client) -> None:
    hidden = factories.draft(story=factories.story())
    for address in (
        reverse("save", args=[hidden.slug]),
        reverse("follow-story", args=[hidden.story.slug]),
        reverse("save", args=["no-such"]),
        reverse("follow-section", args=["no-such"]),
        reverse("follow-story", args=["no-such"]),
    ):
        assert (signed_in.get(address).status_code, signed_in.post(address).status_code) == (404, 404), address
    assert not Saved.objects.exists() and not StoryFollow.objects.exists()


def test_a_saved_article_that_was_withheld_is_not_listed(signed_in: Client, hana: User) -> None:
    article = factories.published("Marker Headline")
    save(hana, article)
    withhold(article)
    assert "Marker Headline" not in text_of(signed_in.get(reverse("me-saved"))) + text_of(signed_in.get(reverse("me")))


def test_saved_articles_come_in_pages(signed_in: Client, hana: User) -> None:
    for number in range(23):
        save(hana, factories.published(f"Saved number {number}."))
    first = text_of(signed_in.get(reverse("me-saved")))
    later = re.search(r'href="([^"]*\?after=[^"]*)" rel="next"', first)
    second = text_of(signed_in.get(later[1]))  # type: ignore[index]
    seen = [set(re.findall(r"Saved number \d+\.", page)) for page in (first, second)]
    assert (len(seen[0]), len(seen[1])) == (20, 3) and not seen[0] & seen[1]


# Notifications.


def test_notifications_say_what_happened_and_can_be_ticked_off(signed_in: Client, hana: User) -> None:
    article, aiko = factories.published(), factories.reader("Aiko")
    mine = factories.thought(article, hana, "My own words.")
    reply = factories.thought(article, aiko, "Their answer.", mine)
    away = factories.thought(article, aiko, "Secretly removed.", mine)
    for kind, comment in (("reply", reply), ("reply", away), ("pick", mine), ("decision", mine)):
        Notification.objects.create(reader=hana, kind=kind, comment=comment)
    removed(away)
    page = text_of(signed_in.get(reverse("me-notifications")))
    for words in (
        "Aiko replied to you",
        "Their answer.",
        "An editor picked your thought",
        "A moderator decided",
        ">New<",
    ):
        assert words in page, words
    assert "Secretly removed" not in page and "no longer there" in page
    assert Notification.objects.filter(seen_at=None).count() == 4
    signed_in.post(reverse("me-notifications"), {"seen": "1"})
    assert not Notification.objects.filter(seen_at=None).exists()
    assert ">New<" not in text_of(signed_in.get(reverse("me-notifications")))


def test_notifications_come_in_pages_that_miss_and_repeat_nothing(signed_in: Client, hana: User) -> None:
    article, aiko = factories.published(), factories.reader("Aiko")
    mine, now = factories.thought(article, hana), timezone.now()
    for number in range(45):
        reply = factories.thought(article, aiko, f"Answer number {number}.", mine)
        Notification.objects.create(reader=hana, kind="reply", comment=reply, at=now)
    address, seen = reverse("me-notifications"), []
    while address:
        page = text_of(signed_in.get(address))
        seen += re.findall(r"Answer number \d+\.", page)
        later = re.search(r'href="([^"]*\?after=[^"]*)" rel="next"', page)
        address = later[1] if later else ""
    assert len(seen) == len(set(seen)) == 45


def test_wishes_are_kept_and_nonsense_is_refused(signed_in: Client, hana: User) -> None:
    address = reverse("me-notifications")
    wishes = {"replies": "daily", "picks": "never", "articles": "daily", "digest_at": "18"}
    assert (
        signed_in.post(
            address, wishes | {"reader": "1", "silent_since": "2026-01-01", "digest_sent_on": "2020-01-01"}
        ).status_code
        == 302
    )
    kept = Wishes.objects.get(reader=hana)
    assert (kept.replies, kept.picks, kept.articles, kept.digest_at, kept.silent_since) == (
        "daily",
        "never",
        "daily",
        18,
        None,
    )
    for name, value in (
        ("replies", "hourly"),
        ("articles", "at_once"),
        ("digest_at", "24"),
        ("digest_at", "x"),
        ("picks", ""),
    ):
        assert signed_in.post(address, wishes | {name: value}).status_code == 400, (name, value)


def test_a_muted_thread_and_a_muted_reader_are_heard_again(signed_in: Client, hana: User) -> None:
    aiko = factories.reader("Aiko")
    thought = factories.thought(factories.published(), hana)
    QuietThread.objects.create(reader=hana, thread=thought)
    Mute.objects.create(reader=hana, muted=aiko)
    assert signed_in.post(reverse("me-hear-thread", args=[thought.ref])).status_code == 302
    assert signed_in.post(reverse("me-hear", args=[aiko.slug])).status_code == 302
    assert not QuietThread.objects.exists() and not Mute.objects.exists()


# What belongs to somebody else.


def test_nobody_reaches_what_is_another_readers(signed_in: Client, hana: User) -> None:
    """Each address of these pages, asked by a reader for what belongs to another: not there, and no row changes."""
    aiko = factories.reader("Aiko")
    article = factories.published("Harbour deepened")
    theirs = factories.thought(article, aiko, "Marker thought of Aiko.", state="premod")
    save(aiko, factories.published("Marker saved by Aiko"))
    follow(aiko, factories.story("Marker story"))
    QuietThread.objects.create(reader=aiko, thread=theirs)
    Mute.objects.create(reader=aiko, muted=hana)
    Notification.objects.create(reader=aiko, kind="decision", comment=theirs)
    export, _ = ask_for_export(aiko)
    make_export(export.pk)
    rows = (Saved, SectionFollow, StoryFollow, QuietThread, Mute, Notification, Export, Leaving, Wishes)
    before = [list(row.objects.order_by("pk").values()) for row in rows]  # type: ignore[attr-defined]
    for address in (
        reverse("me-export-file", args=[export.ref]),
        reverse("me-hear-thread", args=[theirs.ref]),
        reverse("me-hear", args=[aiko.slug]),
        reverse("me-stay"),
    ):
        assert signed_in.get(address).status_code in {404, 405}, address
        assert signed_in.post(address).status_code in {302, 404, 405}, address
    for name in OWN:
        for page in (
            reverse(name),
            f"{reverse(name)}?after=decision-{theirs.ref}",
            f"{reverse(name)}?after={theirs.ref}",
        ):
            shown = re.sub(r"<nav.*?</nav>", "", text_of(signed_in.get(page)), flags=re.DOTALL)
            assert "Marker" not in shown and "Aiko" not in shown, page
    assert before == [list(row.objects.order_by("pk").values()) for row in rows]  # type: ignore[attr-defined]


def test_every_form_wants_its_token_and_no_get_changes_a_row(hana: User) -> None:
    article = factories.published(story=factories.story())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(hana)
    addresses = [reverse(name) for name in (*OWN, "me-stay")]
    addresses += [reverse("save", args=[article.slug]), reverse("follow-section", args=["world"])]
    addresses += [reverse("follow-story", args=[article.story.slug])]
    for address in addresses:
        strict.get(address)
        if address not in {reverse(name) for name in ("me", "me-saved", "me-thoughts", "me-following")}:
            assert strict.post(address, {"keep": "1"}).status_code == 403, address
    assert not any(row.objects.exists() for row in (Saved, SectionFollow, StoryFollow, Export, Leaving, Wishes))  # type: ignore[attr-defined]

"""The daily mail comes once, at the hour a reader chose, with what they chose; what is kept for a time is gone after it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from articles.publishing import withhold
from comments.deleting import delete_thought
from comments.models import Comment, Mute, Notification, Pace, Visit, Wishes
from comments.notifications import tell_of_pick, tell_of_reply
from comments.stopping import stop_address
from newsroom.limits import book
from newsroom.limits.models import Note
from newsroom.mail.models import Mail
from newsroom.models import User
from newsroom.outbox.models import Job
from newsroom.outbox.working import work_off
from newsroom.readers.exporting import ask_for_export
from newsroom.readers.forgetting import forget
from newsroom.readers.jobs import make_rounds
from newsroom.readers.keeping import follow
from newsroom.readers.models import Export
from newsroom.readers.morning import MOST, post_due, send_digest
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
SEVEN = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
DAY = "2026-11-22"


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    """What mails say stays on record, as in the demo."""
    settings.DEMO = True


@pytest.fixture
def hana() -> User:
    """Wants everything once a day, at seven."""
    user = factories.reader("Hana")
    Wishes.objects.create(reader=user, replies=Pace.DAILY, picks=Pace.DAILY, articles=Pace.DAILY)
    return user


def told(hana: User) -> Comment:
    """A reply by Aiko, a pick, and an article in a followed section since yesterday."""
    article = factories.published(
        "Harbour deepened", ai_headline="generated", ai_body="generated", override="For this test."
    )
    follow(hana, article.section)
    mine = factories.thought(article, hana, "My own words.")
    reply = factories.thought(article, factories.reader("Aiko"), "Their answer.", mine)
    tell_of_reply(reply)
    Comment.objects.filter(pk=mine.pk).update(picked_at=timezone.now())
    mine.refresh_from_db()
    tell_of_pick(mine)
    return reply


def digests() -> list[Mail]:
    work_off()
    return list(Mail.objects.filter(kind="digest"))


def test_everything_of_the_day_comes_in_one_mail(hana: User) -> None:
    told(hana)
    assert not digests()
    assert post_due(SEVEN) == 1
    (mail,) = digests()
    assert mail.subject == "2 things happened around your thoughts"
    for words in (
        "Aiko replied to you", "> Their answer.", "An editor picked your thought", 'On "[AI-generated] Harbour deepened"',
        "New in what you follow\n\n[AI-generated] Harbour deepened", "Stop the daily email: http", "Change notifications: http",
    ):  # fmt: skip
        assert words in mail.text, words
    assert "Their answer." in mail.html and "[AI-generated] Harbour deepened" in mail.html
    assert mail.headers["List-Unsubscribe"] == f"<{stop_address(hana, 'daily')}>"
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_a_day_has_one_mail_however_often_it_is_asked_for(hana: User) -> None:
    told(hana)
    assert post_due(SEVEN) == 1 and post_due(SEVEN) == 0
    assert len(digests()) == 1
    assert post_due(SEVEN + timedelta(hours=1)) == 0
    assert not send_digest(hana.pk, DAY)
    assert Wishes.objects.get(reader=hana).digest_sent_on == SEVEN.date()
    assert post_due(SEVEN + timedelta(days=1)) == 1
    assert len(digests()) == 1, "the next day has nothing new"


@pytest.mark.parametrize("hour, due", [(6, 0), (7, 1), (23, 1)])
def test_it_comes_at_the_chosen_hour_or_as_soon_after_as_the_site_is_there(hana: User, hour: int, due: int) -> None:
    told(hana)
    assert post_due(SEVEN.replace(hour=hour)) == due


@pytest.mark.parametrize("wishes", [{}, {"replies": Pace.NEVER}, {"articles": Pace.DAILY, "silent_since": SEVEN}])
def test_who_did_not_choose_it_or_is_leaving_gets_none(wishes: dict[str, Any]) -> None:
    Wishes.objects.create(reader=factories.reader(), **wishes)
    assert post_due(SEVEN) == 0


def test_only_what_was_chosen_is_in_it(hana: User) -> None:
    Wishes.objects.update(picks=Pace.NEVER, articles=Pace.NEVER)
    told(hana)
    post_due(SEVEN)
    (mail,) = digests()
    assert mail.subject == "1 thing happened around your thoughts"
    assert "picked" not in mail.text and "New in what you follow" not in mail.text


def test_what_is_gone_or_muted_by_then_is_not_in_it(hana: User) -> None:
    reply = told(hana)
    Wishes.objects.update(articles=Pace.NEVER)
    Mute.objects.create(reader=hana, muted=reply.author)
    delete_thought(reply.parent)
    post_due(SEVEN)
    assert not digests()


def test_an_article_that_was_withheld_is_not_in_it(hana: User) -> None:
    withhold(told(hana).article)
    post_due(SEVEN)
    assert not digests()


def test_articles_come_once_from_sections_and_stories_alike(hana: User) -> None:
    Wishes.objects.update(replies=Pace.NEVER, picks=Pace.NEVER)
    story, elsewhere = factories.story(), factories.section("sport", "Sport")
    follow(hana, story)
    follow(hana, factories.section())
    factories.published("In both", story=story)
    factories.published("In the story", story=story, section=elsewhere)
    factories.published("In neither", section=elsewhere)
    factories.published("Last week", at=timezone.now() - timedelta(days=2))
    post_due(SEVEN)
    (mail,) = digests()
    assert mail.subject == "2 new articles for you" and mail.text.count("In both") == 1 and "In the story" in mail.text
    assert "In neither" not in mail.text and "Last week" not in mail.text
    factories.published("Later that day")
    post_due(SEVEN + timedelta(days=1))
    (second,) = [mail for mail in digests() if "In both" not in mail.text]
    assert second.subject == "1 new article for you" and "Later that day" in second.text


def test_a_mail_has_an_end_and_costs_the_same(hana: User, django_assert_max_num_queries: Any) -> None:
    Wishes.objects.update(replies=Pace.NEVER, picks=Pace.NEVER)
    follow(hana, factories.section())
    for _ in range(MOST + 3):
        factories.published()
    with django_assert_max_num_queries(26):
        assert send_digest(hana.pk, DAY)
    assert Mail.objects.get().subject == f"{MOST} new articles for you"


def test_the_link_in_it_stops_what_is_daily_and_nothing_else(hana: User, client: Client) -> None:
    Wishes.objects.update(picks=Pace.AT_ONCE)
    client.post(stop_address(hana, "daily"), {"List-Unsubscribe": "One-Click"})
    kept = Wishes.objects.get(reader=hana)
    assert (kept.replies, kept.picks, kept.articles) == (Pace.NEVER, Pace.AT_ONCE, Pace.NEVER)


def test_who_chooses_it_in_the_evening_gets_the_first_the_next_day(client: Client, reader: User) -> None:
    client.force_login(reader)
    form = {"replies": "daily", "picks": "daily", "articles": "never", "digest_at": "0"}
    client.post("/me/notifications/", form)
    today = timezone.now()
    assert post_due(today) == 0 and post_due(today + timedelta(days=1)) == 1


# What is forgotten.


def test_what_has_lain_long_enough_is_forgotten_and_the_rest_stays(hana: User) -> None:
    now = timezone.now()
    article = factories.published()
    thought = factories.thought(article, hana)
    for days in (89, 91):
        Mail.objects.create(
            key=f"{days}", kind="reply", to=hana.email, subject="An answer", sent_at=now - timedelta(days=days)
        )
    Mail.objects.create(key="unsent", kind="reply", to=hana.email, subject="An answer")
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="b" * 32, session_data="", expire_date=now + timedelta(days=1))
    for key in "ab":
        UserSession.objects.create(user=hana, ip="203.0.113.7", session_key=key * 32, user_agent="x")
    Visit.objects.create(reader=hana, article=article, seen_at=now - timedelta(days=181))
    Visit.objects.create(reader=hana, article=factories.published(), seen_at=now - timedelta(days=179))
    Notification.objects.create(reader=hana, kind="pick", comment=thought, at=now - timedelta(days=366))
    Notification.objects.create(reader=hana, kind="decision", comment=thought, at=now - timedelta(days=364))
    book.write("young", 1, 60)
    book.write("old", 1, -1)
    export, _ = ask_for_export(hana)
    Export.objects.update(made_at=now - timedelta(days=2), gone_at=now - timedelta(days=1), content=b"x")
    assert forget() == {
        "mails": 1, "sessions": 2, "visits": 1, "notifications": 1, "limits": 1, "exports": 1,
    }  # fmt: skip
    assert (
        set(Mail.objects.values_list("key", flat=True)) >= {"89", "unsent"}
        and not Mail.objects.filter(key="91").exists()
    )
    assert Session.objects.get().session_key == UserSession.objects.get().session_key == "b" * 32
    assert (Visit.objects.count(), Notification.objects.count(), Note.objects.get().key) == (1, 1, "young")
    assert not Export.objects.filter(pk=export.pk).exists()
    assert set(forget().values()) == {0}


def test_the_round_posts_each_job_once_a_day_and_reports_none_missing(hana: User) -> None:
    Wishes.objects.update(digest_at=0)
    told(hana)
    assert make_rounds() == make_rounds() == 0
    kinds = sorted(Job.objects.filter(kind__in=["forgetting", "digest"]).values_list("kind", flat=True))
    assert kinds == ["digest", "forgetting"]
    assert len(digests()) == 1

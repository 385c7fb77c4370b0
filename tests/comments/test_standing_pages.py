"""What the rules, terms, contact and privacy pages say is what the program does, and they can be reached from everywhere."""

import re
from typing import Any

import pytest
from django.test import Client

from comments.models import BODY_LIMIT, Thresholds
from comments.moderation.house_rules import RULES
from comments.moderation.phases import PHASES
from tests import factories

pytestmark = pytest.mark.django_db


def words(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_every_rule_stands_on_the_page_under_the_number_that_decisions_name(client: Client) -> None:
    page = client.get("/community-rules/").content.decode()
    for rule in RULES.values():
        assert f'<li value="{rule.number}"><b>{rule.title}.</b>' in page
        assert rule.text in page
    assert [rule.number for rule in RULES.values()] == list(range(1, len(RULES) + 1))


@pytest.mark.parametrize(
    ("path", "column", "sentence"),
    [
        ("/community-rules/", "newcomer_approvals", "first 7 among them"),
        ("/community-rules/", "reports", "When 7 different readers"),
        ("/terms/", "newcomer_approvals", "fewer than 7 were approved"),
        ("/terms/", "link_approvals", "until 7 of the reader’s thoughts"),
        ("/terms/", "rejections", "last five 7 were removed"),
        ("/terms/", "reports", "those that 7 different readers reported"),
    ],
)
def test_the_pages_say_the_thresholds_that_hold_now(client: Client, path: str, column: str, sentence: str) -> None:
    Thresholds.objects.update_or_create(pk=1, defaults={column: 7})
    assert sentence in words(client, path)


# What the terms say of each phase; a new phase has to be put into the terms.
SAID = {
    "length": "", "closed": "Conversations can be closed", "standing": "be suspended until a day that is named",
    "flood": "", "staff": "", "repeat": "those that repeat what the reader posted before",
    "words": "list of suspect words", "links": "those with links", "history": "of whose last five",
    "spam": "takes for advertising", "toxicity": "for hostile", "newcomer": "of whom fewer than",
    "watched": "whose thoughts a moderator decided to read first", "premoderation": "all those under an article",
}  # fmt: skip


def test_the_terms_name_everything_that_makes_a_thought_wait(client: Client) -> None:
    assert {phase.__name__.rpartition(".")[2] for phase in PHASES} == set(SAID)
    terms = words(client, "/terms/")
    for sentence in SAID.values():
        assert sentence in terms


@pytest.mark.parametrize(
    "sentence",
    [
        "What programs do, and what people do", "removed at once", "A second look", "Within six months",
        "Another moderator decides", "Notices of illegal content", "You can go to a court at any time",
    ],
)  # fmt: skip
def test_the_terms_say_how_it_is_decided_and_what_can_be_done(client: Client, sentence: str) -> None:
    assert sentence in words(client, "/terms/")


def test_the_limit_of_a_thought_is_the_one_that_holds(client: Client) -> None:
    assert f"up to {BODY_LIMIT} characters" in words(client, "/community-rules/").replace(",", "")


def test_readers_and_authorities_find_one_address_to_write_to(client: Client, settings: Any) -> None:
    settings.CONTACT_EMAIL = "desk@news.example"
    page = client.get("/contact/").content.decode()
    assert 'href="mailto:desk@news.example"' in page
    said = words(client, "/contact/")
    assert "article 11 of the Digital Services Act" in said
    assert "article 12" in said
    assert "112" in said
    settings.CONTACT_EMAIL = ""
    assert "CONTACT_EMAIL" in words(client, "/contact/")


def test_the_privacy_page_says_what_is_kept_and_for_how_long(client: Client) -> None:
    said = words(client, "/privacy/")
    for kept in ("network address that a thought was sent from, for thirty days", "before you edited it",
                 "notice of illegal content", "names people by a mark", "forgotten as soon as it was sent"):  # fmt: skip
        assert kept in said, kept


def test_every_page_leads_to_them(client: Client) -> None:
    for path in ("/", factories.published().get_absolute_url(), "/notices/"):
        page = client.get(path).content.decode()
        for link in ("/community-rules/", "/terms/", "/privacy/", "/contact/", "/notices/"):
            assert f'href="{link}"' in page, (path, link)

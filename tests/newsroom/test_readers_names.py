"""Readers are called what they like, as long as nobody else is, and nobody can take them for the newsroom."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Contributor
from newsroom.models import User
from newsroom.naming import UnfitNameError, fit_name
from newsroom.readers.models import Naming
from newsroom.readers.renaming import rename
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("Hana Lim", "Hana Lim"),
        ("  Hana   Lim ", "Hana Lim"),
        ("Jo", "Jo"),
        ("Zoë O’Brien-Smith", "Zoë O'Brien-Smith"),
        ("Zoe\u0308", "Zoë"),
        ("이하나", "이하나"),
        ("Мария", "Мария"),
        ("Ἀθηνᾶ", "Ἀθηνᾶ"),
        ("प्रिया", "प्रिया"),
        ("李 明", "李 明"),
        ("Dr. J. Smith 3rd", "Dr. J. Smith 3rd"),
        ("A creditor", "A creditor"),
        ("Badminton Fan", "Badminton Fan"),
        ("x" * 40, "x" * 40),
    ],
)
def test_names_of_all_scripts_stand_as_typed(typed: str, stored: str) -> None:
    assert fit_name(typed) == stored


@pytest.mark.parametrize(
    "typed, why",
    [
        ("", "0"),
        ("J", "2 to 40"),
        ("x" * 41, "41"),
        ("Hana\u200bLim", "cannot be seen"),
        ("Hana\u202eLim", "cannot be seen"),
        ("Hana\x00Lim", "cannot be seen"),
        ("Hana\u3164Lim", "cannot be seen"),
        ("Ha\ufe0fna", "cannot be seen"),
        ("Ha\u0301\u0301\u0301\u0301na", "stands on top"),
        ("<b>Hana</b>", "<"),
        ("Hana@home", "@"),
        ("Hana/Lim", "/"),
        ("🙂 Hana", "🙂"),
        ("12345", "letter"),
        ("-Hana", "begins"),
        ("Hana -", "hyphen"),
        ("Hаna", "two alphabets"),
        ("Newsroom", "newsroom"),
        ("newsroom team", "newsroom"),
        ("NEWSR00M", "newsroom"),
        ("Néwsroom", "newsroom"),
        ("N e w s r o o m", "newsroom"),
        ("The Editor", "newsroom"),
        ("Ed1tor", "newsroom"),
        ("adm1n", "newsroom"),
        ("аԁміп", "newsroom"),
        ("Staff", "newsroom"),
        ("M0derator Ann", "newsroom"),
        ("A reader who left", "newsroom"),
    ],
)
def test_what_nobody_may_be_called_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(UnfitNameError, match=why):
        fit_name(typed)


def test_the_name_of_a_writer_is_the_writers_alone() -> None:
    writer = factories.reader("ada")
    Contributor.objects.create(slug="ada", name="Ada Lovelace", user=writer)
    for typed in ("Ada Lovelace", "ADA LOVELACE", "Ada L0ve1ace", "Ada-Lovelace"):
        with pytest.raises(UnfitNameError, match="writers"):
            fit_name(typed, factories.reader())
    assert fit_name("Ada Lovelace", writer) == "Ada Lovelace"


def test_two_readers_never_have_the_same_name_whatever_its_case() -> None:
    factories.reader("Hana Öz")
    for typed in ("Hana Öz", "hana öz", "HANA ÖZ", "Hana-Öz"):
        with pytest.raises(UnfitNameError, match="called that already"):
            fit_name(typed)


def test_a_name_is_changed_at_once_and_then_every_thirty_days(reader: User) -> None:
    assert rename(reader, "Hana Lim") and reader.slug == "hana-lim"
    with pytest.raises(UnfitNameError, match="every 30 days"):
        rename(reader, "Hana Kim")
    assert not rename(reader, "Hana Lim")
    Naming.objects.update(at=timezone.now() - timedelta(days=30, seconds=1))
    assert rename(reader, "Hana Kim") and reader.slug == "hana-kim"
    reader.refresh_from_db()
    assert (reader.public_name, reader.slug) == ("Hana Kim", "hana-kim")


def test_a_change_of_case_keeps_the_address(reader: User) -> None:
    rename(reader, "hana lim")
    Naming.objects.all().delete()
    assert rename(reader, "Hana Lim") and reader.slug == "hana-lim"


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(client: Client, reader: User) -> None:
    client.force_login(reader)
    answer = client.post(reverse("me-name"), {"name": "The <Editor>"})
    assert answer.status_code == 400
    assert "Names have no “&lt;”" in answer.content.decode() and 'value="The &lt;Editor&gt;"' in answer.content.decode()
    answer = client.post(
        reverse("me-name"), {"name": "Hana Lim", "is_staff": "1", "slug": "x", "mark": "1", "email": "x@example.org"}
    )
    assert answer.status_code == 302
    before = (reader.email, reader.mark, reader.is_staff)
    reader.refresh_from_db()
    assert (reader.public_name, reader.slug) == ("Hana Lim", "hana-lim")
    assert before == (reader.email, reader.mark, reader.is_staff)
    assert "You can choose another name from" in client.get(reverse("me-name")).content.decode()


def test_names_that_cannot_be_stored_give_a_sentence_and_no_error(client: Client, reader: Any) -> None:
    client.force_login(reader)
    for typed in ("\x00", "\ud800".encode("utf-8", "surrogatepass"), "x" * 10_000, "\u0301" * 20):
        assert client.post(reverse("me-name"), {"name": typed}).status_code == 400

"""A reader takes away all that the newsroom holds about them, within a minute, and nothing of anybody else."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import ForeignObjectRel
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import (
    Act,
    Appeal,
    Mover,
    Mute,
    Notice,
    Notification,
    Penalty,
    Report,
    Respect,
    Revision,
    Visit,
    Wishes,
)
from comments.moderation import statement
from comments.moderation.log import record
from newsroom.mail.models import Mail
from newsroom.models import User
from newsroom.outbox.models import Job
from newsroom.outbox.working import work_off
from newsroom.readers.exporting import ask_for_export, make_export
from newsroom.readers.keeping import follow, save
from newsroom.readers.models import Export
from newsroom.readers.takeout import takeout
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.fixture
def lived(settings: Any) -> Any:
    """Hana, of whom there is something of every kind; Aiko, of whom nothing may be found; a moderator, who stays unnamed."""
    settings.DEMO = True
    hana = factories.reader("Hana", first_name="Hannelore")
    aiko = factories.reader("Aiko-Marker", last_name="Markersdottir")
    moderator = factories.editor("Moderatrix")
    article = factories.published(story=factories.story())
    theirs = factories.thought(article, aiko, "Marker words of Aiko.")
    mine = factories.thought(article, hana, "My own words.", theirs, sent_from="203.0.113.7")
    answer = factories.thought(article, aiko, "Marker answer of Aiko.", mine)
    Revision.objects.create(comment=mine, turn=0, body="My earlier words.")
    Respect.objects.create(reader=hana, comment=theirs)
    Report.objects.create(comment=theirs, reader=hana, turn=0, reason="other", text="My report of it.")
    Notice.objects.create(url="http://x/", explanation="My notice.", name="Hana", email=hana.email, good_faith=True)
    Mute.objects.create(reader=hana, muted=aiko)
    Visit.objects.create(reader=hana, article=article)
    Notification.objects.create(reader=hana, kind="reply", comment=answer)
    Wishes.objects.create(reader=hana, digest_at=18)
    UserSession.objects.create(user=hana, ip="203.0.113.9", session_key="k" * 32, user_agent="My browser")
    save(hana, article)
    follow(hana, article.section)
    follow(hana, article.story)
    reasons = statement.of_penalty("warning", None, "civil", facts="What was found.")
    with transaction.atomic():
        decision = record(mine, Act.WARNED, by=moderator, role=Mover.MODERATOR, rule="civil", **reasons)
    Penalty.objects.create(reader=hana, decision=decision, kind="warning")
    Appeal.objects.create(decision=decision, reader=hana, text="My appeal.")
    return hana, aiko, moderator


def unpacked(content: bytes) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert bundle.testzip() is None and sorted(bundle.namelist()) == ["data.json", "index.html"]
        return json.loads(bundle.read("data.json")), bundle.read("index.html").decode()


def test_there_is_something_of_every_kind_in_both_files(lived: Any) -> None:
    hana, _, _ = lived
    export, _ = ask_for_export(hana)
    make_export(export.pk)
    export.refresh_from_db()
    data, page = unpacked(bytes(export.content))
    assert [kind for kind, rows in data.items() if not rows] == ["quiet_threads", "mails"]
    for said in (
        "Hana", hana.email, "Hannelore", "My own words.", "My earlier words.", "203.0.113.7", "203.0.113.9", "My browser",
        "My report of it.", "My notice.", "My appeal.", "What was found.",
    ):  # fmt: skip
        assert said in json.dumps(data) and said in page, said
    assert data["settings"][0]["digest_at"] == 18
    assert not re.search(r'(src|href)="?http|<script|<link', page)


def test_there_is_nothing_of_others(lived: Any) -> None:
    hana, aiko, moderator = lived
    export, _ = ask_for_export(hana)
    make_export(export.pk)
    export.refresh_from_db()
    data, page = unpacked(bytes(export.content))
    for text in (json.dumps(data), page):
        for secret in (
            "Marker",
            "Moderatrix",
            aiko.email,
            str(aiko.mark),
            str(moderator.mark),
            moderator.email,
            hana.password,
        ):
            assert secret not in text, secret
    (thought,) = data["thoughts"]
    assert thought["answers"] == aiko.thoughts.order_by("pk").first().ref


def test_all_that_hangs_on_a_reader_is_either_in_the_export_or_named_here(lived: Any) -> None:
    """A new table about readers must be put into the export, or here with the reason why not."""
    hana, _, _ = lived
    in_it = {
        "account.EmailAddress", "mfa.Authenticator", "socialaccount.SocialAccount", "usersessions.UserSession", "comments.Wishes",
        "comments.Comment", "comments.Respect", "comments.Report", "comments.Mute", "comments.QuietThread", "comments.Visit",
        "comments.Notification", "comments.Penalty", "comments.Appeal", "readers.Saved", "readers.SectionFollow",
        "readers.StoryFollow",
    }  # fmt: skip
    desk = {"articles", "admin"}
    own = {"readers.Export", "readers.Leaving", "readers.Naming"}
    # A thought's moderator and who picked it stand on the same table as its author.
    hanging = {
        one.related_model._meta.label
        for one in User._meta.get_fields(include_hidden=True)
        if isinstance(one, ForeignObjectRel)
    }
    hanging = {label for label in hanging if label.split(".")[0] not in desk}
    assert hanging - {"newsroom.User_groups", "newsroom.User_user_permissions"} == in_it | own
    assert takeout(hana)


def test_it_is_made_by_a_job_and_fetched_by_its_reader_alone(client: Client, lived: Any) -> None:
    hana, aiko, _ = lived
    client.force_login(hana)
    assert client.post(reverse("me-export")).status_code == 302
    assert "being put together" in client.get(reverse("me-export")).content.decode()
    work_off()
    mail = Mail.objects.get(kind="export_ready")
    assert mail.to == hana.email
    address = re.search(r"http\S+/me/export/\S+", mail.text)[0]  # type: ignore[index]
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"] and "private" in answer["Cache-Control"]
    assert "Download" in client.get(reverse("me-export")).content.decode()
    assert Client().get(address).url.startswith("/accounts/login/")
    other = Client()
    other.force_login(aiko)
    assert other.get(address).status_code == 404
    Export.objects.update(gone_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404


def test_asked_again_while_it_is_fresh_it_is_the_same_and_later_anew(reader: User) -> None:
    first, new = ask_for_export(reader)
    assert new and ask_for_export(reader) == (first, False)
    work_off()
    assert ask_for_export(reader) == (first, False)
    Export.objects.update(gone_at=timezone.now() - timedelta(seconds=1))
    again, new = ask_for_export(reader)
    assert new and again != first and Job.objects.filter(kind="export").count() == 2


def test_an_asking_that_came_to_nothing_does_not_stand_in_the_way(reader: User) -> None:
    first, _ = ask_for_export(reader)
    Export.objects.update(asked_at=timezone.now() - timedelta(minutes=16))
    again, new = ask_for_export(reader)
    assert new and again != first
    assert not make_export(first.pk)


def test_a_made_export_is_not_made_twice(reader: User) -> None:
    export, _ = ask_for_export(reader)
    assert make_export(export.pk) and not make_export(export.pk)
    assert Mail.objects.filter(kind="export_ready").count() == 1


def test_what_readers_wrote_is_no_markup_in_their_file(reader: User) -> None:
    factories.thought(factories.published(), reader, "<script>alert(1)</script>")
    export, _ = ask_for_export(reader)
    make_export(export.pk)
    export.refresh_from_db()
    assert "<script>" not in unpacked(bytes(export.content))[1]

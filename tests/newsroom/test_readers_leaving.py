"""Who leaves has fourteen days to stay; then nothing of them is found in the database but a mark that names nobody."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import (
    Act,
    Appeal,
    Comment,
    Decision,
    Mover,
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
from comments.notifications import tell_of_reply
from newsroom.mail.models import Mail
from newsroom.models import User
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from newsroom.readers.exporting import ask_for_export
from newsroom.readers.jobs import make_rounds
from newsroom.readers.keeping import follow, save
from newsroom.readers.leaving import CannotLeaveError, check_may_leave, leave, stay
from newsroom.readers.models import Erased, Export, Leaving, Naming, Saved
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
PASSWORD = "correct horse battery"
NAME, USERNAME, EMAIL, SECOND, ADDRESS = (
    "Hana Mark-Erzulie",
    "qzusername77",
    "qz.hana@example.org",
    "qz.second@example.net",
    "203.0.113.77",
)
WORDS = "Qzwords that Hana wrote."


@pytest.fixture
def hana() -> User:
    """A reader with a name that stands nowhere else."""
    user = User.objects.create_user(
        USERNAME, EMAIL, PASSWORD, public_name=NAME, first_name="Qzfirst", last_name="Qzlast"
    )
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.fixture
def lived(hana: User, settings: Any) -> Comment:
    """There is something of her in every table that can hold anything of a reader."""
    settings.DEMO = True
    EmailAddress.objects.create(user=hana, email=SECOND, verified=True)
    aiko, article = factories.reader("Aiko"), factories.published(story=factories.story())
    theirs = factories.thought(article, aiko, "Theirs.")
    mine = factories.thought(article, hana, WORDS, theirs, sent_from=ADDRESS)
    tell_of_reply(mine)
    tell_of_reply(factories.thought(article, aiko, "Well.", mine))
    ask_for_export(hana)
    work_off()
    assert (
        Mail.objects.filter(to=EMAIL).count() == 2 and Mail.objects.filter(to=aiko.email, text__contains=WORDS).exists()
    )
    of_the_day = {"subject": f"{NAME} and others", "text": f"{NAME}: {WORDS}", "html": f"<b>{NAME}</b>: {WORDS}"}
    Mail.objects.create(key="digest-1", kind="digest", to=aiko.email, sent_at=timezone.now(), **of_the_day)
    Revision.objects.create(comment=mine, turn=0, body=f"Earlier: {WORDS}")
    Respect.objects.create(reader=hana, comment=theirs)
    Report.objects.create(comment=theirs, reader=hana, turn=0, reason="other")
    Notice.objects.create(
        url="http://x/", explanation="It is.", name=NAME, email=SECOND, good_faith=True, sent_from=ADDRESS
    )
    Visit.objects.create(reader=hana, article=article)
    save(hana, article)
    follow(hana, article.section)
    follow(hana, article.story)
    Naming.objects.create(reader=hana)
    with transaction.atomic():
        reasons = statement.of_penalty("warning", None, "civil", facts="What was found.")
        decision = record(mine, Act.WARNED, by=factories.editor(), role=Mover.MODERATOR, rule="civil", **reasons)
    Penalty.objects.create(reader=hana, decision=decision, kind="warning")
    Appeal.objects.create(decision=decision, reader=hana, text=f"I am {NAME}.")
    client = Client(REMOTE_ADDR=ADDRESS)
    client.force_login(hana)
    UserSession.objects.create(user=hana, ip=ADDRESS, session_key=client.session.session_key, user_agent="Qzbrowser")
    about = {"content_type": ContentType.objects.get_for_model(User), "object_id": str(hana.pk), "object_repr": NAME}
    LogEntry.objects.create(user=factories.editor(), action_flag=2, change_message="[]", **about)
    Job.objects.create(
        kind="x", key="1", state=State.DEAD, last_error=f"Key (email)=({EMAIL}) is there.", finished_at=timezone.now()
    )
    return mine


def found(*needles: str) -> list[str]:
    """Where any of these stands in the database: every column of every table, read as text (bytes too), whatever its type."""
    hits = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for table, column, kind in cursor.fetchall():
            text = f"""encode("{column}", 'escape')""" if kind == "bytea" else f'"{column}"::text'
            for needle in needles:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE {text} ILIKE %s',  # noqa: S608 - names from the catalogue
                    [f"%{needle}%"],
                )
                if cursor.fetchone()[0]:
                    hits.append(f"{table}.{column}: {needle}")
    return hits


def erase_now(hana: User, *, keeps: bool) -> None:
    leave(hana, keeps_thoughts=keeps)
    Leaving.objects.update(erase_at=timezone.now() - timedelta(seconds=1))
    make_rounds()
    work_off()


TRACES = (NAME, USERNAME, EMAIL, SECOND, ADDRESS, "Qzfirst", "Qzlast", "Qzbrowser", "hana-mark-erzulie")


@pytest.mark.parametrize("keeps", [True, False])
def test_after_the_erasure_nothing_names_the_reader_anywhere(lived: Comment, hana: User, keeps: bool) -> None:
    assert {hit.rsplit(": ", 1)[1] for hit in found(*TRACES, WORDS)} == {*TRACES, WORDS}
    mark, pk = str(hana.mark), hana.pk
    erase_now(hana, keeps=keeps)
    assert not User.objects.filter(pk=pk).exists()
    assert found(*TRACES) == []
    assert {hit.split(":")[0] for hit in found(mark)} == {"comments_decision.reader_mark", "readers_erased.mark"}
    lived.refresh_from_db()
    assert lived.author is None and lived.replies.count() == 1
    if keeps:
        assert lived.body == WORDS and {hit.split(":")[0] for hit in found(WORDS)} == {
            "comments_comment.body",
            "comments_comment.html",
        }
    else:
        assert lived.deleted_at and found(WORDS) == []
    assert not Session.objects.exists() and not Saved.objects.exists() and not Export.objects.exists()
    assert not Job.objects.filter(subject=f"reader:{pk}").exclude(kind="erasure").exists()


def test_what_others_wrote_and_what_was_decided_stays(lived: Comment, hana: User, client: Client) -> None:
    decisions = Decision.objects.count()
    erase_now(hana, keeps=True)
    Job.objects.filter(state=State.DEAD).delete()
    assert Decision.objects.count() == decisions and Comment.objects.filter(body="Well.").exists()
    page = client.get(lived.article.get_absolute_url()).content.decode()
    assert WORDS in page and "A reader who left" in page and NAME not in page
    assert client.get("/readers/hana-mark-erzulie/").status_code == 404
    call_command("check_newsroom")


def test_counters_still_count_after_an_erasure(lived: Comment, hana: User) -> None:
    erase_now(hana, keeps=False)
    for comment in Comment.objects.all():
        assert comment.respects == comment.respected.count()
        below = Comment.objects.public().filter(path__contains=[comment.pk]).exclude(pk=comment.pk)
        assert comment.answers == below.count()


def test_nothing_is_erased_before_its_day(lived: Comment, hana: User) -> None:
    leave(hana, keeps_thoughts=True)
    assert (Leaving.objects.get().erase_at - timezone.now()).days == 13
    make_rounds()
    work_off()
    assert User.objects.filter(pk=hana.pk).exists()


def test_who_stays_in_the_last_moment_stays(lived: Comment, hana: User) -> None:
    leave(hana, keeps_thoughts=True)
    Leaving.objects.update(erase_at=timezone.now() - timedelta(seconds=1))
    make_rounds()
    assert stay(hana)
    work_off()
    assert User.objects.filter(pk=hana.pk).exists() and not stay(hana)


def test_a_backup_that_brings_a_reader_back_brings_them_not_for_long(lived: Comment, hana: User) -> None:
    mark = hana.mark
    erase_now(hana, keeps=False)
    back = User.objects.create_user(USERNAME, EMAIL, PASSWORD, public_name=NAME, mark=mark)
    again = factories.thought(lived.article, back, WORDS)
    Job.objects.filter(kind="erasure").delete()
    make_rounds()
    work_off()
    again.refresh_from_db()
    assert not User.objects.filter(mark=mark).exists() and again.body == "" and found(EMAIL, NAME, WORDS) == []


def test_marks_of_the_erased_are_kept_beside_backups(hana: User, tmp_path: Any, capsys: Any) -> None:
    """A backup older than the erasure does not know of it; the file does."""
    mark, file = hana.mark, tmp_path / "erased.txt"
    erase_now(hana, keeps=False)
    call_command("erasures", save=file)
    assert file.read_text() == f"{mark} deleted\n"
    Erased.objects.all().delete()
    back = User.objects.create_user(USERNAME, EMAIL, PASSWORD, public_name=NAME, mark=mark)
    Job.objects.filter(kind="erasure").delete()
    call_command("erasures", apply=file)
    assert "1 reader" in capsys.readouterr().out
    assert not User.objects.filter(pk=back.pk).exists() and Erased.objects.get().mark == mark
    call_command("erasures", apply=file)
    file.write_text("nonsense\n")
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match="line 1"):
        call_command("erasures", apply=file)


# The pages.


def sign_in(client: Client, user: User) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def confirm(client: Client, answer: Any) -> Any:
    """Types the password once more, as allauth asks."""
    assert answer.status_code == 302 and "reauthenticate" in answer.url, answer
    return client.post(answer.url, {"password": PASSWORD})


def test_leaving_wants_the_address_typed_and_the_password_once_more(client: Client, hana: User) -> None:
    sign_in(client, hana)
    answer = confirm(client, client.post(reverse("me-delete"), {"keeps": "0", "email": "somebody@else.org"}))
    assert answer.status_code == 400 and "not the address of this account" in answer.content.decode()
    assert 'value="0" checked' in answer.content.decode() and not Leaving.objects.exists()
    answer = client.post(reverse("me-delete"), {"keeps": "0", "email": EMAIL.upper()})
    assert answer.status_code == 200 and "Goodbye" in answer.content.decode()
    assert Leaving.objects.get().keeps_thoughts is False
    assert client.get(reverse("me")).status_code == 302, "still signed in"


def test_what_was_typed_before_the_password_was_asked_for_is_not_lost(client: Client, hana: User) -> None:
    sign_in(client, hana)
    answer = confirm(client, client.post(reverse("me-delete"), {"keeps": "1", "email": EMAIL}))
    assert "Goodbye" in answer.content.decode() and Leaving.objects.get().keeps_thoughts
    assert client.get(reverse("me")).status_code == 302, "still signed in"


def test_leaving_signs_out_everywhere_and_silences_all_mail_but_one(client: Client, hana: User, settings: Any) -> None:
    settings.DEMO = True
    elsewhere = Client()
    sign_in(elsewhere, hana)
    assert elsewhere.get(reverse("me")).status_code == 200
    sign_in(client, hana)
    confirm(client, client.post(reverse("me-delete"), {"keeps": "1", "email": EMAIL}))
    assert elsewhere.get(reverse("me")).status_code == 302
    article = factories.published()
    mine = factories.thought(article, hana)
    tell_of_reply(factories.thought(article, factories.reader(), "Well.", mine))
    work_off()
    (mail,) = Mail.objects.filter(to=EMAIL)
    assert mail.kind == "account_leaving" and "sign in before that day" in mail.text


def test_signing_in_offers_to_stay_and_one_press_is_enough(client: Client, hana: User) -> None:
    leave(hana, keeps_thoughts=True)
    answer = sign_in(client, hana)
    assert (answer.status_code, answer.url) == (302, reverse("me-stay"))
    assert "Do you stay?" in client.get(answer.url).content.decode() and Leaving.objects.exists()
    assert "will be deleted on" in client.get(reverse("me")).content.decode()
    client.post(reverse("me-stay"))
    assert not Leaving.objects.exists() and Wishes.objects.get(reader=hana).silent_since is None
    assert client.get(reverse("me-stay")).status_code == 404
    client.logout()
    assert sign_in(client, hana).url == "/"


def test_who_answers_for_articles_cannot_leave_and_reads_why(client: Client, settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    editor = factories.editor()
    check_may_leave(editor)
    factories.published(by=editor)
    with pytest.raises(CannotLeaveError, match="never changed"):
        leave(editor, keeps_thoughts=True)
    client.force_login(editor)
    page = client.get(reverse("me-delete")).content.decode()
    assert "stands in the record of published articles" in page and "Delete my account" not in page
    assert not Leaving.objects.exists()


def test_a_second_asking_keeps_the_first_day(hana: User) -> None:
    first = leave(hana, keeps_thoughts=True).erase_at
    assert leave(hana, keeps_thoughts=False).erase_at == first
    assert Leaving.objects.get().keeps_thoughts is False


def test_the_audit_log_has_a_line_for_each_step_with_marks_only(
    hana: User, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    caplog.set_level("INFO", "newsroom.audit")
    with django_capture_on_commit_callbacks(execute=True):
        leave(hana, keeps_thoughts=True)
        stay(hana)
        ask_for_export(hana)
        erase_now(hana, keeps=True)
    said = [line.getMessage() for line in caplog.records if line.name == "newsroom.audit"]
    assert [re.search(r'"act": "([^"]+)"', line)[1] for line in said] == [  # type: ignore[index]
        "delete asked", "delete taken back", "export", "delete asked", "delete",
    ]  # fmt: skip
    assert all(str(hana.mark) in line and EMAIL not in line and NAME not in line for line in said)
    assert uuid.UUID(str(hana.mark))
    assert not Notification.objects.exists()
